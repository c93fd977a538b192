"""The addresses of all capabilities; two of them can't have the same one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from django.urls import URLResolver, include, path

from wijkwerk.registry.config import capabilities
from wijkwerk.shared.problems import InputError, Problem


def addresses(kind: Literal["root", "api", "pages"]) -> list[URLResolver]:
    """The URL patterns of a kind of every capability, the highest floor first.

    Raises InputError that names every address, and every namespace, that two capabilities have.
    """
    owner: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    gathered = []
    for capability in reversed(capabilities()):
        module = f"{capability.name}.urls"
        patterns = list(capability.addresses(kind))
        for what, text in dict.fromkeys(_named(patterns)):
            other = owner.setdefault((what, text), module)
            if other != module:
                problems.append(
                    Problem(
                        other,
                        None,
                        kind,
                        f"this {what} is taken",
                        text,
                        f"another than that of {module}",
                    )
                )
        gathered.append(path("", include(patterns)))
    if problems:
        raise InputError(problems)
    return gathered


def _named(patterns: list[Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Every address and every namespace of patterns, in their order."""
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace:
                yield "namespace", pattern.namespace
            yield from _named(pattern.url_patterns, route)
        else:
            yield "address", f"/{route}"
