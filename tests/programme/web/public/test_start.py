"""All programmes and the overview of one."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_programme_that_runs_is_there_for_everybody(client: Client, a_programme: Any) -> None:
    assert "Programma Zuid" in client.get("/nl/programmes").content.decode()
    assert client.get("/nl/programmes/zuid").status_code == 200


def test_who_has_the_role_comes_in(a_programme: Any, enter: Any, somebody: Any) -> None:
    browser = enter(somebody("programme-bureau"))
    assert "Programma Zuid" in browser.get("/nl/work/programmes").content.decode()
    assert browser.get("/nl/programmes/zuid/work").status_code == 200
