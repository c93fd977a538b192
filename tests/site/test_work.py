"""Where work begins after logging in: what one's roles lead to, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from visitors import Clock, account_of, login
from wijkwerk.programme.models import Organisation, Programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_site")]


@pytest.fixture
def see(clock: Clock) -> Callable[..., str]:
    """The page of an account with a role for a place."""
    for slug in ("zuid", "noord"):
        Programme.objects.create(
            slug=slug,
            title=f"Programma {slug}",
            state="draft",
            begins_on=date(2020, 1, 1),
            ends_on=date(2030, 12, 31),
        )
    Organisation.objects.create(slug="scholen", name="De scholen")

    def page(role: str = "", place: str = "", language: str = "nl") -> str:
        user = account_of("someone@example.org", role, place=place)
        answer = login(user, clock.now).get(f"/{language}/work")
        assert answer.status_code == 200
        return str(answer.content.decode())

    return page


@pytest.mark.parametrize(
    ("role", "place", "links"),
    [
        (
            "programme-bureau",
            "zuid",
            [
                "/nl/work/learning/barriers",
                "/nl/work/learning/practices",
                "/nl/programmes/zuid/work",
            ],
        ),
        ("council", "zuid", ["/nl/programmes/zuid/council"]),
        ("partner", "scholen", ["/nl/work/organisations/scholen"]),
        ("official", "", ["/nl/designation/work"]),
        ("programme-founder", "", ["/nl/work/programmes"]),
        ("", "", []),
    ],
)
def test_everybody_finds_what_is_theirs_alone(
    see: Any, role: str, place: str, links: list[str]
) -> None:
    import re

    page = see(role, place)
    main = page[page.index("<main") : page.index("</main>")]
    found = [one for one in re.findall(r'href="([^"]+)"', main) if one != "/nl/account"]
    assert found == links
    assert "noord" not in main


def test_who_has_no_role_is_told_what_to_do_in_both_languages(see: Any) -> None:
    assert "you have no role" in see(language="en")
