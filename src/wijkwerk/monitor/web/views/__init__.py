"""A view per page: each asks, arranges and shows; rules live elsewhere."""
