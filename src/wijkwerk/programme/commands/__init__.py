"""The command line of programme."""
