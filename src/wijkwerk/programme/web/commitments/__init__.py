"""Pages of programme: commitments."""
