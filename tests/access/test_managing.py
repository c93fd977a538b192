"""Managing accounts: by whom, of whom, and that a password is known to nobody else."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.access import authentication, managing
from wijkwerk.access.authorization import RefusedError
from wijkwerk.access.models import SecondFactor, User, UserSession
from wijkwerk.audit.api import Entry, Processing

pytestmark = pytest.mark.django_db
ALL = "/en/account/manage"


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Mail works, and is sent before a test looks."""
    settings.MAIL_WORKS = True
    settings.SITE_ADDRESS = "https://programma.example.org"
    was = authentication.mail_invitation
    monkeypatch.setattr(authentication, "mail_invitation", lambda *given: was(*given).join())


@pytest.fixture
def admin(account: Any) -> User:
    made: User = account("admin@example.org", "administrator", factor=True)
    return made


@pytest.fixture
def browser(admin: User, log_in: Any) -> Client:
    made: Client = log_in(admin, Client())
    return made


def text_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def role(code: str = "official", place: str = "", **more: str) -> dict[str, str]:
    return {"role": code, "place": place, "first": "2026-03-02", "last": "", **more}


def test_somebody_is_invited_chooses_a_password_and_gets_a_role(
    browser: Client, admin: User, mails: None, clock: Any
) -> None:
    answer = browser.post(f"{ALL}/new", {"email": " New@Example.org"})
    made = User.objects.get(email="new@example.org")
    assert answer.headers["Location"] == f"{ALL}/{made.pk}?done=made"
    assert not made.has_usable_password()
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    where = re.search(r"https://programma\.example\.org(/\S+)", str(sent.body))
    assert where is not None
    own = Client()
    new = "three words together"
    assert own.post(where[1], {"new": new, "again": new}).status_code == 200
    assert own.get(where[1]).status_code == 410
    asked = f"{ALL}/{made.pk}"
    assert "No password was chosen" not in text_of(browser.get(f"{asked}?done=made"))
    answer = browser.post(asked, role("municipality", "GM0599", last="2026-12-31"))
    assert answer.headers["Location"] == f"{asked}?done=given"
    held = made.roles_held.get()
    assert (held.role, held.place, str(held.last_day)) == ("municipality", "GM0599", "2026-12-31")
    page = text_of(browser.get(asked))
    assert "Representative of a municipality" in page
    assert "GM0599" in page
    told = [(entry.action, entry.actor) for entry in Entry.objects.filter(object_id=str(made.pk))]
    assert ("account.add", admin.actor) in told
    assert ("role.give", admin.actor) in told
    assert "Representative" in text_of(browser.get(ALL))


def test_a_role_ends_at_once_and_another_stays(
    browser: Client, account: Any, log_in: Any, clock: Any
) -> None:
    user = account("who@example.org", "official", "auditor")
    held = user.roles_held.get(role="official")
    answer = browser.post(f"{ALL}/{user.pk}/end", {"held": held.pk})
    assert answer.headers["Location"].endswith("done=end")
    assert {one.role: one.last_day is None for one in user.roles_held.all()} == {
        "official": False,
        "auditor": True,
    }
    assert str(user.roles_held.get(role="official").last_day) == "2026-03-01"
    other = account("other@example.org", "publisher").roles_held.get()
    for guess in (str(other.pk), "x", "", "9" * 30):
        assert browser.post(f"{ALL}/{user.pk}/end", {"held": guess}).status_code == 404
    other.refresh_from_db()
    assert other.last_day is None


def test_a_closed_account_is_out_and_comes_back_without_roles(
    browser: Client, account: Any, log_in: Any
) -> None:
    user = account("who@example.org", "auditor", factor=True)
    theirs = log_in(user, Client())
    assert browser.post(f"{ALL}/{user.pk}/close").status_code == 302
    assert theirs.get("/nl/account").status_code == 302
    assert not UserSession.objects.filter(user=user).exists()
    assert browser.post(f"{ALL}/{user.pk}/open").status_code == 302
    user.refresh_from_db()
    assert user.is_active
    assert all(one.last_day is not None for one in user.roles_held.all())


def test_a_lost_telephone_is_helped(browser: Client, account: Any) -> None:
    user = account("who@example.org", "auditor", factor=True)
    assert "Take the second step away" in text_of(browser.get(f"{ALL}/{user.pk}"))
    browser.post(f"{ALL}/{user.pk}/factor")
    assert not SecondFactor.objects.filter(user=user).exists()


