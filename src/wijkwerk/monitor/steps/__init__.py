"""The steps from a source to the tables of an edition; ``pipeline`` puts them in order."""
