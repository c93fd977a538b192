"""A municipality's key figures and boundaries from their publishers into a source of its own.

``tables`` finds the tables and the municipality, ``boundaries`` reads the national geo services,
``folder`` keeps what came in and says what is still to come, ``make`` goes the whole road.
"""

from wijkwerk.monitor.sources.city.make import City, make_city

__all__ = ["City", "make_city"]
