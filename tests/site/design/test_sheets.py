"""Style sheets, scripts and packages: nothing from elsewhere, readable, small."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "src" / "wijkwerk" / "site"
STATIC = SITE / "static"
TEMPLATES = [
    path
    for path in sorted((ROOT / "src" / "wijkwerk").rglob("templates/**/*.html"))
    # The report of an edition is a file of its own, with its style inside; its own tests hold it.
    if "editions/report" not in path.as_posix()
]


def _ours(kind: str) -> list[Path]:
    """The static files of a kind that are our own: those of the site and of every capability."""
    files = sorted((ROOT / "src" / "wijkwerk").rglob(f"static/**/*.{kind}"))
    return [path for path in files if "vendor" not in path.parts]


OUR_SHEETS, OUR_SCRIPTS = _ours("css"), _ours("js")


def test_a_template_has_no_style_script_or_handler_inside() -> None:
    assert len(TEMPLATES) > 100
    forbidden = re.compile(
        r"<style|\sstyle\s*=|javascript:|\bhx-on\b|hx-vals\s*=\s*['\"]js|<[^>]*\son[a-z]+\s*="
    )
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not forbidden.search(text), path
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or "application/json" in tag or "application/ld+json" in tag, (
                path,
                tag,
            )


def test_a_template_loads_nothing_from_another_server() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        found = re.findall(
            r"(?:src|srcset|action|hx-get)\s*=\s*[\"']\s*(?:https?:)?//[^\"']*", text
        )
        found += [tag for tag in re.findall(r"<link[^>]*>", text) if "//" in tag]
        assert found == [], path


def test_every_class_that_a_page_uses_has_a_rule(vendor: Path) -> None:
    ours = [path.read_text() for path in OUR_SHEETS]
    sheets = "".join([(vendor / "design.css").read_text(), *ours])
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))
    # Signs for scripts and readers of the source, without a look of their own.
    known |= {"ww-main", "ww-section", "ww-map-block", "ww-locate", "ww-head", "ww-stack"}
    unknown = set()
    for path in [*TEMPLATES, SITE.parent / "ui" / "components.py"]:
        text = re.sub(r"\{[{%].*?[%}]\}", "\x00", path.read_text(encoding="utf-8"))
        for names in re.findall(r'class="([^"]*)"', text):
            for name in names.split():
                if name.startswith(("ww-", "utrecht-")) and "\x00" not in name and "{" not in name:
                    unknown |= {f"{name} ({path.name})"} if name not in known else set()
    assert unknown == set()


def test_style_sheets_and_scripts_refer_to_no_other_server(vendor: Path) -> None:
    sheets = [vendor / "design.css", vendor / "maplibre-gl.css", *OUR_SHEETS]
    for path in sheets:
        text = path.read_text()
        assert "@import" not in text
        assert "expression(" not in text
        for address in re.findall(r"url\(\s*[\"']?([^\"')]*)", text):
            assert not re.match(r"[a-z]+:|//", address), f"{path.name}: {address}"
            assert (path.parent / address).is_file()
    for path in OUR_SCRIPTS:
        text = path.read_text()
        assert not re.search(r"https?://", text)
        assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML", text)
        assert not re.search(r"document\.cookie|localStorage|sessionStorage|sendBeacon", text)


def test_every_token_that_is_referred_to_exists_or_has_a_fallback(vendor: Path) -> None:
    design = (vendor / "design.css").read_text()
    site = (STATIC / "site/css/site.css").read_text()
    known = set(re.findall(r"(--[\w-]+)\s*:", design + site))
    missing = set(re.findall(r"var\((--[\w-]+)\)", site)) - known
    assert missing - {"--sign"} == set()


def test_packages_are_named_exactly_and_no_closed_tokens_are_among_them() -> None:
    package = json.loads((ROOT / "frontend/package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    locked = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    closed = re.compile(
        r"rijkshuisstijl|utrecht/design-tokens|(rotterdam|denhaag|amsterdam)-design"
    )
    assert [name for name in locked if closed.search(name)] == []
    for name, version in versions.items():
        assert locked[f"node_modules/{name}"]["version"] == version


def test_a_page_without_a_map_weighs_less_than_150_kilobytes(vendor: Path) -> None:
    texts = [
        vendor / "design.css",
        STATIC / "site/css/site.css",
        vendor / "htmx.min.js",
        STATIC / "site/js/site.js",
    ]
    sent = sum(len(gzip.compress(path.read_bytes())) for path in texts)
    fonts = sum(path.stat().st_size for path in vendor.glob("*.woff2"))
    assert len(list(vendor.glob("*.woff2"))) == 2
    assert sent + fonts < 150_000
    assert (STATIC / "site/js/site.js").stat().st_size < 7_000


def test_building_again_changes_nothing(vendor: Path) -> None:
    if shutil.which("node") is None or not (ROOT / "frontend/node_modules").is_dir():
        pytest.skip("node or its packages are not on this machine")
    run = subprocess.run(
        ["node", "frontend/build.mjs"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ", 0 written" in run.stdout


def _tokens() -> dict[str, str]:
    text = (ROOT / "frontend/tokens.css").read_text()
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6});", text))


def _rgb(colour: str) -> tuple[float, float, float]:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _linear(colour: tuple[float, float, float]) -> tuple[float, ...]:
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.1."""
    weights = (0.2126, 0.7152, 0.0722)
    first, second = (
        sum(w * c for w, c in zip(weights, _linear(_rgb(colour)), strict=True))
        for colour in (one, other)
    )
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


