"""Supporting an idea without an account: asked here, given or taken back from a link in a mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wijkwerk.access.api import public
from wijkwerk.access.throttle import take
from wijkwerk.participation.models import Idea
from wijkwerk.participation.policies import public_rows
from wijkwerk.participation.services import support as services
from wijkwerk.participation.web.limits import takes_no_more
from wijkwerk.participation.web.resource import frame, public_process
from wijkwerk.workflow.api import TransitionNotAllowed

_FORM = require_http_methods(["GET", "HEAD", "POST"])


class SupportForm(forms.Form):
    """An address."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "You get one mail, in which you say yes. We don’t keep your address. Everybody supports an idea once."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """An address that a mail can be sent to. Raises ValidationError."""
        address = str(self.cleaned_data["email"])
        try:
            services.mail_box(address)
        except ValueError:
            raise forms.ValidationError(_("We can’t send a mail to this address.")) from None
        return address


@public
@never_cache
@_FORM
def support(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """Somebody supports an idea: a mail asks whether it was them. 404 when it can't be supported now."""
    rows = public_rows(public_process(process), Idea).select_related("process")
    idea, now = get_object_or_404(rows, pk=number), timezone.now()
    if not (settings.MAIL_WORKS and services.may_be_asked(idea, now)):
        raise Http404(_("This idea can’t be supported now."))
    form = SupportForm(request.POST or None)
    context = _context(idea, form=form)
    if request.method == "POST" and form.is_valid() and not takes_no_more(request, form):
        address = form.cleaned_data["email"]
        if take("reset", f"participation {services.mail_box(address)}", now):
            form.add_error(
                None, _("This address was sent several mails just now. Try again in an hour.")
            )
        else:
            try:
                services.ask(idea, address, now)
            except OSError:
                form.add_error(None, _("The mail couldn’t be sent. Try again later."))
        if not form.errors:
            message = _("We sent you a mail. Open the link in it and say yes.")
            context |= {"form": None, "said": message}
    status = 400 if form.errors else 200
    return render(request, "participation/support.html", context, status=status)


@public
@never_cache
@_FORM
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, or taken back. Opening the page does nothing: programs that check links open it as well."""
    link = services.by_token(token)
    if link is None:
        raise Http404(_("This link isn’t complete. Copy all of it out of the mail."))
    now, status = timezone.now(), 200
    context = _context(link.idea)
    if request.method == "POST" and request.POST.get("choice") == "yes":
        try:
            services.give(link, now)
            context["said"] = _("Your support counts. Thank you.")
        except TransitionNotAllowed:
            context["said"], status = _("This idea can’t be supported any more."), 409
    elif request.method == "POST":
        context["said"] = (
            _("Your support doesn’t count, and we keep nothing of you.")
            if services.take_back(link, now)
            else _(
                "The number of supporters can’t change any more. We keep nothing of you, also not whether you were"
                " one of them."
            )
        )
    else:
        context |= {"asked": True, "given": link.given}
    return render(request, "participation/support.html", context, status=status)


def _context(idea: Idea, **more: Any) -> dict[str, Any]:
    """Around the page; of what isn't public any more no title."""
    shown = idea.title if idea.public else ""
    title = _("Support this idea")
    return {**frame(idea.process, "ideas", title), "title": title, "idea_title": shown, **more}
