"""The one door to accounts and permissions for the rest of Wijkwerk."""

from wijkwerk.access.accounts import add as add_account
from wijkwerk.access.accounts import give_role
from wijkwerk.access.addresses import site_address, site_url
from wijkwerk.access.authorization import (
    Located,
    Place,
    RefusedError,
    acting_role,
    day_of,
    held_for,
    may,
    municipalities,
    require,
)
from wijkwerk.access.core.roles import Decision, Reason
from wijkwerk.access.policies import Policy, needs, policy_of, public, signed_in
from wijkwerk.access.recipients import Recipient, each_once, recipients
from wijkwerk.access.roles import rules
from wijkwerk.access.throttle import address_of

__all__ = [
    "Decision",
    "Located",
    "Place",
    "Policy",
    "Reason",
    "Recipient",
    "RefusedError",
    "acting_role",
    "add_account",
    "address_of",
    "day_of",
    "each_once",
    "give_role",
    "held_for",
    "may",
    "municipalities",
    "needs",
    "policy_of",
    "public",
    "recipients",
    "require",
    "rules",
    "signed_in",
    "site_address",
    "site_url",
]
