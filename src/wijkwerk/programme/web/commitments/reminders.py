"""Reminders: how often somebody wants them, what they say today, and the key of one's calendar."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, recipients, signed_in
from wijkwerk.programme.models import NoticeChoice, Programme
from wijkwerk.programme.notices.content import Part, Teller, parts_of
from wijkwerk.programme.notices.sending import organisations_in
from wijkwerk.programme.policies import WORK, taking_part
from wijkwerk.programme.services import notices
from wijkwerk.programme.web.commitments.forms import ChoiceForm
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.shared import deadlines
from wijkwerk.ui.filters import filter_form, select
from wijkwerk.workflow.api import actor_of
from wijkwerk.workflow.mail import USUAL
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.sections import Columns, table_of


@signed_in
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The programmes that somebody may be reminded of, and how often that happens."""
    wants = {
        notice_choice.programme_id: notice_choice.how_often
        for notice_choice in NoticeChoice.objects.filter(actor=actor_of(request.user))
    }
    columns: Columns = {
        _("Programme"): lambda row: {
            "text": row.title,
            "url": reverse("programme:reminder", args=[row.slug]),
        },
        _("How often"): lambda row: often_label(wants.get(row.pk, USUAL)),
    }
    rows, empty = taking_part(request.user, timezone.now()), _("You have no role in a programme.")
    table = table_of("reminders", _("Mails that remind me"), rows, columns, empty=empty)
    return render(
        request, "programme/commitments/reminders.html", {"account": request.user, "table": table}
    )


def often_label(how_often: str) -> str:
    """How often, in a list."""
    return {"daily": _("every day"), "weekly": _("once a week"), "never": _("never")}[how_often]


@signed_in
@GET_AND_POST
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """What one wants to be told about a programme, what that says today, and one's calendar.

    404 for who plays no part in it. Raises BadRequest for a choice that isn't there.
    """
    now = timezone.now()
    programme = taking_part(request.user, now).filter(slug=slug).first()
    if programme is None:
        raise Http404(_("There is no such programme."))
    wants = NoticeChoice.objects.filter(programme=programme, actor=actor_of(request.user)).first()
    form = ChoiceForm(
        initial={
            "how_often": wants.how_often if wants else USUAL,
            "language": wants.language if wants else "nl",
        }
    )
    address = ""
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "key":
            key = notices.new_key(request.user, programme, now)
            address = request.build_absolute_uri(reverse("programme:own-calendar", args=[key]))
        elif do == "end":
            notices.end_key(request.user, programme, now)
        elif do == "choose":
            form = ChoiceForm(request.POST)
            if form.is_valid():
                cleaned = form.cleaned_data
                notices.choose(
                    request.user, programme, cleaned["how_often"], cleaned["language"], now
                )
        else:
            raise BadRequest(_("A choice in the address doesn't exist."))
        if not address and (do != "choose" or form.is_valid()):
            return HttpResponseRedirect(request.path)
    digest = Teller(deadlines.today(now)).digest(
        [(programme, own_parts(actor_of(request.user), programme, now))],
        wants.language if wants else "nl",
    )
    return render(
        request,
        "programme/commitments/reminder.html",
        {
            "account": request.user,
            "programme": programme,
            "form": form,
            "digest": digest,
            "address": address,
            "has_key": bool(address or (wants and wants.feed)),
            "often": often_label(wants.how_often if wants else USUAL),
            "language": wants.language if wants else "nl",
        },
    )


def own_parts(actor: str, programme: Programme, now: datetime) -> set[Part]:
    """The parts that an account plays in a programme today."""
    roles_held = {
        role_and_place
        for kind in ("programme", "organisation")
        for reached in recipients(kind, now, actor=actor)
        for role_and_place in reached.held
    }
    slugs = {organisation.slug for organisation in organisations_in(programme)}
    return {
        part
        for part in parts_of(roles_held, programme.slug)
        if part.kind != "partner" or part.organisation in slugs
    }


@needs(WORK)
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the mails of today say to the bureau, the board and each partner.

    Raises BadRequest for a choice that isn't there.
    """
    programme = worked_on(request, slug)
    organisations = organisations_in(programme)
    labels = {
        "bureau": _("Bureau"),
        "board": _("Board"),
        **{f"partner:{organisation.slug}": organisation.name for organisation in organisations},
    }
    chosen = request.GET.get("to") or "bureau"
    tongue = request.GET.get("language") or "nl"
    if chosen not in labels or tongue not in notices.LANGUAGES:
        raise BadRequest(_("A choice in the address doesn't exist."))
    kind, _colon, organisation = chosen.partition(":")
    digest = Teller(deadlines.today(timezone.now())).digest(
        [(programme, {Part(kind, organisation)})], tongue
    )

    return render(
        request,
        "programme/commitments/preview.html",
        {
            **frame(programme, "work-commitments", crumb=_("Reminders"), work=True),
            "account": request.user,
            "digest": digest,
            "language": tongue,
            "to": labels[chosen],
            "filters": filter_form(
                request,
                _("Choose a mail"),
                select("to", _("To whom"), labels.items(), chosen, ""),
                select("language", _("Language"), notices.LANGUAGES.items(), tongue, ""),
            ),
        },
    )
