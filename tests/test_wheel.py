"""The wheel: what pip installs has everything that a checkout has after `make setup`."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from wijkwerk.publication.typesetting import _FAMILIES
from wijkwerk.site import demo

ROOT = Path(__file__).resolve().parents[1]
# Marks of make, which no page asks for.
NOT_SHIPPED = {"static/vendor/.ready"}


def files_below(folder: Path, name: str) -> set[str]:
    """Names in the wheel of all files below a folder of the checkout, when that is called ``name``."""
    return {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of all files in a wheel of this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(out), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_every_file_of_the_product_and_its_examples_is_in_the_wheel_and_no_other(
    names: set[str],
) -> None:
    product = files_below(ROOT / "src" / "wijkwerk", "wijkwerk")
    examples = files_below(ROOT / "examples", "wijkwerk/examples")
    assert len(product) > 500 and len(examples) > 20
    wanted = (product | examples) - {f"wijkwerk/site/{name}" for name in NOT_SHIPPED}
    assert names - {f"wijkwerk/site/{name}" for name in NOT_SHIPPED} == wanted


@pytest.mark.parametrize(
    "name",
    [
        "site/static/vendor/design.css",
        "site/static/vendor/htmx.min.js",
        "site/static/vendor/maplibre-gl-csp.js",
        "site/locale/nl/LC_MESSAGES/django.mo",
        "monitor/catalogue/indicators.toml",
        "access/roles.toml",
        "programme/programme.toml",
        "programme/migrations/0001_initial.py",
        "designation/schemes/denmark/2021.toml",
        "examples/programmes/simulated-city.json",
        "examples/format/source.toml",
    ],
)
def test_what_is_made_outside_of_the_repository_or_is_no_code_is_there(
    name: str, names: set[str]
) -> None:
    assert f"wijkwerk/{name}" in names


def test_there_is_a_font_for_each_family_of_the_papers(names: set[str]) -> None:
    fonts = {name.rsplit("/", 1)[1].split("_")[0] for name in names if name.endswith(".ttf")}
    assert fonts == {family.replace(" ", "") for family in _FAMILIES}


def test_the_examples_are_those_of_the_package_or_else_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert demo.examples_folder() == ROOT / "examples"
    package = tmp_path / "site-packages" / "wijkwerk"
    (package / "examples" / "programmes").mkdir(parents=True)
    monkeypatch.setattr("wijkwerk.__file__", str(package / "__init__.py"))
    assert demo.examples_folder() == package / "examples"
