"""What a reader sees and hears of a page: its texts, its title, its choices and what pictures say, without
small print; and the codes that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

from wijkwerk.monitor.serving.catalogue import Catalogue

_HIDDEN = {"script", "style", "template"}
_SMALL = {"code", "small", "pre", "textarea"}
_EMPTY = {"input", "br", "img", "meta", "link", "hr", "wbr", "source", "area", "col", "base"}
# NL00, GM0363, REGION1; newcomers_with_work. CC0 is the name of a licence.
_CODE = re.compile(r"\b(?:(?!CC0\b)[A-Z]{2,}\d+[A-Z0-9]*|[a-z]+(?:_[a-z0-9]+)+)\b")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a" and told.get("href"):
            self.links.append(str(told["href"]))
        if said := told.get("aria-label") or told.get("alt"):
            self.texts.append(" ".join(said.split()))
        if tag in _EMPTY:
            return
        small = bool({"ww-meta", "ww-cite"}.intersection((told.get("class") or "").split()))
        self._open.append((tag, small or tag in _HIDDEN | _SMALL))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(small for _tag, small in self._open):
            self.texts.append(" ".join(data.split()))


def read(page: str) -> _Page:
    """The ``texts`` that are no small print, and the ``links`` of a page."""
    _page = _Page()
    _page.feed(page)
    return _page


def codes_of(catalogue: Catalogue) -> frozenset[str]:
    """The codes of an edition's areas, groups and indicators that no reader takes for a word or a name."""
    names = {code: area.name for code, area in catalogue.areas.items()}
    own = [code for code in [*catalogue.areas, *catalogue.groups] if names.get(code) != code]
    spelled = re.compile(r"[^a-z]+|.*[0-9_].*")
    return frozenset(code for code in [*own, *catalogue.measures] if spelled.fullmatch(code))


def codes_in(texts: list[str], codes: frozenset[str] = frozenset()) -> list[str]:
    """Texts with a code of an area, an indicator or the like in them, or one of ``codes``; addresses are
    no texts."""
    return [
        text
        for text in texts
        if "://" not in text
        and (_CODE.search(text) or not codes.isdisjoint(re.findall(r"\w+(?:[.:-]\w+)*", text)))
    ]


def walk(client: Client, start: str, most: int) -> Iterator[tuple[str, list[str]]]:
    """Pages below ``start`` that links lead to, ``start`` first: address and texts. At most ``most``
    of one kind; pages are of one kind when their addresses differ in numbers and codes alone."""
    todo, seen = [start], {start}
    kinds: dict[str, int] = {}
    while todo:
        address = todo.pop(0)
        kind = re.sub(r"(?<=/)[^/]*\d[^/]*", "N", address.partition("?")[0])
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > most:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        if answer.streaming:
            continue  # a file, which has tests of its own
        page = read(answer.content.decode())
        yield address, page.texts
        for link in page.links:
            to = urljoin(address, link).partition("#")[0]
            if to.startswith(start) and "/work" not in to and to not in seen:
                seen.add(to)
                todo.append(to)
