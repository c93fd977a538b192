"""What residents do on the site without an account: vote, see where their share went, propose, follow.

Nothing of it stands in an address or a log: codes come in the body of a form alone, and none of these
answers may be kept.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.access.api import address_of, public
from wijkwerk.access.throttle import take
from wijkwerk.participation.core.personal_data import Personal, personal_data
from wijkwerk.participation.core.records import voter_share
from wijkwerk.participation.models import Budget, Grant, Idea, Pledge, Process, Project
from wijkwerk.participation.policies import COUNTED, PRIVATE_ACTIONS, public_rows
from wijkwerk.participation.services import counts, ideas, photos, residents, voting
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.web.ballots import BallotForm, code_field, votes_refusal
from wijkwerk.participation.web.campaigns import pledge_line
from wijkwerk.participation.web.guesses import waiting_time, wrong_code
from wijkwerk.participation.web.ideas import clock_label, clock_sentence
from wijkwerk.participation.web.labels import euros
from wijkwerk.participation.web.limits import much_was_sent, takes_no_more
from wijkwerk.participation.web.mails import mail_form
from wijkwerk.participation.web.resource import NAMESPACE, frame, public_process
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.fields import LineFormField, ParagraphsFormField
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import TransitionNotAllowed
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.pages import history

_FORM = require_http_methods(["GET", "HEAD", "POST"])
_TAKEN_BACK = ("promised", "requested", "planned")  # states of a pledge or a request


class CodeForm(forms.Form):
    """The code of a letter."""

    code = code_field()


def _budget(process: int, number: int) -> Budget:
    """A budget that everybody may see. Raises Http404."""
    rows = public_rows(public_process(process), Budget).select_related("process")
    budget: Budget = get_object_or_404(rows, pk=number)
    return budget


@public
@never_cache
@_FORM
def vote(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """The ballot; casting it again before the last day has ended puts it in the place of the first."""
    budget = _budget(process, number)
    closed = _closed(budget)
    form = BallotForm(budget, request.POST or None)
    context = _around(budget, _("Vote"))
    if request.method == "POST" and not closed and form.is_valid():
        waiting = waiting_time(request)
        if waiting:
            form.add_error(None, waiting)
        else:
            try:
                again = voting.cast(budget, form.cleaned_data["code"], form.votes, timezone.now())
            except voting.CodeError:
                wrong_code(request, form)
            except voting.VotesError as fault:
                form.add_error(None, votes_refusal(fault, budget))
            except voting.ClosedError:
                closed = _closed(Budget.objects.get(pk=budget.pk)) or _("You can’t vote now.")
            else:
                return render(
                    request,
                    "participation/voted.html",
                    {
                        **context,
                        "again": again,
                        "chosen": _chosen(budget, form.votes),
                        "last": day(budget.closes_on),
                    },
                )
    context.update(form=form, closed=closed, projects=form.projects, last=day(budget.closes_on))
    status = 409 if closed and request.method == "POST" else 400 if form.errors else 200
    return render(request, "participation/vote.html", context, status=status)


def _closed(budget: Budget) -> str:
    """Why nobody can vote now; '' when one can."""
    try:
        voting.may_vote(budget, timezone.now())
    except voting.ClosedError as fault:
        if fault.early:
            return _("You can vote from %(first)s.") % {"first": day(budget.opens_on)}
        return _("Voting is over. The last day was %(last)s.") % {"last": day(budget.closes_on)}
    return ""


def _around(budget: Budget, crumb: str) -> dict[str, Any]:
    return {
        **frame(budget.process, "budgets", crumb),
        "budget": budget,
        "budget_url": reverse(f"{NAMESPACE}:budget", args=[budget.process_id, budget.pk]),
        "title": crumb,
    }


def _chosen(budget: Budget, votes: dict[str, int]) -> list[tuple[str, int]]:
    """Titles of what was voted for, most first."""
    titles = {str(pk): title for pk, title in budget.projects.values_list("pk", "title")}
    order = sorted(votes, key=lambda code: (-votes[code], titles[code]))
    return [(titles[code], votes[code]) for code in order]


@public
@never_cache
@_FORM
def share(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """Where the share of who holds a code went, after the count. 404 before the count."""
    budget = _budget(process, number)
    last = budget.counts.order_by("-number").first() if budget.state in COUNTED else None
    if last is None:
        raise Http404(_("The votes weren’t counted yet."))
    form = CodeForm(request.POST or None)
    context = _around(budget, _("Where your share went"))
    if request.method == "POST" and form.is_valid():
        waiting = waiting_time(request)
        ballot = None if waiting else voting.ballot_of(budget, form.cleaned_data["code"])
        if waiting:
            form.add_error(None, waiting)
        elif ballot is None:
            wrong_code(request, form)
        else:
            voter_account = voter_share(ballot.votes, last.result)
            titles = {str(pk): title for pk, title in budget.projects.values_list("pk", "title")}
            context["paid"] = [
                (titles[code], euros(amount * 100)) for code, amount in voter_account.paid
            ]
            context["left"], context["share"] = (
                euros(voter_account.left * 100),
                euros(voter_account.share * 100),
            )
            context["chosen"] = _chosen(budget, ballot.votes)
    context["form"] = form
    return render(request, "participation/share.html", context, status=400 if form.errors else 200)


@public
@require_safe
def ballots(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """The ballots as Pabulib writes them, after the count.

    404 before the count, or with too few ballots to publish.
    """
    budget = _budget(process, number)
    text = counts.ballots_file(budget)
    if text is None:
        raise Http404(_("The ballots aren’t public: not counted yet, or too few."))
    return attachment(text, f"budget-{budget.pk}.pb", "text/plain; charset=utf-8")


class ProposalForm(forms.Form):
    """What a resident proposes."""

    title = LineFormField(label=gettext_lazy("Your plan in a few words"), max_length=200)
    text = ParagraphsFormField(
        label=gettext_lazy("What will be done, and for whom?"),
        help_text=gettext_lazy(
            "Don’t write names, telephone numbers or addresses: everybody can read this."
        ),
        max_length=5_000,
    )
    street = LineFormField(label=gettext_lazy("Street or place"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """No personal data."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_personal(self, "title", "text", "street")
        return cleaned


