"""Learning: where the loop stands still, what was advised and done, what stands in the way and what broke it."""
