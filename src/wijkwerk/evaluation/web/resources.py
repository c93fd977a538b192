"""A question as a thing with steps: for who may ask one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wijkwerk.evaluation import services
from wijkwerk.evaluation.folders import evaluations_folder
from wijkwerk.evaluation.models import EvaluationRecord, Question
from wijkwerk.evaluation.question import question_of, remarks
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.report.telling import power_sentence
from wijkwerk.evaluation.report.words import REMARKS
from wijkwerk.evaluation.web.forms import QuestionForm, RenewForm
from wijkwerk.shared.problems import InputError, TooSlowError
from wijkwerk.ui.reader import language
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Section


class QuestionResource(Resource):
    """Questions: the draft, what stands fast, what can be seen at all, and the answer."""

    model = Question
    workflow = services.STEPS
    machine = "question"
    namespace = "evaluation"
    name, plural, title = "question", "questions", _("Questions of evaluations")
    missing, empty = _("There is no such question."), _("Nobody asked anything yet.")
    some = ngettext_lazy("There is %(n)s question.", "There are %(n)s questions.", "n")
    none = _("There are no questions yet.")
    intro = _(
        "Write down what you want to know before you see what came of it. Once a question stands fast "
        "nobody changes it; another version says why."
    )
    audiences = (
        Audience(
            "work", "evaluations", "evaluation.ask", "work-", "workflow/_work.html", steps=True
        ),
    )
    columns = ("subject", "state", "frozen_on")
    facts = ("edition", "frozen_on", "digest_shown", "because")
    steps = {
        "write": Step(services.write, QuestionForm),
        "edit": Step(services.edit, QuestionForm),
        "freeze": Step(services.freeze),
        "estimate": Step(services.estimate),
        "publish": Step(services.publish),
        "renew": Step(services.renew, RenewForm),
    }
    left_out = {"text": "the document says the same"}

    @admin.display(description=_("Question"))
    def subject(self, subject: Question) -> str:
        """What it is called."""
        return self.subject_title(subject)

    @admin.display(description=_("Digest"))
    def digest_shown(self, subject: Question) -> str:
        """The first digits of what stands fast."""
        return subject.digest[:10]

    def subject_title(self, subject: Question) -> str:
        """In the reader's language."""
        return subject.title_nl if language() == "nl" else subject.title_en

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Every question, for who may ask one."""
        return Question.objects.all()

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "evaluations"}

    def sections(self, subject: Question, reader: Reader) -> list[Section]:
        """Whether it can be seen, the answer once there is one, and the text."""
        return [
            *super().sections(subject, reader),
            *self._remarks(subject),
            self._power(subject),
            *self._answer(subject),
            Section("text", _("The question as it was written"), text=subject.text),
            *self._versions(subject, reader),
        ]

    def _remarks(self, subject: Question) -> list[Section]:
        lines = [REMARKS[code].in_(language()) for code in remarks(question_of(subject.document))]
        return [Section("remarks", _("Look at this first"), lead=lines)] if lines else []

    def _power(self, subject: Question) -> Section:
        title = _("Can it be seen?")
        try:
            lines = [
                power_sentence(outcome_power, language())
                for outcome_power in services.power(subject)
            ]
        except InputError as fault:
            return Section("power", title, lead=[str(fault)])
        except TooSlowError:
            return Section(
                "power", title, empty=_("This is being worked out. Look again in a moment.")
            )
        return Section(
            "power",
            title,
            lead=lines,
            note=_("Worked out from figures of before the start alone."),
            empty=_("The edition of this question isn’t on this site."),
        )

    def _answer(self, subject: Question) -> list[Section]:
        if not subject.evaluation:
            return []
        title = _("The answer")
        try:
            texts = Evaluation.open(evaluations_folder() / subject.evaluation).told(language())
        except (InputError, OSError):
            return [Section("answer", title, empty=_("The files of the answer can’t be read now."))]
        lines = [texts["answer"]]
        lines += [
            f"{outcome['name']}: {outcome['answer']}. {outcome['sentence']}"
            for outcome in texts["outcomes"]
        ]
        is_registered = EvaluationRecord.objects.filter(evaluation=subject.evaluation).exists()
        url = reverse("evaluation:evaluation", args=[subject.evaluation]) if is_registered else ""
        links = [(str(_("The page that everybody reads")), url, "")] if is_registered else []
        return [Section("answer", title, lead=lines, links=links)]

    def _versions(self, subject: Question, reader: Reader) -> list[Section]:
        others = [*Question.objects.filter(follows=subject)]
        if subject.follows is not None:
            others.insert(0, subject.follows)
        links = [
            (self.subject_title(other), self.url_of(other, reader), self.state(other))
            for other in others
        ]
        return [Section("versions", _("Other versions"), links=links)] if links else []


questions = register(QuestionResource())
