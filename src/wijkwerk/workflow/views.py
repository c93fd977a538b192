"""Django's generic views for things with steps: list, page, history, begin, step.

Each gets its resource and audience from ``Resource.urls()``, which also says who may see it; a view
without either can't be reached.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from wijkwerk.shared.problems import InputError
from wijkwerk.ui.lists import Paged, row_of
from wijkwerk.workflow.core.machines import Transition
from wijkwerk.workflow.forms import EVERYBODY, OutcomeForm, long_text
from wijkwerk.workflow.pages import command_of, refuse_unless
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
        return str(self.resource.list_title(self.reader))

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the frame, and the account where one is asked for."""
        context = {
            "base_template": self.audience.template,
            "parent": self.reader.parent,
            "title": self.crumb,
            "list_url": self.resource.list_url(self.reader),
            "list_title": self.resource.list_title(self.reader),
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


class ResourceListView(ResourceMixin, Paged):
    """The list, with the way to begin one for who can."""

    @property
    def paginate_by(self) -> int:  # type: ignore[override]
        """How many rows a page has."""
        return self.resource.paginate_by

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that this reader may see."""
        rows = self.resource.queryset(self.reader)
        return self.resource.listed(self.resource.chosen(rows, self.reader))

    def get_template_names(self) -> list[str]:
        """The resource's own, or the general one."""
        return [self.resource.list_template]

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The first line, the choice, the rows and the way to begin."""
        context = super().get_context_data(**named)
        resource, reader, rows = self.resource, self.reader, context["object_list"]
        tables, cards = [], []
        if resource.list_of_cards:
            cards = [resource.card(row, reader) for row in rows]
        else:
            table = resource.table(rows, reader)
            table["pager"] = context["pager"]
            tables = resource.tables(reader, table)
        context.update(
            answer=resource.list_answer(reader),
            intro=resource.list_intro(reader),
            links=resource.list_links(reader),
            filters=resource.filters(reader),
            cards=cards,
            cards_pager=context["pager"] if cards else None,
            tables=tables,
            actions=resource.list_actions(reader),
            first_sections=resource.first_sections(reader),
            sections=resource.list_sections(reader),
            **resource.context(None, reader),
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
        has_history = resource.has_page("history", reader.audience)
        newest, size = [], resource.history_size
        if has_history:
            steps = resource.own_steps(subject, reader)
            newest = list(steps.order_by("-pk")[: size + 1])
        longer = len(newest) > size
        return super().get_context_data(
            subject=subject,
            answer=resource.answer(subject, reader),
            actions=resource.actions(reader, subject),
            links=resource.links(subject, reader),
            sections=resource.sections(subject, reader),
            has_history=has_history,
            history=resource.history(list(reversed(newest[:size])), subject, reader),
            history_url=resource.address("history", reader, subject.pk) if longer else "",
            **resource.context(subject, reader),
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
            history=self.resource.history(list(context["object_list"]), self._subject, self.reader),
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
        if self.resource.is_parent:
            self.object = self.reader.parent
        self.step: Step | None = self.resource.steps.get(self.action)
        if self.step is None or bool(self.step.rows) != ("row" in named):
            raise Http404
        if not self.resource.made_here(self.action, self.audience):
            raise Http404
        # What begins something new has a page of its own; with what is there only a variant does.
        if self.object is not None and self.action == self.resource.beginning:
            raise Http404
        if self.step.rows:
            self.row = self.find_row(named["row"])
            if self.step.really:
                self.action = self.step.really(self.row)
        self.transition: Transition = refuse_unless(request, self.resource.transition(self.action))

    def find_row(self, number: int) -> Any:
        """The row of the subject that the step is about. Raises Http404 when it isn't there."""
        assert self.step is not None
        return row_of(self.step.rows_of(self.object), number)

    @property
    def crumb(self) -> str:
        """What the step is called."""
        return self.resource.labels.action(*self.resource.step_of(self.action))

    @property
    def target(self) -> Any:
        """What the service gets: the row, the subject, or the parent of something new."""
        if self.row is not None:
            return self.row
        return self.reader.parent if self.object is None else self.object

    @property
    def moved(self) -> Any:
        """What goes from state to state: nothing yet, when something new is made."""
        return None if self.transition.begins else self.object

    @property
    def about(self) -> str:
        """What the step is made with; '' for something new."""
        assert self.step is not None
        if self.step.about:
            return self.step.about(self.target)
        if self.row is not None and not self.step.said:
            return str(self.row)
        if self.resource.is_parent:
            return ""
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
        version = getattr(self.object, "version", 0)
        today = {self.step.today: self.reader.today} if self.step.today else {}
        return {"version": version, **today, **self.step.initial(self.reader, self.target)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the subject and its parent; a ModelForm of the model of the row or the subject gets
        a copy of it."""
        named = super().get_form_kwargs()
        named.update(subject=self.object, parent=self.reader.parent, reader=self.reader)
        form_class = self.get_form_class()
        if issubclass(form_class, forms.BaseModelForm):
            for candidate in (self.object, self.row):
                if type(candidate) is form_class._meta.model:
                    named["instance"] = copy.copy(candidate)
        if issubclass(form_class, OutcomeForm):
            named["choices"] = [
                (outcome, self.resource.labels.outcome(self.transition.machine, outcome))
                for outcome in self.transition.outcomes
            ]
        return named

    def get_form(self, form_class: Any = None) -> Any:
        """With the rows to choose among, and the reasons of the step."""
        form, step = super().get_form(form_class), self.step
        assert step is not None
        for name, rows in step.choices.items():
            form.fields[name].queryset = rows(self.target)
        reasons = self.transition.reasons or (step.reasons and step.reasons(self.target))
        if reasons and "text" not in form.fields:
            form.fields["text"] = long_text(_("Reasons"), EVERYBODY)
        if step.text and "text" in form.fields:
            form.fields["text"].label = step.text
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service of the step."""
        assert self.step is not None
        command = command_of(self.request, form)
        try:
            outcome = self.step.service(command, self.target, **form.arguments())
        except ChangedMeanwhileError:
            return self._again(form, changed=True)
        except TransitionNotAllowed as refusal:
            form.add_error(None, self.resource.labels.refusal(refusal.why))
        except InputError as fault:
            form.add_error(None, str(self.resource.unreadable or fault))
        else:
            return HttpResponseRedirect(self._after(outcome))
        return self._again(form)

    def _again(self, form: Any, *, changed: bool = False) -> HttpResponse:
        context = self.get_context_data(form=form, changed=changed)
        return self.render_to_response(context, status=409)

    def _after(self, outcome: Any) -> str:
        """The page of what was made or moved."""
        subject = outcome if isinstance(outcome, self.resource.model) else self.object
        return self.resource.after(self.action, subject, self.reader)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """What one has to know before one acts, and the way back."""
        assert self.step is not None
        resource, subject = self.resource, self.object
        sentences = self.step.said(self.target) if self.step.said else ()
        back, back_label = resource.back(self.action, subject, self.reader)
        return super().get_context_data(
            explanation=resource.labels.explanation(*resource.step_of(self.action)),
            about=self.about,
            said=tuple(sentences),
            # Before somebody writes a page of reasons in vain.
            closed="" if self.request.method == "POST" else self.closed(),
            sections=list(self.step.sections(self.reader, self.target)),
            empty=self.step.empty(self.reader, self.target),
            back=back,
            back_label=back_label,
            **named,
        )

    def closed(self) -> str:
        """Why the step can't be made now whatever one fills in; '' when it can."""
        resource, reader, step = self.resource, self.reader, self.transition
        assert self.step is not None
        begun = self.object if self.step.begins else self.moved
        about = self.object if self.object is not None else reader.parent
        if not reader.may(step.permission, self.step.place(about)):
            return _("You may read this, but not change it.")
        root = resource.root(self.object, reader)
        if root is None:  # it is begun itself
            return ""
        variant = resource.workflow.machines().variants.get((resource.machine, self.action))
        if variant and variant.source and self.object.state not in variant.source:
            return resource.labels.refusal("state")
        state = "" if self.moved is None else self.moved.state
        can = resource.workflow.can(
            step, state, root, begun, reader.user, decisions_of(self.request).now
        )
        return "" if can else resource.labels.refusal(can.why_not)


class BeginView(StepMixin):
    """The first step: something new."""


class StepView(StepMixin):
    """A step with what is there, or with a row of it."""
