"""Pages of places: one address for each area or group, whichever edition is read."""
