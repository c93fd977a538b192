"""Lists: immutable folders with what a scheme makes of an edition."""
