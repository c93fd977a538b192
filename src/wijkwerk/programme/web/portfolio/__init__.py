"""Pages of programme: portfolio."""
