"""The housing obligation: plans that bring the share of social family housing to its limit in time."""
