"""Coming in: passwords, second factor, sessions that end, and what guessers get."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client

from wijkwerk.access import throttle
from wijkwerk.access.models import Attempt, RecoveryCode, SecondFactor, User, UserSession
from wijkwerk.audit.api import Entry
from wijkwerk.registry.config import capabilities

pytestmark = pytest.mark.django_db
LOGIN = {"email": "someone@example.org", "password": "correct horse battery"}


def test_the_right_password_lets_in_and_says_so_in_the_history(
    client: Client, account: Any, clock: Any
) -> None:
    user = account()
    answer = client.post("/nl/account/login", LOGIN | {"next": "/nl/account"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/nl/account")
    page = client.get("/nl/account")
    assert page.status_code == 200
    assert user.email in page.content.decode()
    assert Entry.objects.last().action == "account.login"


def test_capitals_and_spaces_in_the_address_make_no_difference(
    client: Client, account: Any, clock: Any
) -> None:
    account("Some.One@Example.ORG")
    answer = client.post("/nl/account/login", LOGIN | {"email": " some.one@EXAMPLE.org "})
    assert answer.status_code == 302


def test_a_wrong_password_and_no_account_look_the_same(
    client: Client, account: Any, clock: Any
) -> None:
    account()

    def told(**changed: str) -> str:
        page = client.post("/nl/account/login", LOGIN | changed).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        return re.sub(r'value="[^"]*@[^"]*"', "", page)

    assert told(password="wrong") == told(email="nobody@example.org")
    assert "klopt niet" in told(password="wrong") or "isn" in told(password="wrong")


def test_a_closed_account_stays_out(client: Client, account: Any, clock: Any) -> None:
    from wijkwerk.access import accounts

    accounts.set_active(account(), False, "command", clock.now)
    assert client.post("/nl/account/login", LOGIN).status_code == 200
    assert not UserSession.objects.exists()


def test_who_guesses_waits_longer_and_longer_and_the_right_one_waits_too(
    client: Client, account: Any, clock: Any
) -> None:
    account()
    for _ in range(5):
        assert client.post("/nl/account/login", LOGIN | {"password": "no"}).status_code == 200
    assert client.post("/nl/account/login", LOGIN).status_code == 429
    clock.now += timedelta(seconds=16)
    assert client.post("/nl/account/login", LOGIN | {"password": "no"}).status_code == 200
    clock.now += timedelta(seconds=16)
    assert client.post("/nl/account/login", LOGIN).status_code == 429  # twice as long now
    clock.now += timedelta(seconds=16)
    assert client.post("/nl/account/login", LOGIN).status_code == 302


def test_guessing_at_accounts_that_are_not_there_is_slowed_down_by_address(
    client: Client, clock: Any
) -> None:
    codes = [
        client.post("/nl/account/login", LOGIN | {"email": f"nobody{n}@example.org"}).status_code
        for n in range(31)
    ]
    assert codes == [200] * 30 + [429]
    other = Client(REMOTE_ADDR="10.1.2.3")
    assert other.post("/nl/account/login", LOGIN).status_code == 200


def test_counts_hold_no_address_and_go_after_a_day(clock: Any) -> None:
    throttle.count("password", "someone@example.org", clock.now)
    assert "someone" not in Attempt.objects.get().key
    clock.now += timedelta(days=2)
    throttle.count("address", "10.0.0.1", clock.now)
    assert Attempt.objects.count() == 1


def test_tries_at_the_same_moment_count_as_many(clock: Any) -> None:
    waits = [throttle.take("password", "a", clock.now) for _ in range(7)]
    assert [wait > 0 for wait in waits] == [False] * 5 + [True] * 2
    assert Attempt.objects.get().failures == 5  # who has to wait makes it no longer
    assert throttle.take("password", "", clock.now) == 0


def test_the_longest_wait_is_bounded(clock: Any) -> None:
    for _ in range(60):
        throttle.count("password", "a", clock.now)
    assert throttle.wait_of("password", "a", clock.now) <= 901


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_outside_after_coming_in(
    client: Client, account: Any, clock: Any, after: str
) -> None:
    account()
    answer = client.post("/nl/account/login", LOGIN | {"next": after})
    assert answer.headers["Location"] == "/nl/work"


def test_a_session_gets_another_key_at_each_step(
    client: Client, account: Any, clock: Any, code: Any
) -> None:
    from django.conf import settings

    user = account("someone@example.org", "official", factor=True)
    keys = []
    client.post("/nl/account/login", LOGIN)
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    client.post("/nl/account/second-factor", {"code": code(user)})
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert keys[0] != keys[1]
    assert UserSession.objects.count() == 1


def test_the_table_of_sessions_opens_none(client: Client, account: Any, log_in: Any) -> None:
    from django.conf import settings

    log_in(account())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    row = UserSession.objects.get()
    assert row.session_key != key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    thief.cookies[settings.ACCESS_SEEN_COOKIE] = client.cookies[settings.ACCESS_SEEN_COOKIE].value
    assert thief.get("/nl/account").status_code == 302


def test_who_does_nothing_for_half_an_hour_is_out(
    account: Any, log_in: Callable[..., Client], clock: Any
) -> None:
    browser = log_in(account())
    for _ in range(3):
        clock.now += timedelta(minutes=25)
        assert browser.get("/nl/account").status_code == 200
    clock.now += timedelta(minutes=31)
    assert browser.get("/nl/account").status_code == 302
    # Turning the clock of the cookie back is of no use: it is signed.


def test_an_old_cookie_does_not_become_young_again(
    account: Any, log_in: Callable[..., Client], clock: Any
) -> None:
    browser = log_in(account())
    clock.now += timedelta(minutes=31)
    assert browser.get("/nl/account").status_code == 302
    assert browser.get("/nl/account/login").status_code == 200
    assert browser.get("/nl/account").status_code == 302


def test_the_proof_of_being_seen_is_of_one_session_and_not_of_another(
    account: Any, log_in: Callable[..., Client], clock: Any
) -> None:
    from django.conf import settings

    mine, theirs = log_in(account(), Client()), log_in(account("other@example.org"), Client())
    clock.now += timedelta(minutes=20)
    assert theirs.get("/nl/account").status_code == 200
    clock.now += timedelta(minutes=20)  # of mine nothing was seen for forty
    seen = settings.ACCESS_SEEN_COOKIE
    mine.cookies[seen] = theirs.cookies[seen].value
    assert mine.get("/nl/account").status_code == 302


def test_after_ten_hours_everybody_logs_in_again(
    account: Any, log_in: Callable[..., Client], clock: Any
) -> None:
    browser = log_in(account())
    for _ in range(24):
        clock.now += timedelta(minutes=24)
        assert browser.get("/nl/account").status_code == 200
    clock.now += timedelta(minutes=25)
    assert browser.get("/nl/account").status_code == 302


def test_logging_out_ends_the_session_for_good(account: Any, log_in: Any) -> None:
    from django.conf import settings

    browser = log_in(account())
    kept = {name: morsel.value for name, morsel in browser.cookies.items()}
    assert browser.get("/nl/account/logout").status_code == 405
    assert browser.post("/nl/account/logout").status_code == 302
    for name, value in kept.items():
        browser.cookies[name] = value
    assert browser.get("/nl/account").status_code == 302
    assert settings.SESSION_COOKIE_NAME in kept


def test_cookies_are_for_this_site_alone_and_no_script_reads_them(
    client: Client, account: Any, log_in: Any
) -> None:
    log_in(account())
    assert {name: morsel["samesite"] for name, morsel in client.cookies.items()} == {
        "wijkwerk-session": "Lax",
        "wijkwerk-seen": "Lax",
        "wijkwerk-form": "Lax",
    }
    assert all(morsel["httponly"] for morsel in client.cookies.values())


def test_a_form_from_elsewhere_is_refused(account: Any, clock: Any) -> None:
    account()
    careful = Client(enforce_csrf_checks=True)
    assert careful.post("/nl/account/login", LOGIN).status_code == 403
    page = careful.get("/nl/account/login").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    sent = LOGIN | {"csrfmiddlewaretoken": token[1]}
    assert careful.post("/nl/account/login", sent).status_code == 302


def test_passwords_are_hashed_with_scrypt() -> None:
    from django.contrib.auth.hashers import make_password
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"]):
        assert identify_hasher(make_password("anything at all")).algorithm == "scrypt"
    from wijkwerk.site import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def test_staff_without_a_second_factor_can_do_nothing_but_set_it_up(
    client: Client, account: Any, clock: Any, code: Any
) -> None:
    user = account("someone@example.org", "administrator")
    first = client.post("/nl/account/login", LOGIN)
    assert first.headers["Location"].startswith("/nl/account/second-factor?")
    for page in ("/nl/account", "/nl/account/roles", "/nl/account/password"):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/nl/account/second-factor?next=")
        assert client.post(page).status_code in (403, 405)
    assert client.get("/nl/account/second-factor").headers["Location"].endswith("/set-up")
    client.post("/nl/account/second-factor/set-up", {"begin": "1"})
    page = client.get("/nl/account/second-factor/set-up").content.decode()
    assert "<svg" in page
    assert "style=" not in page  # the policy of the site refuses it
    wrong = client.post("/nl/account/second-factor/set-up", {"code": "000000"})
    assert not RecoveryCode.objects.exists()
    assert wrong.status_code == 200
    done = client.post("/nl/account/second-factor/set-up", {"code": code(user)})
    shown = re.findall(r"<code>([\w-]{19})</code>", done.content.decode())
    assert len(shown) == RecoveryCode.objects.count() == 10
    assert client.get("/nl/account/roles").status_code == 200


def test_a_code_works_once(account: Any, log_in: Any, code: Any, client: Client) -> None:
    user = account("someone@example.org", "official", factor=True)
    log_in(user)
    other = Client()
    other.post("/nl/account/login", LOGIN)
    again = other.post("/nl/account/second-factor", {"code": code(user)})
    assert again.status_code == 200
    assert other.get("/nl/account").status_code == 302


def test_a_code_holds_for_half_a_minute_before_and_after(
    account: Any, client: Client, clock: Any, code: Any
) -> None:
    user = account("someone@example.org", "official", factor=True)
    client.post("/nl/account/login", LOGIN)
    old = code(user)
    clock.now += timedelta(seconds=61)
    assert client.post("/nl/account/second-factor", {"code": old}).status_code == 200
    old = code(user)
    clock.now += timedelta(seconds=30)
    assert client.post("/nl/account/second-factor", {"code": old}).status_code == 302


def test_who_set_up_a_second_factor_is_asked_for_it_whatever_the_role(
    account: Any, client: Client, clock: Any, code: Any
) -> None:
    user = account(factor=True)
    answer = client.post("/nl/account/login", LOGIN)
    assert answer.headers["Location"].startswith("/nl/account/second-factor?")
    assert client.get("/nl/account").status_code == 302
    client.post("/nl/account/second-factor", {"code": code(user)})
    assert client.get("/nl/account").status_code == 200


def test_a_recovery_code_stands_in_once(
    account: Any, client: Client, clock: Any, log_in: Any
) -> None:
    from wijkwerk.access.second_factor import new_codes

    user = account("someone@example.org", "official", factor=True)
    one, *_others = new_codes(user, clock.now)
    client.post("/nl/account/login", LOGIN)
    answer = client.post("/nl/account/second-factor", {"code": one.upper().replace("-", " ")})
    assert answer.status_code == 302
    assert client.get("/nl/account").status_code == 200
    second = Client()
    second.post("/nl/account/login", LOGIN)
    assert second.post("/nl/account/second-factor", {"code": one}).status_code == 200


def test_guessing_codes_is_slowed_down(account: Any, client: Client, clock: Any, code: Any) -> None:
    user = account("someone@example.org", "official", factor=True)
    client.post("/nl/account/login", LOGIN)
    for n in range(5):
        client.post("/nl/account/second-factor", {"code": f"{n:06}"})
    answer = client.post("/nl/account/second-factor", {"code": code(user)})
    assert answer.status_code == 429


@pytest.mark.parametrize("text", ["", "１２３４５６", "12345", "-12345", "abcdef", "1e5", "0" * 41])
def test_what_is_no_code_is_refused_without_a_fault(
    account: Any, client: Client, clock: Any, text: str
) -> None:
    account("someone@example.org", "official", factor=True)
    client.post("/nl/account/login", LOGIN)
    assert client.post("/nl/account/second-factor", {"code": text}).status_code == 200


def test_another_secret_is_not_taken_over_once_one_is_confirmed(
    account: Any, client: Client, clock: Any
) -> None:
    user = account("someone@example.org", "official", factor=True)
    before = SecondFactor.objects.get().secret
    client.post("/nl/account/login", LOGIN)
    client.post("/nl/account/second-factor/set-up", {"begin": "1"})
    assert SecondFactor.objects.get(user=user).secret == before
    assert client.get("/nl/account").status_code == 302


def test_a_changed_password_ends_every_other_session(account: Any, log_in: Any) -> None:
    user = account()
    here, there = log_in(user, Client()), log_in(user, Client())
    answer = here.post(
        "/nl/account/password",
        {"present": LOGIN["password"], "new": "quite another word", "again": "quite another word"},
    )
    assert answer.status_code == 200
    assert here.get("/nl/account").status_code == 200
    assert there.get("/nl/account").status_code == 302
    assert User.objects.get().check_password("quite another word")


@pytest.mark.parametrize("new", ["short", "password1234", "someone@example.org", "123456789012"])
def test_a_weak_password_is_refused(account: Any, log_in: Any, new: str) -> None:
    browser = log_in(account())
    browser.post("/nl/account/password", {"present": LOGIN["password"], "new": new, "again": new})
    assert User.objects.get().check_password(LOGIN["password"])


def test_one_can_end_ones_own_sessions_and_nobody_elses(account: Any, log_in: Any) -> None:
    mine, other = account(), account("other@example.org")
    here, there, theirs = log_in(mine, Client()), log_in(mine, Client()), log_in(other, Client())
    key = UserSession.objects.get(user=other).session_key
    here.post("/nl/account/sessions", {"key": key})
    assert theirs.get("/nl/account").status_code == 200
    here.post("/nl/account/sessions")
    assert here.get("/nl/account").status_code == 200
    assert there.get("/nl/account").status_code == 302


def test_guessing_the_present_password_is_slowed_down_as_well(account: Any, log_in: Any) -> None:
    browser = log_in(account())
    new = {"new": "quite another word", "again": "quite another word"}
    for _ in range(5):
        browser.post("/nl/account/password", {"present": "a guess", **new})
    answer = browser.post("/nl/account/password", {"present": LOGIN["password"], **new})
    assert "kwartier" in answer.content.decode()
    assert User.objects.get().check_password(LOGIN["password"])


def test_new_recovery_codes_are_for_who_gave_the_second_factor(account: Any, log_in: Any) -> None:
    browser = log_in(account())
    assert browser.post("/nl/account/second-factor/codes").status_code == 302
    assert not RecoveryCode.objects.exists()


def test_the_secret_in_use_is_never_shown_again(account: Any, client: Client, clock: Any) -> None:
    from wijkwerk.access.second_factor import in_fours, letters_of

    account("someone@example.org", "official", factor=True)
    client.post("/nl/account/login", LOGIN)  # with the password alone
    answer = client.get("/nl/account/second-factor/set-up")
    assert answer.status_code == 302
    letters = letters_of(SecondFactor.objects.get())
    assert in_fours(letters).replace(" ", "") == letters
    for shown in (letters, in_fours(letters)):
        assert shown not in answer.content.decode()


def test_a_closed_account_that_is_opened_again_has_no_session_left(
    account: Any, log_in: Any, clock: Any
) -> None:
    from wijkwerk.access import accounts

    user = account()
    browser = log_in(user)
    for open_again in (False, True):
        accounts.set_active(user, open_again, "command", clock.now)
    assert browser.get("/nl/account").status_code == 302


def test_after_a_session_that_was_left_alone_the_second_factor_is_asked_again(
    account: Any, log_in: Any, clock: Any
) -> None:
    browser = log_in(account("someone@example.org", "official", factor=True))
    clock.now += timedelta(minutes=31)
    answer = browser.post("/nl/account/login", LOGIN)
    assert answer.headers["Location"].startswith("/nl/account/second-factor?")
    assert browser.get("/nl/account").status_code == 302


def test_each_capability_registers_the_limits_of_what_it_counts() -> None:
    kinds = [kind for capability in capabilities() for kind in capability.limits()]
    assert len(kinds) == len(set(kinds)), "two capabilities count the same kind"
    assert {"password", "reset-address", "voting-code", "contribution", "household-code"} < set(
        kinds
    )
