"""The second door to the monitor: what pages and APIs of other capabilities share with its own.

``api.py`` brings the engines along, eighty megabytes that a process which only answers visitors
has no use for; so what such a process needs comes in here.
"""

from wijkwerk.monitor.library import UnknownEditionError, editions_of, library
from wijkwerk.monitor.serving.catalogue import Catalogue
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.figures import changes, figures
from wijkwerk.monitor.serving.geometry import Feature, features, live_features
from wijkwerk.monitor.serving.naming import indicator_name, place_name
from wijkwerk.monitor.serving.profiles import Profiles, profiles
from wijkwerk.monitor.web.areas.addresses import editions_with
from wijkwerk.monitor.web.edition_choice import in_use, menu
from wijkwerk.monitor.web.edition_context import place_url
from wijkwerk.monitor.web.home_choice import home_city, home_edition
from wijkwerk.rest.cursors import MOST, BadCursorError, Page, cursor_at, place_of

__all__ = [
    "MOST",
    "BadCursorError",
    "Catalogue",
    "Feature",
    "FigureQuery",
    "Page",
    "Profiles",
    "Serving",
    "UnknownEditionError",
    "changes",
    "cursor_at",
    "editions_of",
    "editions_with",
    "features",
    "figures",
    "home_city",
    "home_edition",
    "in_use",
    "indicator_name",
    "library",
    "live_features",
    "menu",
    "place_name",
    "place_of",
    "place_url",
    "profiles",
]
