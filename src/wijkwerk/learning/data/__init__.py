"""What learning ships: advice of the sources, in our own words."""
