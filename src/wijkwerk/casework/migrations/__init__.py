"""Changes to the tables of casework."""
