"""What a view declares about who may see it. Without a declaration the site refuses everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "access_policy"


@dataclass(frozen=True)
class Policy:
    """``kind`` is public (everybody; never looks at the session), login (the way in itself),
    signed_in (any account), or needs (an account that may do ``action``)."""

    kind: str
    action: str = ""


PUBLIC = Policy("public")
LOGIN = Policy("login")
SIGNED_IN = Policy("signed_in")


def declared(policy: Policy) -> Callable[[View], View]:
    """Decorator that declares ``policy`` for a view, whether a function or a class."""

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, policy)
        return view

    return declare


def public(view: View) -> View:
    """Everybody may see it; it shows the same to all and leaves the session alone."""
    return declared(PUBLIC)(view)


def login_view(view: View) -> View:
    """Part of the way in: logging in, the second factor, a forgotten password."""
    return declared(LOGIN)(view)


def signed_in(view: View) -> View:
    """For any account that came in whole."""
    return declared(SIGNED_IN)(view)


def needs(action: str) -> Callable[[View], View]:
    """For accounts that may do ``action`` to something; to what, the service asks."""
    return declared(Policy("needs", action))


def policy_of(view: object) -> Policy | None:
    """What a view declares; of a class-based one, what its class does. None when nothing."""
    for candidate in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        policy = getattr(candidate, ATTRIBUTE, None)
        if isinstance(policy, Policy):
            return policy
    return None
