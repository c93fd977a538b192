"""The door for APIs of other capabilities: the manners that all of Wijkwerk's APIs share."""

from wijkwerk.monitor.rest.base import FOR_EVER, ListView, ReadView, part_of
from wijkwerk.monitor.rest.describe import Description
from wijkwerk.monitor.rest.faults import BadParameterError, shortened
from wijkwerk.monitor.rest.formats import Csv, Json, Parquet
from wijkwerk.monitor.rest.openapi import ApiDescription
from wijkwerk.monitor.rest.parameters import several, sparse, yes_or_no
from wijkwerk.monitor.rest.schema import COMPONENTS, Schema, pages, row

__all__ = [
    "COMPONENTS",
    "FOR_EVER",
    "ApiDescription",
    "BadParameterError",
    "Csv",
    "Description",
    "Json",
    "ListView",
    "Parquet",
    "ReadView",
    "Schema",
    "pages",
    "part_of",
    "row",
    "several",
    "shortened",
    "sparse",
    "yes_or_no",
]
