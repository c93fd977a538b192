"""Makes a letter of facts: a pure function, so that the same facts always give the same letter."""

from __future__ import annotations

from wijkwerk.programme.core.letter import Content, Part, Ref, Sentence
from wijkwerk.programme.letters.facts import DecisionFact, Facts, TargetFact
from wijkwerk.programme.letters.sentences import MOST, Sentences
from wijkwerk.shared.dates import add_years
from wijkwerk.shared.text import Language

_LARGEST = 5  # projects, by money
_LADDER = ("talked", "other_partner", "board", "minister")
_OF_TARGETS = ("change", "drop")
_ANSWERS = ("on_course", "at_risk", "off_course", "cant_tell_yet")


def compose(facts: Facts, to: str, language: Language) -> Content:
    """The letter to ``to`` (council or parliament)."""
    told = _Letter(facts, to, language)
    made = (
        told.opening(), told.promised(), told.reached(), told.course(), told.missed(),
        told.decisions(), told.money(), told.next(), told.closing(),
    )  # fmt: skip
    return Content(
        title=told.say("title", programme=facts.title, since=told.day(facts.since),
                       until=told.day(facts.until)),
        to=told.say(f"to_{to}"), subject=facts.title, language=language,
        since=facts.since, until=facts.until, day=facts.day, parts=made,
    )  # fmt: skip


