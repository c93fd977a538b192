"""A simulated country with known truth: the shipped example, and the oracle of the tests."""

from wijkwerk.monitor.sources.simulate.country import Size, simulate

__all__ = ["Size", "simulate"]
