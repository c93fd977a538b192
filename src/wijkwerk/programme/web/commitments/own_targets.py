"""A partner's own page of targets: those that it looks after, and where the bureau looks for a partner."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from wijkwerk.programme.models import Commitment, Organisation, Seat, Signatory, Step, Target
from wijkwerk.programme.policies import PUBLIC_STATES
from wijkwerk.programme.selectors.targets import TargetStatus, target_statuses
from wijkwerk.programme.web.commitments.show import programme_label
from wijkwerk.programme.web.target_labels import standing_label
from wijkwerk.ui.reader import day
from wijkwerk.workflow.sections import Card, Columns, Section, table_of


def own_targets(organisation: Organisation, today: date) -> list[Section]:
    """Of the programmes that are public: what an organisation looks after, with what is done when it is off
    course; and the targets of programmes that it takes part in for which a partner is looked for."""
    rows = Target.objects.filter(state="active", programme__state__in=PUBLIC_STATES)
    rows = rows.select_related("programme", "goal__pillar", "owner").order_by("programme", "pk")
    statuses = target_statuses(list(rows.filter(owner=organisation)), today)
    columns: Columns = {
        _("Target"): lambda status: {
            "text": status.target.title,
            "url": status.target.get_absolute_url(),
            "note": programme_label(status.target.programme),
        },
        _("How it stands"): lambda status: standing_label(status.standing),
        _("What is done"): _what_is_done,
    }
    title = _("Targets that we look after")
    table = table_of("own-targets", title, statuses, columns)
    sought = list(
        rows.filter(rung="seek", programme__in=_programmes_of(organisation)).exclude(
            owner=organisation
        )
    )
    return [
        *([Section("own-targets", title, table=table)] if statuses else []),
        *(
            [
                Section(
                    "sought", _("Here a partner is looked for"), cards=[_asked(t) for t in sought]
                )
            ]
            if sought
            else []
        ),
    ]


def _what_is_done(status: TargetStatus) -> dict[str, str] | str:
    """The rung, and by when the next step is: whoever looks after it is in turn too."""
    target = status.target
    if not target.rung:
        return ""
    on = target.next_step_on
    note = _("Next step: {name}").format(name=day(on)) if on else ""
    return {"text": target.get_rung_display(), "note": note}


def _programmes_of(organisation: Organisation) -> set[int]:
    """Numbers of the programmes that it takes part in."""
    own = (
        (Commitment, "organisation"),
        (Target, "owner"),
        (Signatory, "organisation"),
        (Seat, "organisation"),
    )
    return {
        number
        for model, link in own
        for number in model._default_manager.filter(**{link: organisation}).values_list(
            "programme", flat=True
        )
    }


def _asked(target: Target) -> Card:
    """What the bureau asks for a target."""
    step = Step.objects.filter(
        programme=target.programme_id, machine="target", object_id=target.pk, action="seek"
    ).last()
    request_text = "" if step is None else step.text
    return Card(
        target.title, request_text, programme_label(target.programme), url=target.get_absolute_url()
    )
