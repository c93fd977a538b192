"""Pages of programme: plans."""
