"""The pure part of access: roles, and deciding."""