@public
@never_cache
@_FORM
def propose(request: HttpRequest, process: int) -> HttpResponse:
    """A resident proposes a project, and gets a receipt to follow it with."""
    within = public_process(process)
    form = ProposalForm(request.POST or None)
    closed = ""
    if residents.open_budget(within, timezone.now()) is None:
        closed = _("You can’t propose anything now. The page of the process says when you can.")
    context = {**frame(within, "projects", _("Propose a project")), "title": _("Propose a project")}
    sent = request.method == "POST" and not closed and form.is_valid()
    if sent and not takes_no_more(request, form):
        try:
            project, receipt = residents.propose(within, timezone.now(), **form.cleaned_data)
        except TransitionNotAllowed as refusal:
            form.add_error(None, ReaderLabels(STEPS).refusal(refusal.why))
        else:
            context.update(project=project, receipt=receipt, mail_form=mail_form(receipt))
            return render(request, "participation/proposed.html", context)
    context.update(form=form, closed=closed)
    context["intro"] = _(
        "You need no account. An official reads your plan before it is public, and the departments estimate"
        " what it costs."
    )
    status = 409 if closed and request.method == "POST" else 400 if form.errors else 200
    return render(request, "participation/propose.html", context, status=status)


def refuse_personal(form: forms.Form | forms.ModelForm, *names: str) -> None:  # type: ignore[type-arg]
    """Say beside a field which personal data somebody is about to make public."""
    labels = {
        Personal.EMAIL: _("an e-mail address"),
        Personal.PHONE: _("a telephone number"),
        Personal.BSN: _("a citizen service number"),
        Personal.IBAN: _("an account number"),
    }
    for name in names:
        kinds_found = personal_data(str(form.cleaned_data.get(name) or ""))
        if kinds_found:
            what = ", ".join(str(labels[kind]) for kind in sorted(kinds_found))
            form.add_error(
                name, _("Leave this out, because everybody can read it: %(what)s.") % {"what": what}
            )


class IdeaForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a resident brings in. Once it was sent and is much like something else, it asks whether it is
    the same."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "Only if it helps, and without faces or number plates. We don’t keep where or when it was taken."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, sent_from: str = "", **named: Any) -> None:
        """``sent_from``: the network address, of which so many photos are opened and no more."""
        super().__init__(*args, **named)
        self._sent_from = sent_from

    def clean(self) -> dict[str, Any]:
        """No personal data; a signal says what it is about."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_personal(self, "title", "text", "street", "asks")
        if cleaned.get("kind") == Idea.Kind.SIGNAL and not cleaned.get("topic"):
            self.add_error(
                "topic", _("Choose what it is about, so that it goes to who handles it.")
            )
        if cleaned.get("kind") != Idea.Kind.SIGNAL:
            cleaned["topic"] = ""
        if not self.errors:  # opening a photo is work: only when all else is right
            cleaned["photo"] = self._picture(cleaned["photo"])
        return cleaned

    def _picture(self, sent: Any) -> photos.Picture | None:
        """The picture alone; None without one, and for what is no photo: the form says it."""
        if not sent:
            return None
        seconds = take("photo", self._sent_from, timezone.now())
        if seconds:
            self.add_error("photo", much_was_sent(seconds))
            return None
        try:
            if sent.size > photos.MOST_BYTES:
                raise photos.PhotoError
            return photos.picture_of(sent.read())
        except photos.PhotoError:
            self.add_error(
                "photo",
                _(
                    "This is no photo that we can read. Send a JPEG of at most 5 megabytes, or a PNG or WebP that"
                    " has at most 16 megapixels too."
                ),
            )
        except TooSlowError:
            self.add_error("photo", _("We are busy with other photos. Try again in a minute."))
        return None

    def ask_whether_same(self, similar: list[Idea]) -> None:
        """Add the question, with what is much like it."""
        choices = [(str(idea.pk), idea.title) for idea in similar]
        self.fields["same_as"] = forms.ChoiceField(
            label=gettext_lazy("Is it one of these?"),
            choices=[*choices, ("none", gettext_lazy("No, it is something else"))],
            widget=forms.RadioSelect,
            help_text=gettext_lazy("If so, you get the same answer, with a receipt of your own."),
        )
        self.order_fields(["same_as"])  # above what was filled in already, so that it is seen

    class Meta:
        """Fields of the model."""

        model = Idea
        fields = ("kind", "title", "text", "street", "topic", "asks", "joins")
        labels = {"joins": gettext_lazy("I want to help to carry it out")}


def _same_as(form: IdeaForm, process: Process) -> list[Idea] | None:
    """What somebody says it is the same as, [] when nothing; None while they must still say so."""
    if not form.is_valid():
        return None
    similar = ideas.similar(process, **form.cleaned_data)
    if not similar:
        return []
    form.ask_whether_same(similar)
    chosen = form.data.get("same_as", "")
    if chosen == "none":
        return []
    if not chosen:
        # Nothing is wrong: the question is new to who answers it.
        form.fields["same_as"].required = False
        return None
    return [idea for idea in similar if str(idea.pk) == chosen] or None


@public
@never_cache
@_FORM
def submit(request: HttpRequest, process: int) -> HttpResponse:
    """A resident brings in an idea, a question or a signal, and gets a receipt to follow it with."""
    within = public_process(process)
    form = IdeaForm(request.POST or None, request.FILES or None, sent_from=address_of(request))
    closed = "" if within.state == "open" else _("This process isn’t open now.")
    context = {**frame(within, "ideas", _("Tell us")), "title": _("Tell us")}
    same_as = _same_as(form, within) if request.method == "POST" and not closed else None
    if same_as is not None and form.is_valid() and not takes_no_more(request, form):
        facts = dict(form.cleaned_data)
        facts.pop("same_as", None)
        picture, same = facts.pop("photo"), same_as[0] if same_as else None
        try:
            idea, receipt = photos.submit(within, same, picture, timezone.now(), **facts)
        except TransitionNotAllowed as refusal:
            form.add_error(None, ReaderLabels(STEPS).refusal(refusal.why))
        else:
            context.update(
                receipt=receipt, answer_by=day(idea.answer_by), mail_form=mail_form(receipt)
            )
            return render(request, "participation/proposed.html", context)
    context.update(
        form=form,
        closed=closed,
        intro=_("You need no account. An official reads it before it is public."),
    )
    status = 409 if closed and request.method == "POST" else 400 if form.errors else 200
    return render(request, "participation/propose.html", context, status=status)


class ReceiptForm(forms.Form):
    """A receipt, and what its holder says."""

    code = code_field()
    solved = forms.ChoiceField(
        label=gettext_lazy("Is it finished?"),
        choices=[
            ("yes", gettext_lazy("Yes, it is finished")),
            ("no", gettext_lazy("No, it isn’t solved")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    text = ParagraphsFormField(
        label=gettext_lazy("What is not good yet?"), max_length=2_000, required=False
    )
    take_back = forms.BooleanField(label=gettext_lazy("I take this back"), required=False)
    appeal = ParagraphsFormField(
        label=gettext_lazy("Why may everybody read it?"),
        help_text=gettext_lazy(
            "Somebody else than who withheld it looks again. You can ask this once."
        ),
        max_length=2_000,
        required=False,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].label = _("Receipt")
        self.fields["code"].help_text = _("You got it when you brought something in.")

    def clean(self) -> dict[str, Any]:
        """No personal data: what isn't solved stands in the history that everybody reads."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_personal(self, "text", "appeal")
        return cleaned


