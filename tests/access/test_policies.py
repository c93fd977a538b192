"""Every address of the site says who may see it, and the site holds itself to that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django.fixtures import Settings

from wijkwerk.access.policies import policy_of
from wijkwerk.access.roles import rules

pytestmark = pytest.mark.django_db


def views(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, before + str(pattern.pattern))
        else:
            assert isinstance(pattern, URLPattern)
            yield before + str(pattern.pattern), pattern.callback


ALL = dict(views(get_resolver("wijkwerk.site.urls").url_patterns))


def test_there_are_views_to_look_at() -> None:
    assert len(ALL) > 60
    assert any("api/v1" in address for address in ALL)


def test_every_view_declares_who_may_see_it() -> None:
    # To declare it: wijkwerk.access.api has public, signed_in and needs.
    policies = {address: policy_of(view) for address, view in ALL.items()}
    assert [address for address, policy in policies.items() if policy is None] == []
    kinds = {policy.kind for policy in policies.values() if policy}
    assert kinds <= {"public", "login", "signed_in", "needs"}
    asked = {policy.action for policy in policies.values() if policy and policy.kind == "needs"}
    assert asked <= set(rules().actions)


@pytest.mark.parametrize(
    "address",
    [a for a, view in ALL.items() if (p := policy_of(view)) and p.kind in ("signed_in", "needs")],
)
def test_no_view_for_accounts_answers_somebody_without_one(client: Client, address: str) -> None:
    import re

    shown = "/" + re.sub(r"<int:[^>]*>", "1", re.sub(r"<(?!int:)[^>]*>", "x", address))
    read = client.get(shown)
    assert read.status_code == 302
    assert read.headers["Location"].startswith("/nl/account/login?next=")
    assert client.post(shown, {"anything": "at all"}).status_code == 403


def naked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


class Bare:
    urlpatterns = (path("naked", naked),)


def test_a_view_without_a_declaration_is_refused_to_everybody(
    client: Client, settings: Settings
) -> None:
    settings.ROOT_URLCONF = Bare
    answer = client.get("/naked")
    assert answer.status_code == 403
    assert b"secret" not in answer.content


def test_a_public_page_never_looks_who_asks_and_sets_no_cookie(
    client: Client, account: Any, log_in: Any
) -> None:
    log_in(account())
    anonymous = Client()
    for address in (
        "/nl/about/privacy",
        "/nl/editions",
        "/en/about/how-sure",
        "/api/v1/editions",
        "/openapi.json",
        "/nl/nothing/here",
    ):
        from django.contrib.sessions.backends.base import SessionBase
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            mine = client.get(address)
        assert not [one for one in asked if "access_" in one["sql"]]
        assert isinstance(mine.wsgi_request.session, SessionBase)
        assert not mine.wsgi_request.session.accessed
        assert not mine.cookies
        assert "Cookie" not in mine.headers.get("Vary", "")
        assert mine.content == anonymous.get(address).content


def test_a_page_for_an_account_is_kept_by_nobody_and_never_compressed(
    client: Client, account: Any, log_in: Any
) -> None:
    log_in(account())
    for browser, address in ((client, "/nl/account"), (Client(), "/nl/account/login")):
        answer = browser.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.has_header("Content-Encoding")
        assert len(answer.content) > 2000
        assert "Cookie" in answer.headers["Vary"]
    public = client.get("/nl/about/privacy", headers={"Accept-Encoding": "gzip"})
    assert public.headers["Content-Encoding"] == "gzip"


def test_reading_writes_nothing_but_who_looked_at_whom(account: Any, log_in: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = log_in(account("someone@example.org", "administrator", factor=True))
    pages = [
        "/nl/account",
        "/nl/account/login",
        "/nl/account/second-factor",
        "/nl/account/password",
        "/nl/account/second-factor/set-up",
        "/nl/account/forgotten",
        "/nl/account/roles",
        "/nl/account/reset/x/y",
    ]
    for address in pages:
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        written = [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
        # Where the chain of looks ends is remembered with each of them.
        written = [
            sql for sql in written if "SAVEPOINT" not in sql and '"audit_chainend"' not in sql
        ]
        looks = [sql for sql in written if sql.startswith('INSERT INTO "audit_processing"')]
        assert written == looks
        assert bool(looks) == (address == "/nl/account/roles")


def test_the_overview_of_roles_is_for_administrators_and_looking_is_written_down(
    account: Any, log_in: Any
) -> None:
    from wijkwerk.audit.api import Processing

    official = log_in(account("a@example.org", "official", factor=True), Client())
    answer = official.get("/nl/account/roles")
    assert answer.status_code == 403
    assert not Processing.objects.exists()
    boss = account("boss@example.org", "administrator", factor=True)
    page = log_in(boss, Client()).get("/en/account/roles").content.decode()
    assert "a@example.org" in page
    assert "Designation official" in page
    look = Processing.objects.get()
    assert (look.actor, look.kind, look.number) == (boss.actor, "account", 2)


def test_who_was_not_logged_in_comes_back_to_the_page_that_was_asked_for(
    client: Client, account: Any, clock: Any
) -> None:
    account()
    where = client.get("/nl/account/password").headers["Location"]
    page = client.get(where).content.decode()
    assert 'name="next" value="/nl/account/password"' in page


def test_the_api_declares_its_policy_by_its_class() -> None:
    from wijkwerk.monitor.rest.base import ReadView

    assert policy_of(ReadView.as_view()) == policy_of(ReadView)
    assert policy_of(RequestFactory) is None


def test_every_form_that_changes_something_carries_its_sign() -> None:
    import re
    from pathlib import Path

    found = 0
    for page in (Path(__file__).parents[2] / "src" / "wijkwerk").rglob("templates/**/*.html"):
        for form in re.findall(r"<form\b.*?</form>", page.read_text("utf-8"), re.DOTALL):
            if re.search(r'method="post"', form):
                found += 1
                assert "{% csrf_token %}" in form, page.name
    assert found > 5


# Programs for mail post "no more" to the link of a mail (RFC 8058), without a page before it: who has the link
# may, whoever is logged in.
FROM_MAIL = "participation/mail/<str:token>"


def test_no_page_is_excused_from_that_sign() -> None:
    for address, view in ALL.items():
        if getattr(view, "csrf_exempt", False):
            assert address.startswith(("api/", "openapi")) or address.endswith(FROM_MAIL), address


def test_no_address_writes_when_somebody_with_every_role_reads_it(
    account: Any, log_in: Any
) -> None:
    """Whatever there is, with made-up parts; the rows that tell who looked are the exception."""
    import re

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    roles = [code for code, role in rules().roles.items() if not role.within]
    browser = log_in(account("someone@example.org", *roles, factor=True))
    for address in ALL:
        shown = "/" + re.sub(r"<int:[^>]*>", "1", re.sub(r"<(?!int:)[^>]*>", "x", address))
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(shown)
        assert answer.status_code in (200, 301, 302, 400, 403, 404, 405, 410, 503), shown
        for one in asked:
            reads = one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA busy_timeout"))
            looks = ('INSERT INTO "audit_processing"', '"audit_chainend"')
            assert reads or any(table in one["sql"] for table in looks), (shown, one["sql"])


def test_what_was_typed_is_given_back_to_who_was_away_too_long(
    account: Any, log_in: Any, clock: Any
) -> None:
    from datetime import timedelta

    browser = log_in(account())
    clock.now += timedelta(minutes=31)
    answer = browser.post("/nl/designation/work/1/decide", {"text": "Long <b>work</b>."})
    assert answer.status_code == 403
    assert "Long &lt;b&gt;work&lt;/b&gt;." in answer.content.decode()
