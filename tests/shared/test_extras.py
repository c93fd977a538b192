"""What an extra brings is asked for by name when it isn't there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from wijkwerk.monitor.api import build_edition
from wijkwerk.monitor.engine import available
from wijkwerk.monitor.sources.correspondence import write_correspondence
from wijkwerk.programme.letters.files import docx
from wijkwerk.publication.typesetting import typeset
from wijkwerk.shared.extras import EXTRAS, PAPERS, installed, require_installed
from wijkwerk.shared.problems import InputError
from wijkwerk.ui.pictures.drawer import Drawer, Order

ROOT = Path(__file__).resolve().parents[2]
# Of a distribution, the name that it is imported by, where that is another one.
IMPORTED = {"vl-convert-python": "vl_convert", "python-docx": "docx", "pyogrio": ""}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No package of any extra: importing one fails as if it weren't installed."""
    for package in EXTRAS:
        monkeypatch.setitem(sys.modules, package, None)
    return monkeypatch


def test_packages_and_extras_are_those_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {}
    for extra, packages in project["optional-dependencies"].items():
        for name in (re.split(r"[\[<>=]", package)[0] for package in packages if extra != "all"):
            declared[IMPORTED.get(name, name)] = extra
    declared.pop("")  # how geopandas reads files
    assert declared == EXTRAS
    (everything,) = project["optional-dependencies"]["all"]
    extras = sorted(set(EXTRAS.values()))
    assert sorted(re.split(r"[\[\],]", everything)[1:-1]) == extras
    always = {re.split(r"[\[<>=]", dependency)[0] for dependency in project["dependencies"]}
    assert not always & set(IMPORTED) | always & set(EXTRAS)


def test_what_is_there_is_not_missed_and_nothing_is_imported_to_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "docx", raising=False)
    assert installed("docx")
    assert "docx" not in sys.modules
    require_installed("a letter", "docx")


def test_the_extra_is_named_with_the_command_that_brings_it(without: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as wrong:
        require_installed("a picture", "vl_convert", "typst", suggestion="Or do without.")
    assert str(wrong.value) == (
        "a picture: vl_convert is not installed: expected the extra 'papers'. "
        "Install it: pip install 'wijkwerk[papers]'. Or do without."
    )


def test_an_edition_is_not_begun_without_what_its_reports_need(
    examples: Path, tmp_path: Path, without: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"typst is not installed.*wijkwerk\[papers\]"):
        build_edition(examples / "format", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("package", PAPERS)
def test_each_package_of_the_papers_is_missed_by_name(
    package: str, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if package == "docx":
        pytest.skip("no report of an edition is a text document")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=f"{package} is not installed"):
        build_edition(examples / "format", tmp_path / "out")


def test_papers_and_pictures_name_their_extra(without: pytest.MonkeyPatch) -> None:
    template = files("wijkwerk.programme.letters") / "letter.typ"
    for make in (
        lambda: typeset(template, {}),
        lambda: docx(None),  # type: ignore[arg-type]
        lambda: Drawer().drawn(Order("svg", "{}", {})),
    ):
        with pytest.raises(InputError, match=r"pip install 'wijkwerk\[papers\]'"):
            make()


def test_a_correspondence_from_maps_names_its_extra(
    examples: Path, tmp_path: Path, without: pytest.MonkeyPatch
) -> None:
    shapes = examples / "format" / "geometry.geojson"
    with pytest.raises(InputError, match=r"pip install 'wijkwerk\[geometry\]'"):
        write_correspondence(shapes, shapes, ("2010", "2020"), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_spark_names_its_extra_and_the_engine_that_is_there(without: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"wijkwerk\[spark\]'\. Or take --engine duckdb\."):
        available("spark")


_SERVE = """
import sys
sys.modules["psycopg"] = sys.modules["psycopg2"] = None
sys.argv = ["wijkwerk", "serve", sys.argv[1], "--prepare-only"]
from wijkwerk.site.cli import main
main()
"""


def test_postgresql_names_its_extra(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SERVE, str(tmp_path)],
        env={**os.environ, "DATABASE_URL": "postgresql://someone:hush@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2, done.stderr
    assert "DATABASE_URL: psycopg is not installed" in done.stderr
    assert "pip install 'wijkwerk[postgres]'" in done.stderr
    assert "hush" not in done.stderr


_START = """
import sys
for name in sys.argv[1:]:
    sys.modules[name] = None
import wijkwerk.site.cli, wijkwerk.site.wsgi
from django.urls import get_resolver
assert get_resolver().reverse_dict
from wijkwerk.monitor.api import build_edition
from wijkwerk.designation.api import build_list
"""


def test_the_site_and_the_command_line_start_without_any_extra(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _START, *EXTRAS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "wijkwerk.site.settings"},
    )
    assert done.returncode == 0, done.stderr