def test_an_administrator_changes_nothing_of_their_own(
    browser: Client, admin: User, mails: None
) -> None:
    page = text_of(browser.get(f"{ALL}/{admin.pk}"))
    assert "Another administrator has to change it." in page
    assert "Give this role" not in page
    before = list(admin.roles_held.values())
    assert "Another administrator" in text_of(browser.post(f"{ALL}/{admin.pk}", role("decider")))
    for act in ("close", "factor", "mail", "open"):
        answer = browser.post(f"{ALL}/{admin.pk}/{act}")
        assert answer.headers["Location"].endswith("done=own")
    held = admin.roles_held.get()
    browser.post(f"{ALL}/{admin.pk}/end", {"held": held.pk})
    assert list(admin.roles_held.values()) == before
    assert User.objects.get(pk=admin.pk).is_active
    assert SecondFactor.objects.filter(user=admin).exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "code", ["official", "decider", "publisher", "auditor", "municipality", "programme-bureau", ""]
)
def test_nobody_else_manages_accounts(code: str, account: Any, log_in: Any, mails: None) -> None:
    place = {"municipality": "GM0001", "programme-bureau": "zuid"}.get(code, "")
    roles = [code] if code else []
    user = account("who@example.org", *roles, place=place, factor=bool(code))
    other = account("other@example.org", "auditor")
    browser = log_in(user, Client())
    rows = (User.objects.count(), other.roles_held.count())
    for where in (ALL, f"{ALL}/new", f"{ALL}/{other.pk}"):
        assert browser.get(where).status_code == 403
    for where, sent in (
        (f"{ALL}/new", {"email": "x@example.org"}),
        (f"{ALL}/{other.pk}", role("administrator")),
        (f"{ALL}/{other.pk}/close", {}),
        (f"{ALL}/{other.pk}/factor", {}),
        (f"{ALL}/{other.pk}/mail", {}),
        (f"{ALL}/{other.pk}/end", {"held": str(other.roles_held.get().pk)}),
    ):
        assert browser.post(where, sent).status_code == 403
    assert (User.objects.count(), other.roles_held.count()) == rows
    assert User.objects.get(pk=other.pk).is_active
    assert other.roles_held.get().last_day is None


def test_the_service_asks_by_itself_and_wants_the_second_factor(account: Any, clock: Any) -> None:
    user = account("who@example.org", "administrator")
    other = account("other@example.org")
    for does in (
        lambda: managing.invite(user, "x@example.org", lambda part, token: "", clock.now),
        lambda: managing.mail_again(user, other, lambda part, token: "", clock.now),
        lambda: managing.give(user, other, "auditor", "", (clock.now.date(), None), clock.now),
        lambda: managing.close(user, other, clock.now),
        lambda: managing.open_again(user, other, clock.now),
        lambda: managing.reset_second_factor(user, other, clock.now),
    ):
        with pytest.raises(RefusedError):
            does()


def test_a_form_from_elsewhere_is_refused(browser: Client, account: Any) -> None:
    user = account("who@example.org", "auditor")
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = browser.cookies
    assert careful.post(f"{ALL}/{user.pk}/close").status_code == 403
    assert careful.post(f"{ALL}/new", {"email": "x@example.org"}).status_code == 403
    assert User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (role("municipality"), "fill in its code"),
        (role("municipality", "GM 1; DROP"), "fill in its code"),
        (role("auditor", "GM0001"), "leave this empty"),
        (role("emperor"), "Select a valid choice"),
        (role(last="2026-03-01"), "before the first day"),
        (role(first="soon"), "Enter a valid date"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_given(
    browser: Client, account: Any, sent: dict[str, str], words: str
) -> None:
    user = account("who@example.org")
    answer = browser.post(f"{ALL}/{user.pk}", sent)
    assert words in text_of(answer)
    assert not user.roles_held.exists()


def test_an_address_that_has_an_account_is_told_and_gets_no_mail(
    browser: Client, account: Any, mails: None
) -> None:
    account("who@example.org")
    page = text_of(browser.post(f"{ALL}/new", {"email": "WHO@example.org"}))
    assert "has an account already" in page
    assert mail.outbox == []


def test_a_mailbox_cannot_be_flooded_by_inviting_again(
    browser: Client, account: Any, mails: None, clock: Any
) -> None:
    user = account("who@example.org")
    ends = [browser.post(f"{ALL}/{user.pk}/mail").headers["Location"] for _ in range(4)]
    assert [end.rsplit("=")[-1] for end in ends] == ["mail"] * 3 + ["often"]
    assert len(mail.outbox) == 3
    assert "Too many mails were sent to this address" in text_of(browser.get(ends[-1]))


def test_without_a_mail_server_the_page_says_what_to_do(browser: Client, account: Any) -> None:
    user = account("who@example.org")
    assert "wijkwerk account add" in text_of(browser.get(f"{ALL}/new"))
    browser.post(f"{ALL}/new", {"email": "x@example.org"})
    assert not User.objects.filter(email="x@example.org").exists()
    assert browser.post(f"{ALL}/{user.pk}/mail").status_code == 404


def test_looking_is_written_down_and_an_erased_account_is_not_shown(
    browser: Client, admin: User, account: Any, clock: Any
) -> None:
    from wijkwerk.access import accounts

    gone = account("gone@example.org")
    accounts.set_active(gone, False, "command", clock.now)
    accounts.erase(gone, "command", clock.now)
    assert "invalid" not in text_of(browser.get(ALL))
    last = Processing.objects.last()
    assert (last.actor, last.purpose) == (admin.actor, "managing accounts")
    assert browser.get(f"{ALL}/{gone.pk}").status_code == 404
    assert browser.post(f"{ALL}/{gone.pk}/open").status_code == 404
    assert browser.post(f"{ALL}/{gone.pk}/nonsense").status_code == 404
