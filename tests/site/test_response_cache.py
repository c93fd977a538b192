"""Answers that are kept: compressed, bounded, and the same for who can't unpack them."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from wijkwerk.site.middleware import compress
from wijkwerk.site.response_cache import PackedResponse, ResponseCache, may_be_packed

PAGE = "<p>een bladzijde</p>" * 200


def cache(room: int = 1_000_000) -> ResponseCache:
    return ResponseCache("", {"OPTIONS": {"BYTES": room}})


def ask(answer: HttpResponse, takes: str | None = "gzip, br") -> HttpResponse:
    headers = {} if takes is None else {"Accept-Encoding": takes}
    return compress(lambda request: answer)(RequestFactory().get("/", headers=headers))


def test_a_kept_page_is_what_was_made() -> None:
    kept, page = cache(), HttpResponse(PAGE, status=200, headers={"ETag": '"abc"'})
    kept.set("a", page)
    found = kept.get("a")
    assert isinstance(found, PackedResponse)
    assert gzip.decompress(found.content).decode() == PAGE
    assert found["ETag"] == '"abc"'
    assert kept.get("a") is not found  # who changes its headers changes only its own
    assert page.content.decode() == PAGE
    assert not page.has_header("Content-Encoding")


@pytest.mark.parametrize("takes", [None, "", "br", "gzip;q=0", "gzip; q=0.0, br", "identity"])
def test_who_takes_no_gzip_gets_it_plain(takes: str | None) -> None:
    kept = cache()
    kept.set("a", HttpResponse(PAGE))
    answer = ask(kept.get("a"), takes)
    assert answer.content.decode() == PAGE
    assert not answer.has_header("Content-Encoding")
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("takes", ["gzip", "gzip, deflate, br", "deflate, gzip;q=0.5"])
def test_who_takes_gzip_gets_it_and_a_weak_tag(takes: str) -> None:
    kept = cache()
    kept.set("a", HttpResponse(PAGE, headers={"ETag": '"abc"'}))
    for answer in (kept.get("a"), HttpResponse(PAGE, headers={"ETag": '"abc"'})):
        packed = ask(answer, takes)
        assert gzip.decompress(packed.content).decode() == PAGE
        assert packed["Content-Encoding"] == "gzip"
        assert packed["Content-Length"] == str(len(packed.content))
        assert packed["ETag"] == 'W/"abc"'


def test_a_reader_that_sends_a_weak_tag_back_is_understood() -> None:
    heard = []
    request = RequestFactory().get("/", headers={"If-None-Match": 'W/"abc"'})
    compress(lambda one: (heard.append(one.headers["If-None-Match"]), HttpResponse())[1])(request)
    assert heard == ['"abc"']


def test_pictures_and_files_that_are_packed_already_are_left_alone() -> None:
    assert not may_be_packed(HttpResponse(b"x" * 9999, content_type="image/png"))
    assert not may_be_packed(HttpResponse(b"short"))
    assert not may_be_packed(HttpResponse(PAGE, headers={"Content-Encoding": "br"}))
    assert may_be_packed(HttpResponse(PAGE, content_type="image/svg+xml"))


def test_what_was_asked_least_recently_goes_first_when_room_is_up() -> None:
    kept = cache(room=100_000)
    for name in "abcdefghi":
        kept.set(name, HttpResponse(b"x" * 9000, content_type="image/png"))
    kept.get("a")
    for name in "jkl":
        kept.set(name, HttpResponse(b"x" * 9000, content_type="image/png"))
    assert kept.get("a") is not None
    assert kept.get("b") is None
    assert kept._bytes <= 100_000
    assert kept._bytes == sum(size for size, _ in kept._held.values())


def test_a_single_answer_takes_at_most_a_tenth_of_the_room() -> None:
    kept = cache(room=100_000)
    kept.set("big", HttpResponse(b"x" * 20_000, content_type="image/png"))
    assert kept.get("big") is None


def test_it_is_a_cache_for_other_things_as_well() -> None:
    kept = cache()
    assert kept.add("words", {"a": [1, 2]})
    assert not kept.add("words", "other")
    assert kept.get("words") == {"a": [1, 2]}
    assert kept.delete("words")
    assert kept.get("words", "none") == "none"
    kept.set("a", 1)
    kept.clear()
    assert "a" not in kept


@pytest.mark.parametrize("keeping", ["no-store", "private, no-store"])
def test_an_answer_with_a_secret_is_never_compressed(keeping: str) -> None:
    answer = ask(HttpResponse(PAGE, headers={"Cache-Control": keeping}))
    assert answer.content.decode() == PAGE
    assert not answer.has_header("Content-Encoding")
