"""The API of programme."""
