"""The second door to the monitor: what pages and APIs of other capabilities share with its own.

``api.py`` brings the engines along, eighty megabytes that a process which only answers visitors
has no use for; so what such a process needs comes in here.
"""

from wijkwerk.monitor.library import (
    EditionGoneError,
    EditionUnavailableError,
    UnknownEditionError,
    editions_of,
    library,
)
from wijkwerk.monitor.serving.catalogue import Catalogue
from wijkwerk.monitor.serving.edition import NotPreparedError, Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.figures import changes, figures
from wijkwerk.monitor.serving.geometry import Feature, features, live_features
from wijkwerk.monitor.serving.pages import MOST, BadCursorError, Page, cursor_at, place_of
from wijkwerk.monitor.serving.remaking import is_remaking, remake
from wijkwerk.monitor.serving.store import Row, Store
from wijkwerk.monitor.web.edition_context import FOR_EVER, PAGE_SECONDS, choice_in, menu, number_in
from wijkwerk.monitor.web.lists import headers, pager, part_of, sorted_by
from wijkwerk.ui.pictures.draw import png, svg
from wijkwerk.ui.pictures.style import SERIES, SIZES, WIDTHS, WITHHELD, Size, frame

__all__ = [
    "FOR_EVER",
    "MOST",
    "PAGE_SECONDS",
    "SERIES",
    "SIZES",
    "WIDTHS",
    "WITHHELD",
    "BadCursorError",
    "Catalogue",
    "EditionGoneError",
    "EditionUnavailableError",
    "Feature",
    "FigureQuery",
    "NotPreparedError",
    "Page",
    "Row",
    "Serving",
    "Size",
    "Store",
    "UnknownEditionError",
    "changes",
    "choice_in",
    "cursor_at",
    "editions_of",
    "features",
    "figures",
    "frame",
    "headers",
    "is_remaking",
    "library",
    "live_features",
    "menu",
    "number_in",
    "pager",
    "part_of",
    "place_of",
    "png",
    "remake",
    "sorted_by",
    "svg",
]
