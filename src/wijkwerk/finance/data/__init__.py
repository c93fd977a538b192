"""What finance ships: schema of an analysis, discount rates, unit values, examples."""
