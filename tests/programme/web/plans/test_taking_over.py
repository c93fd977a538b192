"""An approved plan of another capability becomes targets and commitments of a programme."""

from datetime import date
from typing import Any

import pytest

from wijkwerk.programme.models import Commitment, Target
from wijkwerk.programme.services.taking_over import take_over
from wijkwerk.programme.web.plans import taking_over as page
from wijkwerk.registry.hooks import ApprovedPlan, PlannedAction, PlannedFigure
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU = "programme-bureau"
SHARE = PlannedFigure(
    "Gezinswoningen in Molenhoek", "%", 60.0, date(2025, 12, 31), 40.0, date(2030, 12, 31),
    ((date(2028, 12, 31), 50.0),),
)  # fmt: skip
DEMOLISH = PlannedAction(
    "Slopen (Molenhoek)", "Gemeente, projectleider", date(2029, 1, 1), "Telling."
)
DAYCARE = PlannedAction("Opvang (Molenhoek)", "Scholen", date(2028, 1, 1), "Lijst.")
PLAN = ApprovedPlan("7", "Molenhoek vooruit", "/plan", (SHARE,), (DEMOLISH, DAYCARE))


def test_figures_become_targets_and_actions_commitments_once(
    a_programme: Any, command: Any
) -> None:
    programme, goal = a_programme.programme, a_programme.goals[1]
    city = a_programme.organisations[0]
    assert take_over(command(BUREAU), programme, PLAN, goal, [SHARE], {DEMOLISH: city}) == 2
    target = Target.objects.get(title=SHARE.title)
    path = target.paths.get()
    assert (path.baseline, path.value, path.due_on, target.scale) == (
        60.0, 40.0, SHARE.due_on, "share",
    )  # fmt: skip
    assert [(row.on, row.value) for row in path.milestones.all()] == list(SHARE.milestones)
    promised = Commitment.objects.get(title=DEMOLISH.title)
    assert (promised.organisation, promised.goal, promised.due_on) == (city, goal, DEMOLISH.due_on)
    assert "Molenhoek vooruit: Gemeente, projectleider" in promised.evidence
    again = {DEMOLISH: city, DAYCARE: city}
    assert take_over(command(BUREAU), programme, PLAN, goal, [SHARE], again) == 1


def test_when_one_part_is_refused_nothing_is_written(a_programme: Any, command: Any) -> None:
    programme, goal = a_programme.programme, a_programme.goals[1]
    before = Target.objects.count()
    past = PlannedAction("Te laat", "Gemeente", date(2001, 1, 1), "Niets.")
    with pytest.raises(TransitionNotAllowed):
        actions = {past: a_programme.organisations[0]}
        take_over(command(BUREAU), programme, PLAN, goal, [SHARE], actions)
    assert Target.objects.count() == before and not Commitment.objects.exists()


def test_it_is_chosen_on_the_site_by_who_may(
    a_programme: Any, somebody: Any, enter: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other:
        def approved_plans(self, municipality: str, _language: str) -> list[ApprovedPlan]:
            return [PLAN] if municipality == "GM0001" else []

    monkeypatch.setattr(page, "capabilities", lambda: [Other()])
    programme = a_programme.programme
    bureau = enter(somebody(BUREAU))
    url = f"/en/programmes/{programme.slug}/work/plans-of-others/7"
    assert bureau.get(url).status_code == 404  # the programme names no municipality
    type(programme).objects.update(municipality="GM0001")
    assert (
        "Molenhoek vooruit" in bureau.get(f"/en/programmes/{programme.slug}/work").content.decode()
    )
    shown = bureau.get(url)
    form = shown.context["form"]
    assert form.fields["action-0"].initial == "gemeente"  # its name begins the owner's
    assert form.fields["action-1"].initial is None  # 'Scholen' isn't 'Scholen op Zuid'
    assert "from 60.0% to 40.0% by 31 December 2030" in shown.content.decode()
    chosen = {"goal": a_programme.goals[1].pk, "figure-0": "on", "action-0": "gemeente"}
    assert enter(somebody("council")).post(url, chosen).status_code in (403, 404)
    assert bureau.post(url, chosen).status_code == 302
    assert Commitment.objects.get().title == DEMOLISH.title
    after = bureau.get(url).context["form"]
    assert set(after.fields) == {"goal", "action-1"} and not after.is_done
