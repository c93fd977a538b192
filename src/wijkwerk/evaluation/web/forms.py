"""The form of a question: field by field, or as TOML for what the fields don't have."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.config.api import hint, toml_text
from wijkwerk.evaluation.models import Question
from wijkwerk.evaluation.web.question_fields import OUTCOMES, document_of, fields_of
from wijkwerk.monitor.display import library
from wijkwerk.served.api import NotServedError
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import StepModelForm, line_field, long_text

_KINDS = {
    "typed": _("described here"), "programme": _("a programme of this site"),
    "project": _("a project of this site"), "list": _("the status of a list"),
}  # fmt: skip
_HOW = {
    "unknown": _("nobody wrote it down"), "bad_figure": _("for a bad figure"),
    "other": _("otherwise"), "chance": _("by lot"),
}  # fmt: skip
_NEIGHBOURS = {"": _("may be compared with"), "exclude": _("are left out")}
_BETTER = {"": _("as the indicator says"), "higher": _("higher"), "lower": _("lower")}
_PERIOD = _("A period such as 2012, 2012-10 or 2012-Q3.")


def editions() -> list[tuple[str, str]]:
    """The editions that this site serves, by id, with their titles."""
    records = [record for record in library().records() if record.state == "served"]
    return [
        (record.edition, record.title_nl if language() == "nl" else record.title_en)
        for record in records
    ]


class CodesField(forms.CharField):
    """Codes with commas or spaces between them, as a list."""

    def to_python(self, value: Any) -> Any:
        """Each code once."""
        return list(dict.fromkeys((value or "").replace(",", " ").split()))

    def prepare_value(self, value: Any) -> Any:
        """A list as it is typed."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


def _line(label: Any, help_text: Any = "", most: int = 300) -> Any:
    return line_field(label, help_text, required=False, most=most)


def _text(label: Any, help_text: Any = "") -> Any:
    return long_text(label, help_text, required=False, rows=3)


def _codes(label: Any, help_text: Any = "") -> CodesField:
    return CodesField(label=label, help_text=help_text, required=False, max_length=8000)


def _choice(label: Any, choices: dict[str, Any], help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices.items()), help_text=help_text, required=False
    )


def _question_fields() -> dict[str, forms.Field]:
    """The fields of a question by name, in the order of the form."""
    fields: dict[str, forms.Field] = {
        "title_nl": _line(_("Question in Dutch"), _("As a sentence: did it help?")),
        "title_en": _line(_("Question in English")),
        "id": _line(_("Short name"), _("Small letters, digits and hyphens."), 60),
        "asked_by": _line(_("Who asks it"), _("An organisation; never a name."), 200),
        "kind": _choice(_("What is evaluated"), _KINDS),
        "reference": _line(
            _("Which one"),
            _("A project as programme/code, a programme by its short name, a list by its id."),
            200,
        ),
        "name_nl": _line(_("What was done, in Dutch")),
        "name_en": _line(_("What was done, in English")),
        "theory_nl": _text(_("How it would work, in Dutch"), _("Which output would move the figure?")),
        "theory_en": _text(_("How it would work, in English")),
        "start_first": _line(_("Began, at the earliest"), _PERIOD, 10),
        "start_last": _line(_("Began, at the latest"), _("Empty when nobody disputes it."), 10),
        "end_first": _line(_("Ended, at the earliest"), _("Empty when it goes on."), 10),
        "end_last": _line(_("Ended, at the latest"), "", 10),
        "treated": _codes(_("Areas"), _("Codes, with commas. Or the list that they left, below.")),
        "left_list": _line(_("Areas that left this list"), _("The id of the list."), 200),
        "left_year": forms.IntegerField(label=_("In the year"), required=False),
        "left_status": _line(_("Of which status"), _("Empty: the one that asks least."), 64),
        "how": _choice(_("How the areas were chosen"), _HOW),
        "choice_indicator": _line(_("For which figure"), _("Only when it was for a bad figure."), 64),
        "choice_period": _line(_("Of which period"), _PERIOD, 10),
        "within": _codes(_("Compared with areas in"), _("Codes; empty: everywhere.")),
        "exclude": _codes(_("But not with"), _("Such as areas with a programme of their own.")),
        "neighbours": _choice(_("Neighbours"), _NEIGHBOURS, _("Leave them out where it may spill over.")),
        "match": _codes(_("Alike before the start in"), _("Codes of indicators; empty: all are compared with.")),
        "each": forms.IntegerField(label=_("How many for each area"), required=False),
        "composition": _line(_("Who lives there"), _("An indicator that shows whether others came to live there."), 64),
    }  # fmt: skip
    for number in range(1, OUTCOMES + 1):
        cleaned = {"n": number}
        fields |= {
            f"indicator_{number}": _line(
                _("Outcome %(n)s") % cleaned, _("Code of an indicator."), 64
            ),
            f"expected_{number}": forms.FloatField(
                label=_("Outcome %(n)s: smallest change that would count") % cleaned,
                required=False,
                localize=True,
            ),
            f"better_{number}": _choice(_("Outcome %(n)s: better is") % cleaned, _BETTER),
            f"lag_{number}": forms.IntegerField(
                label=_("Outcome %(n)s: periods before it can show") % cleaned, required=False
            ),
        }
    return fields


