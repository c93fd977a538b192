"""Changes of the tables of the front page."""
