"""The pages of casework: for workers below a purpose, for households with a code."""