class QuestionForm(StepModelForm):
    """A question field by field, and the edition that it is asked of. ``text`` counts where it is filled in:
    TOML has what the fields don't (starts by area, doses, units, a second measure, more outcomes)."""

    edition = forms.ChoiceField(
        label=_("Edition"), help_text=_("The figures that the answer will rest on.")
    )

    class Meta(StepModelForm.Meta):
        """Which fields."""

        model = Question
        fields: ClassVar[tuple[str, ...]] = ("edition", "text")
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "ww-code"})
        }

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choice: Any = self.fields["edition"]
        choice.choices = editions()
        text_field = self.fields.pop("text")
        text_field.required, text_field.label = False, gettext("Or the whole question as TOML")
        text_field.help_text = gettext(
            "What stands here counts instead of the fields above. docs/evaluation-format.md says what it can have."
        )
        self.fields |= {**_question_fields(), "text": text_field}
        codes_known = fields_of(self.subject.document) if self.subject is not None else None
        if codes_known is not None:
            self.initial.update({**codes_known, "text": ""})

    def clean(self) -> dict[str, Any]:
        """The text that the fields make; codes that the edition doesn't have are told beside their field."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("text") and not self.errors:
            self._look_up(cleaned)
            if not self.errors:
                cleaned["text"] = toml_text(document_of(cleaned))
        return cleaned

    def _look_up(self, cleaned: dict[str, Any]) -> None:
        try:
            catalogue = library().open(cleaned["edition"]).catalogue
        except NotServedError:
            return  # the step says so
        outcomes = [f"indicator_{number}" for number in range(1, OUTCOMES + 1)]
        indicators = ("choice_indicator", "composition", "match", *outcomes)
        for names, codes_known, missing in (
            (
                ("treated", "within", "exclude"),
                [*catalogue.areas],
                _("No such area: %(code)s. %(hint)s"),
            ),
            (indicators, [*catalogue.measures], _("No such indicator: %(code)s. %(hint)s")),
        ):
            for name in names:
                typed = cleaned.get(name) or []
                codes = [typed] if isinstance(typed, str) else typed
                for code in (code for code in codes if code not in codes_known):
                    message = missing % {"code": code, "hint": hint(code, codes_known) or ""}
                    self.add_error(name, message.strip())

    def arguments(self) -> dict[str, Any]:
        """The question as text, and its edition."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RenewForm(QuestionForm):
    """Another version, with the reason."""

    class Meta(QuestionForm.Meta):
        """With why."""

        fields: ClassVar[tuple[str, ...]] = ("because", "edition", "text")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["because"].required = True
        self.initial["because"] = ""