_C = "--basis-color-"
_TEXT = [
    (f"{_C}default-color-document", f"{_C}default-bg-subtle"),
    (f"{_C}default-color-subtle", f"{_C}default-bg-subtle"),
    (f"{_C}default-color-subtle", f"{_C}default-bg-default"),
    (f"{_C}accent-1-color-document", f"{_C}accent-1-bg-default"),
    (f"{_C}accent-1-color-default", f"{_C}accent-1-bg-default"),
    (f"{_C}action-2-color-default", f"{_C}accent-1-bg-active"),
    (f"{_C}info-color-document", f"{_C}info-bg-default"),
    (f"{_C}positive-color-document", f"{_C}positive-bg-default"),
    (f"{_C}warning-color-document", f"{_C}warning-bg-default"),
    (f"{_C}negative-color-document", f"{_C}negative-bg-default"),
    (f"{_C}action-2-color-default", f"{_C}warning-bg-default"),
    (f"{_C}action-2-color-default", f"{_C}info-bg-default"),
    ("--basis-focus-color", "--basis-focus-background-color"),
    *(
        (f"--ww-{kind}-color", f"--ww-{kind}-background")
        for kind in ("smaller", "larger", "equal", "at-or-better", "too-few")
    ),
]
_ON_WHITE = [
    f"{_C}default-color-document", f"{_C}default-color-subtle", f"{_C}action-2-color-default",
    f"{_C}accent-1-color-document", "--ww-withheld-color", f"{_C}negative-color-default",
]  # fmt: skip
_SIGNS = [
    *(f"--ww-{kind}-sign" for kind in ("smaller", "larger", "equal", "at-or-better", "too-few")),
    f"{_C}default-border-default", f"{_C}accent-1-border-default",
    f"{_C}warning-border-default", f"{_C}positive-border-default",
    f"{_C}negative-border-default", "--basis-focus-outline-color",
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground"), _TEXT + [(one, "#fff") for one in _ON_WHITE])
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    tokens = _tokens()
    assert _contrast(tokens[text], tokens.get(ground, ground)) >= 4.5


@pytest.mark.parametrize("sign", _SIGNS)
def test_a_sign_stands_out_from_white(sign: str) -> None:
    assert _contrast(_tokens()[sign], "#fff") >= 3


def test_white_text_stands_out_from_the_blue_of_bars_and_buttons() -> None:
    tokens = _tokens()
    for name in ("color-document", "color-default", "inverse-bg-default", "inverse-bg-hover"):
        assert _contrast("#fff", tokens[f"{_C}accent-1-{name}"]) >= 4.5


# Machado, Oliveira and Fernandes (2009), severity 1: linear light as seen without red or green.
_BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}  # fmt: skip


def _lab(colour: str, seen: str) -> tuple[float, float, float]:
    light = _linear(_rgb(colour))
    r, g, b = (
        min(max(sum(m * c for m, c in zip(row, light, strict=True)), 0.0), 1.0)
        for row in _BLIND[seen]
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883

    def f(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    return 116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))


@pytest.mark.parametrize("seen", sorted(_BLIND))
def test_the_colours_of_the_scale_differ_for_every_eye(seen: str) -> None:
    tokens = _tokens()
    scale = [tokens[f"--ww-scale-{place}"] for place in range(5)]
    for one, other in itertools.combinations(scale, 2):
        first, second = _lab(one, seen), _lab(other, seen)
        distance = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
        assert distance > 20, f"{one} and {other} look alike ({seen}): {distance:.0f}"


def test_pages_and_pictures_have_the_same_colours() -> None:
    from wijkwerk.ui.pictures import style

    tokens = _tokens()
    assert tuple(tokens[f"--ww-scale-{place}"] for place in range(5)) == style.LAG
    for name in ("smaller", "larger", "at_or_better"):
        assert tokens[f"--ww-{name.replace('_', '-')}-sign"] == style.CLASSES[name]
    site = (STATIC / "site/css/site.css").read_text()
    for name in ("equal", "too_few"):
        assert f".ww-bar .{name} {{ fill: {style.CLASSES[name]}; }}" in site
