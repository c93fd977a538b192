"""The page of a file that somebody takes in: first what would happen, then it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.writing import ChangedMeanwhileError, TransitionNotAllowed

MOST_SHOWN = 200  # problems, and rows that somebody has to look at


class UploadForm(forms.Form):
    """A file, and whether anything is written."""

    file = forms.FileField(widget=forms.ClearableFileInput)
    act = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=[
            ("look", gettext_lazy("Only see what would happen")),
            ("write", gettext_lazy("Write it down")),
        ],
        initial="look",
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        request: HttpRequest,
        *,
        label: str,
        about: str,
        accept: str,
        most: int,
        write: str = "",
    ) -> None:
        """``most``: bytes, as sent; ``write``: what writing is called here, '' for the usual words."""
        super().__init__(request.POST or None, request.FILES or None)
        self._most = most
        self.fields["file"].label, self.fields["file"].help_text = label, about
        self.fields["file"].widget.attrs["accept"] = accept
        if write:
            acts: Any = self.fields["act"]
            acts.choices = [acts.choices[0], ("write", write)]

    def clean_file(self) -> Any:
        """Not larger than is read. Raises ValidationError."""
        sent = self.cleaned_data["file"]
        if sent.size > self._most:
            raise ValidationError(_("This file is too large."), code="large")
        return sent

    @property
    def writes(self) -> bool:
        """Whether what it says is written down."""
        return bool(self.cleaned_data["act"] == "write")


def answer_upload(
    request: HttpRequest,
    form: UploadForm,
    context: dict[str, Any],
    take: Callable[[bytes, str], dict[str, Any]],
    why_not: Callable[[str], str],
) -> HttpResponse:
    """The page around a file: ``take`` gets its bytes and name, and says what the page tells of it (``sums``, and
    ``notes``, ``asked``, ``asked_title``). With faults nothing is written, and each is named.

    ``context``: ``title``, ``frame`` (the template around it), ``explanation``, ``back`` and ``back_label``, ``done``
    where other words than the usual say that it was written; ``why_not`` gives the words of a refusal.
    """
    context |= {"account": request.user, "form": form}
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            account = take(sent.read(), sent.name)
        except InputError as fault:
            status = 422
            shown = fault.problems[:MOST_SHOWN]
            context["problems"] = [problem_sentence(problem) for problem in shown]
        except (ChangedMeanwhileError, TransitionNotAllowed) as refusal:
            status = 409
            form.add_error(None, why_not(getattr(refusal, "why", "state")))
        else:
            context |= {"written": form.writes, **account}
    return render(request, "workflow/upload.html", context, status=status)
