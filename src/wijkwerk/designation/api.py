"""The one door to designation for the rest of Wijkwerk."""

from wijkwerk.designation.commands import designate_command, list_commands, scheme_commands
from wijkwerk.designation.core.scheme import Rules, Scheme
from wijkwerk.designation.core.whatif import Changes, Figures, sensitivity, what_if
from wijkwerk.designation.leavers import leavers_in, leavers_shown
from wijkwerk.designation.lists.build import Options, build_list
from wijkwerk.designation.lists.compare import compare_lists
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.lists.sensitive import load_figures
from wijkwerk.designation.lists.verify import verify_list
from wijkwerk.designation.reading import examine, find_scheme, read_scheme, schema, shipped

__all__ = [
    "Changes",
    "DesignationList",
    "Figures",
    "Options",
    "Rules",
    "Scheme",
    "build_list",
    "compare_lists",
    "designate_command",
    "examine",
    "find_scheme",
    "leavers_in",
    "leavers_shown",
    "list_commands",
    "load_figures",
    "read_scheme",
    "schema",
    "scheme_commands",
    "sensitivity",
    "shipped",
    "verify_list",
    "what_if",
]
