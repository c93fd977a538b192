"""A whole programme in and out: JSON and spreadsheets."""