class _Letter(Sentences):
    """A part of the letter each."""

    def opening(self) -> Part:
        facts, n = self.facts, len(self.facts.targets)
        on = sum(one.answer == "on_course" for one in facts.targets)
        said = [self.sentence(f"inform_{self.to}", programme=facts.title,
                              since=self.day(facts.since), until=self.day(facts.until))]  # fmt: skip
        if facts.simulated:
            said.append(self.sentence("example"))
        said.append(self.sentence(
            "horizon", self.count(f"{facts.begins_on} – {facts.ends_on}"),
            begins=self.day(facts.begins_on), ends=self.day(facts.ends_on),
        ))  # fmt: skip
        if n == 1:
            answer = self.say(facts.targets[0].answer)
            said.append(self.sentence("short_one", self.count(answer), answer=answer))
        elif n:
            said += self._short(n, on)
        said.append(self.sentence("as_of", day=self.day(facts.day)))
        return self.part("opening", said)

    def _short(self, n: int, on: int) -> list[Sentence]:
        unknown = sum(one.answer == "cant_tell_yet" for one in self.facts.targets)
        if unknown == n:
            return [self.sentence("short_unknown_all", self.count(f"{n} / {n}"), all=self.n(n))]
        verb = {"nl": ("ligt", "liggen"), "en": ("is", "are")}[self.language][on != 1]
        said = [self.sentence(
            "short" if on else "short_none", self.count(f"{on} / {n}"), all=self.n(n),
            on=self.n(on), verb=verb,
        )]  # fmt: skip
        if unknown:
            told = self.count(f"{unknown} / {n}")
            said.append(self.sentence("short_unknown", told, n=self.n(unknown)))
        return said

    def promised(self) -> Part:
        said = []
        plan = self.facts.plan
        if plan is not None:
            key = "plan_open" if not plan.locked_on else (
                "plan_all" if plan.signed == plan.asked else "plan"
            )  # fmt: skip
            said.append(self.sentence(
                key, self.count(f"{plan.signed} / {plan.asked}", plan.locked_on), plan=plan.title,
                day=self.day(plan.locked_on) if plan.locked_on else "", signed=self.n(plan.signed),
                asked=self.n(plan.asked),
            ))  # fmt: skip
        for one in self.some(self.facts.targets):
            said += self._promise(one)
        if not self.facts.targets:
            said.append(self.sentence("no_targets"))
        said += self.rest(self.facts.targets, "targets")
        n = len(self.facts.commitments)
        if n:
            said.append(
                self.sentence("promises_one" if n == 1 else "promises", self.count(self.n(n)),
                              n=self.n(n))
            )  # fmt: skip
        return self.part("promised", said)

    def _promise(self, one: TargetFact) -> list[Sentence]:
        value = one.reference if one.value is None else self.amount(one.value, one.unit)
        ref = Ref("targets", one.id, one.title, value, one.due_on)
        said = [self.sentence(
            "target_level" if one.value is None else "target", ref, title=one.title,
            baseline=self.amount(one.baseline, one.unit), baseline_on=self.day(one.baseline_on),
            value=value, reference=one.reference, due=self.day(one.due_on),
        )]  # fmt: skip
        if one.changed_on and one.first_value is not None:
            before = self.amount(one.first_value, one.unit)
            said.append(self.sentence(
                "changed", Ref("targets", one.id, one.title, before, one.first_due), value=before,
                due=self.day(one.first_due), day=self.day(one.changed_on),
            ))  # fmt: skip
        return said

    def reached(self) -> Part:
        said = []
        for one in self.some(self.facts.targets):
            said.append(self._standing(one))
        said += self.rest(self.facts.targets, "targets")
        since, until = self.facts.since, self.facts.until
        kept = [one for one in self.facts.commitments
                if one.group == "kept" and since <= one.kept_on <= until]  # fmt: skip
        for done in self.some(kept):
            said.append(self.about(done, "kept", done.kept_on, day=self.day(done.kept_on)))
        said += self.rest(kept, "commitments")
        return self.part("reached", said)

    def _standing(self, one: TargetFact) -> Sentence:
        if one.latest is None:
            return self.sentence("no_figure", Ref("targets", one.id, one.title, "–"),
                                 title=one.title)  # fmt: skip
        latest = self.amount(one.latest, one.unit)
        share = one.share
        key = (
            "latest" if share is None else "there" if share >= 1 else "back" if share < 0 else "way"
        )
        return self.sentence(
            key, Ref("targets", one.id, one.title, latest, one.latest_on), title=one.title,
            latest=latest, day=self.day(one.latest_on),
            share="" if share is None else self.percent(share),
        )  # fmt: skip

    def course(self) -> Part:
        targets, n = self.facts.targets, len(self.facts.targets)
        said = []
        for answer in _ANSWERS:
            own = [one for one in targets if one.answer == answer]
            if not own:
                continue
            refs = [Ref("targets", one.id, one.title, self.say(answer), self.facts.day)
                    for one in own[:MOST]]  # fmt: skip
            refs += self._all(len(own))
            said.append(
                self.sentence(f"counted_{answer}", *refs, n=self.n(len(own)), all=self.n(n))
            )
        ended = [one for one in targets if one.ended_unmeasured]
        if ended:
            refs = [Ref("targets", one.id, one.title, self.day(one.due_on), one.due_on)
                    for one in ended[:MOST]]  # fmt: skip
            refs += self._all(len(ended))
            key = "ended_one" if len(ended) == 1 else "ended"
            said.append(self.sentence(key, *refs, n=self.n(len(ended))))
        known = [one for one in targets if one.chance is not None]
        for one in self.some(known):
            chance = self.chance(one.chance or 0.0)
            said.append(self.sentence(
                "chance", Ref("targets", one.id, one.title, chance, one.due_on), title=one.title,
                due=self.day(one.due_on), chance=chance,
            ))  # fmt: skip
        said += self.rest(known, "targets")
        if known:
            said.append(self.sentence("sure"))
        if not targets:
            said.append(self.sentence("no_targets"))
        return self.part("course", said)

    def _all(self, number: int) -> list[Ref]:
        """The page with every target, when a sentence counts more than it can lead to."""
        return [self.page("targets", self.say("all_targets"), number)] if number > MOST else []

    def missed(self) -> Part:
        late = [one for one in self.facts.commitments
                if one.group in ("overdue", "missed", "agreed", *_LADDER)]  # fmt: skip
        said = []
        for one in self.some(late):
            key = "missed_" if one.group == "missed" else one.group
            rung = self.day(one.rung_on) if one.rung_on else ""
            said.append(self.about(
                one, key, one.due_on, due=self.day(one.due_on), first=self.day(one.promised_for),
                rung=self.say("rung", day=rung) if rung else "",
                since_rung=self.say("since_rung", day=rung) if rung else "",
            ))  # fmt: skip
            if one.next_step_on:
                said.append(self.about(one, "next_step", one.next_step_on,
                                        day=self.day(one.next_step_on)))  # fmt: skip
        said += self.rest(late, "commitments")
        if not late:
            said.append(self.sentence("nothing_missed", self.count("0")))
        return self.part("missed", said)

    def decisions(self) -> Part:
        said = [self._decision(one) for one in self.some(self.facts.decisions)]
        left = [one.kind in _OF_TARGETS for one in self.facts.decisions[MOST:]]
        said += self.left_out(sum(left), "decisions")
        said += self.left_out(len(left) - sum(left), "projects", "decided")
        if not said:
            said.append(self.sentence("no_decisions", self.count("0")))
        return self.part("decisions", said)

    def _decision(self, one: DecisionFact) -> Sentence:
        of = "decisions" if one.kind in _OF_TARGETS else "projects"
        key = one.kind if one.accepted else "refused"
        value = self.amount(one.value, one.unit) if one.value is not None else ""
        if key == "change" and not value:
            key = "change_level"
        votes = "" if one.present is None else self.say(
            "votes", present=one.present, **{"for": one.votes_for or 0},
            against=one.votes_against or 0,
        )  # fmt: skip
        return self.sentence(
            key, Ref(of, one.id, one.title, value or self.day(one.on), one.on),
            day=self.day(one.on), title=one.title, value=value, votes=votes,
            due=self.day(one.due_on) if one.due_on else "",
        )  # fmt: skip

    def money(self) -> Part:
        facts = self.facts
        if not facts.going:
            return self.part("money", [self.sentence("no_projects", self.count("0"))])
        money = self.euro(facts.money)
        said = [self.sentence("money_one" if facts.going == 1 else "money_all",
                              self.count(money), n=self.n(facts.going), money=money)]  # fmt: skip
        if facts.without_money:
            n = self.n(facts.without_money)
            said.append(self.sentence("money_unknown", self.count(n), n=n))
        if facts.money_ended:
            n = self.n(facts.money_ended)
            said.append(self.sentence("money_ended", self.count(n), n=n))
        for one in facts.projects[:_LARGEST]:
            amount = self.euro(one.money or 0.0)
            until = (
                self.say("money_until", day=self.day(one.money_until)) if one.money_until else ""
            )
            said.append(self.sentence("project", self.project(one, amount, one.money_until or facts.day),
                                      title=one.name, money=amount, until=until))  # fmt: skip
        said += self.left_out(facts.going - min(len(facts.projects), _LARGEST), "projects")
        return self.part("money", said)

    def next(self) -> Part:
        facts, end = self.facts, add_years(self.facts.day, 1)
        said = []
        steps = sorted(
            ((one.milestone_on, one) for one in facts.targets
             if one.milestone is not None and facts.day < one.milestone_on <= end),
            key=lambda each: (each[0], each[1].id),
        )  # fmt: skip
        for on, target in self.some(steps):
            value = self.amount(target.milestone or 0.0, target.unit)
            said.append(self.sentence(
                "milestone", Ref("targets", target.id, target.title, value, on), day=self.day(on),
                title=target.title, value=value,
            ))  # fmt: skip
        said += self.rest(steps, "targets", "milestones")
        due = [one for one in facts.commitments
               if one.group in ("due", "soon") and one.due_on <= end]  # fmt: skip
        for one in self.some(due):
            said.append(self.about(one, "due", one.due_on, due=self.day(one.due_on)))
        said += self.rest(due, "commitments")
        for project in facts.open_decisions[:MOST]:
            on = project.decision_due
            said.append(self.sentence("decide", self.project(project, self.day(on), on),
                                      title=project.name, day=self.day(on)))  # fmt: skip
        told = min(len(facts.open_decisions), MOST)
        said += self.left_out(facts.to_decide - told, "projects", "to_decide")
        late = facts.late_decisions
        if late:
            said.append(self.sentence("late_one" if late == 1 else "late",
                                      self.count(self.n(late)), n=self.n(late)))  # fmt: skip
        if not said:
            said.append(self.sentence("nothing_next"))
        return self.part("next", said)

    def closing(self) -> Part:
        return self.part("closing", [self.sentence("later")])
