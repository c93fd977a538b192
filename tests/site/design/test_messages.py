"""Every text of the product stands in the Dutch catalogue, translated and compiled."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from wijkwerk.site import messages

pytestmark = pytest.mark.usefixtures("_django")


@pytest.fixture(scope="module", autouse=True)
def gathered_once() -> Iterator[None]:
    """The texts of the product are the same for every test, and gathering them takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("used", "used_by_commands"):
            patch.setattr(messages, name, cache(getattr(messages, name)))
        yield


def test_every_text_of_the_pages_is_translated() -> None:
    assert messages.problems(messages.read(), messages.used()) == []


def test_every_text_of_the_command_line_is_translated() -> None:
    """Help, output, and every phrase of what can be wrong with an input."""
    found = messages.read(messages.COMMANDS)
    assert messages.problems(found, messages.used_by_commands(), in_pages=False) == []


def _catalogue(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "django.po"
    path.write_text(f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n{body}')
    return path


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "not in the catalogue: 'Hello %(name)s'"),
        ('msgid "Hello %(name)s"\nmsgstr ""\n', "not translated: 'Hello %(name)s'"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Dag %(name)s"\n', "marked fuzzy"),
        ('msgid "Hello %(name)s"\nmsgstr "Dag %(naam)s"\n', "other placeholders than"),
        ('msgid "Hello %(name)s"\nmsgstr "Dag <b>%(name)s</b>"\n', "markup in"),
        (
            'msgid "Hello %(name)s"\nmsgstr "Dag %(name)s"\n\nmsgid "Bye"\nmsgstr "Tot ziens"\n',
            "used nowhere any more: 'Bye'",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(tmp_path: Path, body: str, said: str) -> None:
    texts = {("", "Hello %(name)s", ""): ["a.html"]}
    found = messages.problems(messages.read(_catalogue(tmp_path, body)), texts)
    assert len(found) == 1
    assert said in found[0]


def test_texts_of_templates_and_modules_are_found_also_inside_an_f_string(tmp_path: Path) -> None:
    folder = tmp_path / "room" / "templates"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text(
        '{% load i18n %}{% translate "One" %}{{ x|default:_("Two") }}'
        "{% blocktranslate count n=n %}{{ n }} area{% plural %}{{ n }} areas{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    (tmp_path / "room" / "b.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        "a = f\"{_('Three')}: {1}\"\n"
        'b = ngettext("one", "many", 2)\n'
        'c = _("Fo" "ur")\n'
    )
    (tmp_path / "room" / "other.py").write_text('_("not a text of ours")\n')
    assert set(messages.used(tmp_path)) == {
        ("", "One", ""),
        ("", "Two", ""),
        ("", "%(n)s area", "%(n)s areas"),
        ("month", "May", ""),
        ("", "Three", ""),
        ("", "one", "many"),
        ("", "Four", ""),
    }


def test_a_text_that_is_put_together_while_running_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "from django.utils.translation import gettext as _\nx = _(f'{1} areas')\n"
    )
    with pytest.raises(ValueError, match="line 2"):
        messages.used(tmp_path)


def test_the_compiled_catalogue_reads_back_in_full(tmp_path: Path) -> None:
    path = _catalogue(tmp_path, 'msgid "Area"\nmsgstr "Gebied"\n')
    made = messages.compile_catalogue(path)
    with made.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Area") == "Gebied"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["django.mo", "django.po"]


def test_updating_an_up_to_date_catalogue_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "django.po"
    copy.write_bytes(messages.CATALOGUE.read_bytes())
    messages.update(copy)
    assert copy.read_text() == messages.CATALOGUE.read_text()


def test_dutch_pages_read_the_catalogue_and_english_ones_the_template() -> None:
    from django.utils import translation
    from django.utils.translation import gettext as translate

    with translation.override("nl"):
        assert translate("How sure is this?") == "Hoe zeker is dit?"
    with translation.override("en"):
        assert translate("How sure is this?") == "How sure is this?"


@pytest.mark.parametrize(("arguments", "code"), [(["check"], 0), ([], 2), (["compile"], 0)])
def test_the_command_tells_by_its_exit_code(arguments: list[str], code: int) -> None:
    assert messages.main(arguments) == code


def test_the_output_of_every_command_is_gathered() -> None:
    """A module that takes its functions from elsewhere than is looked for would be English for ever."""
    files_by_text = messages.used_by_commands()
    assert ("", "Ready: {served}.", "") in files_by_text
    marked = {
        name for _key, name in messages._marked(messages.PRODUCT, "wijkwerk.registry.language")
    }
    assert len(marked) > 30
