"""The one door to areas for the rest of Wijkwerk."""

from wijkwerk.areas.core.codes import level_of, parent_of, repair_code, suggest
from wijkwerk.areas.core.hierarchy import HierarchyFault, ancestors, hierarchy_faults, parents
from wijkwerk.areas.core.scale import MOST_DWELLINGS, MOST_INHABITANTS, scale_flags
from wijkwerk.areas.core.validity import overlaps
from wijkwerk.areas.interpolation import correspondence_from_geometry

__all__ = [
    "MOST_DWELLINGS",
    "MOST_INHABITANTS",
    "HierarchyFault",
    "ancestors",
    "correspondence_from_geometry",
    "hierarchy_faults",
    "level_of",
    "overlaps",
    "parent_of",
    "parents",
    "repair_code",
    "scale_flags",
    "suggest",
]
