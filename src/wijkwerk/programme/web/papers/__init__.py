"""Pages of programme: papers."""
