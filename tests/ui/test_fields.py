"""A line is a line, whichever way it comes in: the field itself refuses the rest."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.utils import DataError

from wijkwerk.programme.models import Goal, Organisation, Pillar, Programme, Target
from wijkwerk.ui.fields import LineField, LineFormField, ParagraphsField, ParagraphsFormField

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wijkwerk"
BAD = ["Twee\r\nregels", "tab\there", "gedraaid\u202e", "nul\0", "onzichtbaar\u200b"]


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme.objects.create(
        slug="zuid",
        title="Zuid",
        state="draft",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )


@pytest.mark.parametrize("bad", [*BAD, "x" * 301])
def test_no_way_of_writing_a_row_keeps_what_a_line_refuses(programme: Any, bad: str) -> None:
    own = {"programme": programme, "place": 0}
    pillar = Pillar.objects.create(name="School", **own)
    ways: list[Any] = [
        lambda: Pillar.objects.create(name=bad, **own),
        lambda: Pillar(name=bad, **own).save(),
        lambda: Pillar.objects.bulk_create([Pillar(name=bad, **own)]),
        lambda: Pillar.objects.filter(pk=pillar.pk).update(name=bad),
        lambda: Pillar.objects.bulk_update([Pillar(pk=pillar.pk, name=bad, **own)], ["name"]),
        lambda: Goal.objects.get_or_create(name=bad, pillar=pillar, **own),
        lambda: Programme.objects.filter(pk=programme.pk).update(municipality=bad),
        lambda: Organisation.objects.create(slug="x", name=bad),
        lambda: Target(programme=programme, title=bad, source="count").full_clean(),
    ]
    # Looking one up first, PostgreSQL itself refuses a NUL; nothing else comes that far.
    refusals = (ValidationError, DataError) if "\0" in bad else (ValidationError,)
    for way in ways:
        with pytest.raises(refusals), transaction.atomic():
            way()
    pillar.refresh_from_db()
    assert pillar.name == "School" and Pillar.objects.count() == 1
    if "\0" not in bad:
        assert not Pillar.objects.filter(name=bad).exists()  # asking for one is no fault


@pytest.mark.parametrize("bad", ["\x0b", "\x00", "\x1b[2J", "\uffff", "x" * 20_001])
def test_paragraphs_refuse_what_no_paper_can_show(programme: Any, bad: str) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(vision=bad)
    Programme.objects.filter(pk=programme.pk).update(vision="Eerst.\r\n\tDan 😀.")


def test_a_form_says_it_beside_the_field() -> None:
    class Form(forms.Form):
        title = LineFormField(max_length=300)
        text = ParagraphsFormField()

    form = Form({"title": "a\u202eb", "text": "a\x0bb"})
    assert not form.is_valid()
    assert "U+202E" in form.errors["title"][0] and "U+000B" in form.errors["text"][0]
    assert Form({"title": "a 😀", "text": "a\r\n\tb"}).is_valid()
    model = LineField(max_length=9).formfield()
    assert isinstance(model, LineFormField) and model.max_length == 9
    assert isinstance(ParagraphsField(max_length=9).formfield(), ParagraphsFormField)


def test_every_text_of_people_in_a_programme_is_such_a_field() -> None:
    codes = {
        "state",
        "kind",
        "source",
        "target",
        "scale",
        "language",
        "to",
        "part",
        "frame",
        "criterion",
        "machine",
        "action",
        "outcome",
        "reference_goal",
        "digest",
        "how_often",
        "slug",
        "role",
        "actor",
        "feed",
        "place",
    }
    checked = [
        *apps.get_app_config("programme").get_models(),
        *apps.get_app_config("designation").get_models(),
    ]
    for model in checked:
        for field in model._meta.fields:
            if isinstance(field, models.TextField):
                assert isinstance(field, ParagraphsField), f"{model.__name__}.{field.name}"
            elif isinstance(field, models.CharField) and model._meta.app_label == "programme":
                name = f"{model.__name__}.{field.name}"
                code = field.name in codes or field.choices is not None
                assert code or isinstance(field, LineField), name


def test_no_form_of_a_capability_has_a_text_that_isnt_checked() -> None:
    for room in ("programme", "designation"):
        for path in (SOURCE / room / "web").rglob("*.py"):
            for line in re.findall(r"^.*\bforms\.CharField\(.*$", path.read_text("utf-8"), re.M):
                hidden = "HiddenInput" in line
                parsed = line.startswith(("class AmountField(", "class AreasField("))
                assert hidden or parsed, f"{path.name}: {line}"
