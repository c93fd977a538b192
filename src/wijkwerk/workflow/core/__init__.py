"""Machines of states, as data."""
