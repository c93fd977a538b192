"""Django's generic views for things with steps: list, page, history, begin, step.

Each gets its resource and audience from ``Resource.urls()``, which also says who may see it; a view
without either can't be reached.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from wijkwerk.shared.problems import InputError
from wijkwerk.ui.lists import page_number, pager, row_of
from wijkwerk.workflow.core.machines import Transition
from wijkwerk.workflow.forms import EVERYBODY, OutcomeForm, long_text
from wijkwerk.workflow.pages import command_of, history, refuse_unless
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.writing import ChangedMeanwhileError, TransitionNotAllowed

if TYPE_CHECKING:
    from wijkwerk.workflow.resources import Audience, Reader, Resource, Step


class ResourceMixin(TemplateResponseMixin, ContextMixin, View):
    """What every page of a resource knows: who reads it, and the frame around it."""

    resource: Resource = None  # type: ignore[assignment]
    audience: Audience = None  # type: ignore[assignment]
    http_method_names = ["get", "head"]
    reader: Reader

    def setup(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        """Find the parent. Raises Http404 for who may not see it."""
        from wijkwerk.workflow.resources import Reader

        super().setup(request, *args, **named)
        of_parent = {
            name: value for name, value in named.items() if name not in ("number", "action", "row")
        }
        parent = self.resource.parent(request, self.audience, **of_parent)
        self.reader = Reader(request, self.audience, parent)

    def dispatch(self, request: Any, *args: Any, **named: Any) -> HttpResponse:
        """Public pages may be kept by others for as long as their audience says."""
        answer: HttpResponse = super().dispatch(request, *args, **named)  # type: ignore[assignment]
        if not self.audience.permission and self.audience.seconds and answer.status_code == 200:
            patch_cache_control(answer, public=True, max_age=self.audience.seconds)
        return answer

    @property
    def crumb(self) -> str:
        """Where one is."""
        return str(self.resource.title)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the frame, and the account where one is asked for."""
        context = {
            "base_template": self.audience.template,
            "parent": self.reader.parent,
            "title": self.crumb,
            "list_url": self.resource.address("list", self.reader),
            "list_title": self.resource.title,
            **self.resource.frame(self.reader, self.crumb),
            **named,
        }
        if self.audience.permission:
            context["account"] = self.reader.user
        return super().get_context_data(**context)

    def subject(self) -> Any:
        """The row of the address. Raises Http404 when this reader has no such row."""
        rows = self.resource.queryset(self.reader)
        if self.resource.select_related:
            rows = rows.select_related(*self.resource.select_related)
        return row_of(rows, self.kwargs["number"], str(self.resource.missing))


class Paged(ListView):  # type: ignore[type-arg]
    """Pages of a list: a number that is none is refused, one beyond the end gives the last."""

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """As Django does, but for what the address may say."""
        paginator: Paginator[Any] = self.get_paginator(queryset, page_size)
        page: Page[Any] = paginator.get_page(page_number(self.request))
        return paginator, page, page.object_list, page.has_other_pages()


