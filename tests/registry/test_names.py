"""The site, its settings and access name no capability: what they know of one, the registry told them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from wijkwerk.registry.config import capabilities

PRODUCT = Path(__file__).resolve().parents[2] / "src" / "wijkwerk"
ROOMS = ("site", "access", "audit", "workflow", "registry")
LABELS = {capability.label for capability in capabilities()} - {"access", "audit"}


def namespaces(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    """Each namespace of the site, with the module of its addresses."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace:
                yield pattern.namespace, getattr(pattern.urlconf_module, "__name__", "")
            yield from namespaces(pattern)


SPACES = {
    name
    for name, module in namespaces(get_resolver())
    if any(module.startswith(f"wijkwerk.{label}.") for label in LABELS)
}
# An address in quotation marks, a template's name, a dotted name; or the label and nothing else.
NAMED = re.compile(
    rf"(?:{'|'.join(sorted(SPACES | LABELS))}):[a-z]"
    rf"|(?:{'|'.join(sorted(LABELS))})(?:/[a-z]|$)"
    rf"|.*wijkwerk\.(?:{'|'.join(sorted(LABELS))})\b"
)


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a program that isn't a docstring, and every module that it imports."""
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documented:
                yield node.value
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_namespaces_and_labels_that_are_looked_for_are_there() -> None:
    assert {"monitor", "designation", "programme"} <= LABELS
    assert {"monitor", "designation", "programme", "api", "designation-api"} <= SPACES


@pytest.mark.parametrize("room", ROOMS)
def test_no_program_names_a_capability(room: str) -> None:
    for path in sorted((PRODUCT / room).rglob("*.py")):
        if "migrations" in path.parts:  # what was named then stays
            continue
        named = [text for text in texts(ast.parse(path.read_text("utf-8"))) if NAMED.match(text)]
        assert named == [], path


@pytest.mark.parametrize("room", ROOMS)
def test_no_template_names_one(room: str) -> None:
    for path in sorted((PRODUCT / room).rglob("*.html")):
        quoted = re.findall(r"""["']([^"'\s]+)["']""", path.read_text("utf-8"))
        assert [text for text in quoted if NAMED.match(text)] == [], path
