"""Pages of programme: public."""