class ResourceListView(ResourceMixin, Paged):
    """The list, with the way to begin one for who can."""

    @property
    def paginate_by(self) -> int:  # type: ignore[override]
        """How many rows a page has."""
        return self.resource.paginate_by

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that this reader may see."""
        return self.resource.listed(self.resource.queryset(self.reader))

    def get_template_names(self) -> list[str]:
        """The resource's own, or the general one."""
        return [self.resource.list_template]

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The first line, the tables and the way to begin."""
        context = super().get_context_data(**named)
        table = self.resource.table(context["object_list"], self.reader)
        table["pager"] = pager(self.request, context["page_obj"])
        context.update(
            answer=self.resource.list_answer(self.reader),
            intro=self.resource.intro,
            tables=self.resource.tables(self.reader, table),
            actions=self.resource.begin_actions(self.reader),
            sections=self.resource.list_sections(self.reader),
        )
        return context


class ResourceDetailView(ResourceMixin, DetailView):  # type: ignore[type-arg]
    """The page: how it stands, what can be done now, its parts and its history."""

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        """The row of the address."""
        return self.subject()

    def get_template_names(self) -> list[str]:
        """The resource's own, or the general one."""
        return [self.resource.page_template]

    @property
    def crumb(self) -> str:
        """What the subject is called."""
        return self.resource.subject_title(self.object)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """What the page tells."""
        resource, reader, subject = self.resource, self.reader, self.object
        steps, size = resource.own_steps(subject, reader), resource.history_size
        newest = list(steps.order_by("-pk")[: size + 1])
        longer = len(newest) > size
        return super().get_context_data(
            subject=subject,
            answer=resource.answer(subject, reader),
            actions=resource.actions(reader, subject),
            sections=resource.sections(subject, reader),
            history=history(reversed(newest[:size]), resource.labels),
            history_url=resource.address("history", reader, subject.pk) if longer else "",
            **named,
        )