@public
@never_cache
@_FORM
def follow(request: HttpRequest) -> HttpResponse:
    """How a proposal stands, by its receipt; its proposer says here whether it is solved."""
    form = ReceiptForm(request.POST or None)
    context: dict[str, Any] = {**frame(None, "", _("Follow what you proposed"))}
    context["title"] = _("Follow what you proposed")
    project: Project | Idea | Pledge | Grant | None = None
    if request.method == "POST" and form.is_valid():
        waiting = waiting_time(request)
        project = None if waiting else residents.by_receipt(form.cleaned_data["code"])
        if waiting:
            form.add_error(None, waiting)
        elif project is None:
            wrong_code(request, form)
        else:
            try:
                changed = _changed(project, form.cleaned_data)
            except TransitionNotAllowed as refusal:
                form.add_error(None, ReaderLabels(STEPS).refusal(refusal.why))
            else:
                context["thanks"] = changed is not None
                project = changed or project
    asks = isinstance(project, Project | Idea) and project.state in ("delivered", "done")
    if not asks:
        del form.fields["solved"], form.fields["text"]
    takes_back = isinstance(project, Pledge | Grant) and project.state in _TAKEN_BACK
    if not takes_back:
        del form.fields["take_back"]
    appeals = not asks and isinstance(project, Idea) and ideas.may_appeal(project, timezone.now())
    if not appeals:
        del form.fields["appeal"]
    if project is not None:
        receipt = form.cleaned_data["code"]
        context.update(project=project, mail_form=mail_form(receipt), **_standing(project))
    context.update(form=form, asks=asks, takes_back=takes_back, appeals=appeals)
    return render(request, "participation/follow.html", context, status=400 if form.errors else 200)


def _changed(
    submission: Project | Idea | Pledge | Grant, filled_in: dict[str, Any]
) -> Project | Idea | Pledge | Grant | None:
    """What it is after what its author said; None when they only look. Raises TransitionNotAllowed."""
    receipt, now = filled_in["code"], timezone.now()
    if isinstance(submission, Pledge | Grant):
        return residents.take_back(receipt, now) if filled_in["take_back"] else None
    if filled_in["solved"]:
        return residents.say(receipt, filled_in["solved"] == "yes", filled_in["text"], now)
    return residents.appeal(receipt, filled_in["appeal"], now) if filled_in["appeal"] else None


def _standing(submission: Project | Idea | Pledge | Grant) -> dict[str, Any]:
    """How it stands, with the steps that were made with it; of what was joined with another also
    those of that one, without the words that are for its own author."""
    labels = ReaderLabels(STEPS)
    machine = str(type(submission)._meta.model_name)
    leading = (
        submission.joined_to
        if isinstance(submission, Idea) and submission.joined_to
        else submission
    )
    steps = STEPS.steps._default_manager.filter(
        machine=machine, object_id__in={submission.pk, leading.pk}
    )
    shown = list(steps)
    for step in shown:
        if step.object_id != submission.pk and step.action in PRIVATE_ACTIONS:
            step.text = ""
    state = f"{labels.state(machine, leading.state)}."
    if isinstance(leading, Pledge):
        state = f"{pledge_line(leading)}. {state}"
    if isinstance(leading, Grant):
        state = f"{clock_sentence(leading.decide_by, leading.decided_on, '')} {state}"
    if isinstance(leading, Idea):
        state = f"{clock_label(leading)} {state}"
    return {"state": state, "history": history(shown, labels)}
