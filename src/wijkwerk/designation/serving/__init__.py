"""Lists as pages and the API read them."""
