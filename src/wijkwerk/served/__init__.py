"""What was published for ever, as a site serves it: prepared, opened, kept open, answered and withdrawn."""