class HistoryView(ResourceMixin, Paged):
    """Every step that was made with it, oldest first."""

    paginate_by = 50

    @cached_property
    def _subject(self) -> Any:
        return self.subject()

    def get_queryset(self) -> QuerySet[Any]:
        """The steps that this reader may see."""
        return self.resource.own_steps(self._subject, self.reader)

    def get_template_names(self) -> list[str]:
        """The resource's own, or the general one."""
        return [self.resource.history_template]

    @property
    def crumb(self) -> str:
        """What the subject is called."""
        return self.resource.subject_title(self._subject)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The steps in words."""
        context = super().get_context_data(**named)
        context.update(
            history=history(context["object_list"], self.resource.labels),
            pager=pager(self.request, context["page_obj"]),
            back=self.resource.url_of(self._subject, self.reader),
        )
        return context


class StepMixin(ResourceMixin, FormView):  # type: ignore[type-arg]
    """The page of a step: what was filled in is done, or comes back with what is wrong. 409 when it
    can't be done any more, 403 for who may not, 404 for what isn't there."""

    action = ""
    http_method_names = ["get", "head", "post"]
    object: Any = None  # the subject; None for something new
    row: Any = None

    def setup(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        """Find the step, what it is about, and refuse who may not make it at all: they get no form
        either, nor learn what is wrong in it. Raises Http404 for a step that isn't there."""
        super().setup(request, *args, **named)
        self.action = named.get("action", self.action)
        self.object = self.subject() if "number" in named else None
        self.step: Step | None = self.resource.steps.get(self.action)
        if self.step is None or bool(self.step.rows) != ("row" in named):
            raise Http404
        # What begins something new has a page of its own; with what is there only a variant does.
        if self.object is not None and self.action == self.resource.beginning:
            raise Http404
        if self.step.rows:
            self.row = row_of(getattr(self.object, self.step.rows), named["row"])
        self.transition: Transition = refuse_unless(request, self.resource.transition(self.action))

    @property
    def crumb(self) -> str:
        """What the step is called."""
        return self.resource.labels.action(self.resource.machine, self.action)

    @property
    def target(self) -> Any:
        """What the service gets: the row, the subject, or the parent of something new."""
        return next((one for one in (self.row, self.object) if one is not None), self.reader.parent)

    @property
    def moved(self) -> Any:
        """What goes from state to state: nothing yet, when something new is made."""
        return None if self.transition.begins else self.object

    @property
    def about(self) -> str:
        """What the step is made with; '' for something new."""
        assert self.step is not None
        if self.row is not None and not self.step.said:
            return str(self.row)
        return "" if self.object is None else self.resource.subject_title(self.object)

    def get_template_names(self) -> list[str]:
        """The resource's own, or the general one."""
        return [self.resource.step_template]

    def get_form_class(self) -> Any:
        """The form that stands beside the service."""
        assert self.step is not None
        return self.step.form_class(self.transition)

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows, and what the step begins with."""
        assert self.step is not None
        version = 0 if self.object is None else self.object.version
        today = {self.step.today: self.reader.today} if self.step.today else {}
        return {"version": version, **today, **self.step.initial(self.reader, self.target)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the subject and its parent; a ModelForm of the subject's model gets a copy of it."""
        named = super().get_form_kwargs()
        named.update(subject=self.object, parent=self.reader.parent)
        form_class = self.get_form_class()
        if issubclass(form_class, forms.BaseModelForm) and form_class._meta.model is type(
            self.object
        ):
            named["instance"] = copy.copy(self.object)
        if issubclass(form_class, OutcomeForm):
            named["choices"] = [
                (outcome, self.resource.labels.outcome(self.resource.machine, outcome))
                for outcome in self.transition.outcomes
            ]
        return named

    def get_form(self, form_class: Any = None) -> Any:
        """With the rows to choose among, and the reasons of the step."""
        form, step = super().get_form(form_class), self.step
        assert step is not None
        for name, rows in step.choices.items():
            form.fields[name].queryset = rows(self.target)
        asked = self.transition.reasons or (step.reasons and step.reasons(self.target))
        if asked and "text" not in form.fields:
            form.fields["text"] = long_text(_("Reasons"), EVERYBODY)
        if step.text and "text" in form.fields:
            form.fields["text"].label = step.text
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service of the step."""
        assert self.step is not None
        command = command_of(self.request, form)
        try:
            made = self.step.service(command, self.target, **form.arguments())
        except ChangedMeanwhileError:
            return self._again(form, changed=True)
        except TransitionNotAllowed as refusal:
            form.add_error(None, self.resource.labels.refusal(refusal.why))
        except InputError as fault:
            form.add_error(None, str(fault))
        else:
            return HttpResponseRedirect(self._after(made))
        return self._again(form)

    def _again(self, form: Any, *, changed: bool = False) -> HttpResponse:
        context = self.get_context_data(form=form, changed=changed)
        return self.render_to_response(context, status=409)

    def _after(self, made: Any) -> str:
        """The page of what was made or moved."""
        subject = made if isinstance(made, self.resource.model) else self.object
        return self.resource.url_of(subject, self.reader)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """What one has to know before one acts, and the way back."""
        assert self.step is not None
        resource, subject = self.resource, self.object
        said = self.step.said(self.target) if self.step.said else ()
        list_url = resource.address("list", self.reader)
        return super().get_context_data(
            explanation=resource.labels.explanation(resource.machine, self.action),
            about=self.about,
            said=tuple(said),
            # Before somebody writes a page of reasons in vain.
            closed="" if self.request.method == "POST" else self.closed(),
            back=list_url if subject is None else resource.url_of(subject, self.reader),
            back_label=resource.title if subject is None else resource.subject_title(subject),
            **named,
        )

    def closed(self) -> str:
        """Why the step can't be made now whatever one fills in; '' when it can."""
        resource, reader, step = self.resource, self.reader, self.transition
        about = self.moved or self.object or reader.parent
        if not reader.may(step.permission, about):
            return _("You may read this, not do it.")
        variant = resource.workflow.machines().variants.get((resource.machine, self.action))
        if variant and variant.source and self.object.state not in variant.source:
            return resource.labels.refusal("state")
        state = "" if self.moved is None else self.moved.state
        can = resource.workflow.can(
            step, state, self._whole(), self.moved, reader.user, decisions_of(self.request).now
        )
        return "" if can else resource.labels.refusal(can.why_not)

    def _whole(self) -> Any:
        """What the conditions of the step are asked of: the parent, or the subject itself."""
        return self.reader.parent if self.reader.parent is not None else self.object


class BeginView(StepMixin):
    """The first step: something new."""


class StepView(StepMixin):
    """A step with what is there, or with a row of it."""
