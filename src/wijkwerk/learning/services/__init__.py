"""What can be done with what is learned: every write."""
