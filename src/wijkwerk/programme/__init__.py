"""The programme: promises with a date, kept or openly changed."""
