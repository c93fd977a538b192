"""The pages of participation."""
