"""The folder that a housing plan is made from: read it, check it, start one."""

from wijkwerk.designation.housing_input.actions import read_actions
from wijkwerk.designation.housing_input.read import HousingInput, check_housing, read_housing
from wijkwerk.designation.housing_input.template import write_template

__all__ = ["HousingInput", "check_housing", "read_actions", "read_housing", "write_template"]
