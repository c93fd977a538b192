"""Makes a letter of facts: a pure function, so that the same facts always give the same letter."""

from __future__ import annotations

from collections.abc import Sequence

from wijkwerk.programme.core.letter import Content, Part, Ref, Sentence
from wijkwerk.programme.letters.facts import DecisionFact, Facts, TargetFact
from wijkwerk.programme.letters.front import OVER, UNKNOWN, Front
from wijkwerk.programme.letters.labels import REASONS
from wijkwerk.programme.letters.letterhead import Letterhead
from wijkwerk.programme.letters.sentences import MOST
from wijkwerk.shared.dates import add_years
from wijkwerk.shared.sentences import by_count, upper_first
from wijkwerk.shared.text import Language

_LARGEST = 5  # projects, by money
_OF_TARGETS = ("change", "drop")
_ANSWERS = ("on_course", "at_risk", "off_course", "cant_tell_yet", *OVER)


def compose(
    facts: Facts, to: str, language: Language, letterhead: Letterhead | None = None
) -> Content:
    """The letter to ``to`` (council or parliament), with the sender and the signature that are set,
    else those that the place of the programme gives."""
    draft = _Letter(facts, to, language)
    head = letterhead or Letterhead()
    place = "" if facts.municipality is None else facts.municipality.in_(language)
    named = "_of" if place and to == "council" else ""
    names = {"municipality": place, "programme": facts.title}
    sender = draft.say(f"sender_{to}{named}", **names)
    parts = (
        draft.opening(),
        draft.changes(),
        draft.well(),
        draft.not_well(),
        draft.not_known(),
        draft.asked(),
        draft.closing(),
        draft.promised(),
        draft.reached(),
        draft.course(),
        draft.missed(),
        draft.outcomes(),
        draft.decisions(),
        draft.money(),
        draft.next(),
    )
    return Content(
        title=draft.say(
            "title",
            programme=facts.title,
            since=draft.day(facts.since),
            until=draft.day(facts.until),
        ),
        to=draft.say(f"to_{to}{named}", **names),
        sender=head.sender or (sender,),
        salutation=draft.say(f"salutation_{to}"),
        signature=(draft.say("regards"), *(head.signature or (head.sender[:1] or (sender,)))),
        subject=facts.title,
        language=language,
        since=facts.since,
        until=facts.until,
        day=facts.day,
        parts=parts,
    )


class _Letter(Front):
    """A part of the letter each: the first page stands in front.py, this is the annex."""

    def promised(self) -> Part:
        sentences = []
        plan = self.facts.plan
        if plan is not None:
            key = "plan_open"
            if plan.entered:
                key = "plan_entered"
            elif plan.locked_on:
                key = by_count(
                    plan.signed,
                    max(plan.asked, plan.signed),
                    none="plan_none",
                    one="plan_one",
                    some="plan",
                    every="plan_all",
                    only="plan_only",
                )
            sentences.append(
                self.sentence(
                    key,
                    self.count(self.of(plan.signed, plan.asked), plan.locked_on),
                    plan=plan.title,
                    day=self.day(plan.locked_on) if plan.locked_on else "",
                    signed=self.n(plan.signed),
                    asked=self.n(plan.asked),
                )
            )
        for target_fact in self.some(self.facts.targets):
            sentences += self._promise(target_fact)
        if not self.facts.targets:
            sentences.append(self.sentence("no_targets"))
        sentences += self.rest(self.facts.targets, "targets")
        sentences += self.counted("promises", len(self.facts.commitments))
        return self.part("promised", sentences)

    def _promise(self, target_fact: TargetFact) -> list[Sentence]:
        place = (
            target_fact.reference_name.in_(self.language)
            if target_fact.reference_name
            else target_fact.reference
        )
        value = place if target_fact.value is None else self.level(target_fact, target_fact.value)
        ref = Ref("targets", target_fact.id, target_fact.title, value, target_fact.due_on)
        sentences = [
            self.sentence(
                "target_level" if target_fact.value is None else "target",
                ref,
                title=target_fact.title,
                baseline=self.level(target_fact, target_fact.baseline),
                baseline_on=self.day(target_fact.baseline_on),
                value=value,
                reference=place,
                due=self.day(target_fact.due_on),
            )
        ]
        if target_fact.written is not None:
            written = self.level(target_fact, target_fact.written)
            sentences.append(
                self.sentence(
                    "written",
                    Ref(
                        "targets",
                        target_fact.id,
                        target_fact.title,
                        written,
                        target_fact.baseline_on,
                    ),
                    written=written,
                    measured=self.level(target_fact, target_fact.baseline),
                )
            )
        if target_fact.changed_on and target_fact.first_value is not None:
            before = self.level(target_fact, target_fact.first_value)
            sentences.append(
                self.sentence(
                    "changed",
                    Ref(
                        "targets", target_fact.id, target_fact.title, before, target_fact.first_due
                    ),
                    value=before,
                    due=self.day(target_fact.first_due),
                    day=self.day(target_fact.changed_on),
                )
            )
        return sentences

    def reached(self) -> Part:
        sentences = []
        for target_fact in self.some(self.facts.targets):
            sentences.append(self._standing(target_fact))
        sentences += self.rest(self.facts.targets, "targets")
        since, until = self.facts.since, self.facts.until
        commitments_kept = [
            commitment
            for commitment in self.facts.commitments
            if commitment.group == "kept" and since <= commitment.kept_on <= until
        ]
        for done in self.some(commitments_kept):
            sentences.append(self.about(done, "kept", done.kept_on, day=self.day(done.kept_on)))
        sentences += self.rest(commitments_kept, "commitments")
        return self.part("reached", sentences)

    def _standing(self, target_fact: TargetFact) -> Sentence:
        if target_fact.latest is None:
            return self.sentence(
                "no_figure",
                Ref("targets", target_fact.id, target_fact.title, "–"),
                title=target_fact.title,
            )
        latest = self.level(target_fact, target_fact.latest)
        share = target_fact.share
        if target_fact.answer in OVER:
            key = f"{target_fact.answer}_at_last"
        elif share is None:
            key = "latest"
        else:
            key = "there" if share >= 1 else "back" if share < 0 else "way"
        return self.sentence(
            key,
            Ref("targets", target_fact.id, target_fact.title, latest, target_fact.latest_on),
            title=target_fact.title,
            latest=latest,
            day=self.day(target_fact.latest_on),
            old=self.say("is_old") if target_fact.old else "",
            share="" if share is None else self.percent(share),
            baseline_on=self.day(target_fact.baseline_on),
        )

    def course(self) -> Part:
        targets, n = self.facts.targets, len(self.facts.targets)
        sentences = []
        for answer in _ANSWERS:
            own = [target for target in targets if target.answer == answer]
            if not own:
                continue
            refs = [
                Ref(
                    "targets",
                    target_fact.id,
                    target_fact.title,
                    self.say(f"answer_{answer}"),
                    self.facts.day,
                )
                for target_fact in own[:MOST]
            ]
            refs += self._all(len(own))
            key = by_count(
                len(own),
                n,
                none="",
                one="counted_one",
                some="counted",
                every="counted_every",
                only="counted_only",
            )
            sentences.append(
                self.sentence(
                    key,
                    *refs,
                    n=self.n(len(own)),
                    all=self.n(n),
                    answer=upper_first(self.say(f"answer_{answer}")),
                )
            )
            sentences += self._reasons(own) if answer in UNKNOWN else []
        with_chance = [target for target in targets if target.chance is not None]
        for target_fact in self.some(with_chance):
            chance = self.chance(target_fact.chance or 0.0)
            sentences.append(
                self.sentence(
                    "chance",
                    Ref("targets", target_fact.id, target_fact.title, chance, target_fact.due_on),
                    title=target_fact.title,
                    due=self.day(target_fact.due_on),
                    chance=chance,
                )
            )
        sentences += self.rest(with_chance, "targets")
        if with_chance:
            sentences.append(self.sentence("sure"))
        if not targets:
            sentences.append(self.sentence("no_targets"))
        return self.part("course", sentences)

    def _reasons(self, unknown: Sequence[TargetFact]) -> list[Sentence]:
        """Why it can't be told, for as many targets as each reason holds."""
        sentences = []
        for reason, labels in REASONS.items():
            own = [target_fact for target_fact in unknown if target_fact.reason == reason]
            if own:
                refs = [
                    Ref(
                        "targets",
                        target_fact.id,
                        target_fact.title,
                        labels.in_(self.language),
                        target_fact.latest_on,
                    )
                    for target_fact in own[:MOST]
                ]
                sentences.append(
                    self.sentence(
                        by_count(
                            len(own),
                            len(unknown),
                            none="",
                            one="because",
                            some="because",
                            every="because_every",
                            only="because_only",
                        ),
                        *refs,
                        *self._all(len(own)),
                        n=self.n(len(own)),
                        why=labels.in_(self.language),
                    )
                )
        return sentences

    def _all(self, number: int) -> list[Ref]:
        """The page with every target, when a sentence counts more than it can lead to."""
        return [self.page("targets", self.say("all_targets"), number)] if number > MOST else []

    def missed(self) -> Part:
        late = [commitment for commitment in self.facts.commitments if commitment.was_missed]
        sentences = []
        for commitment_fact in self.some(late):
            key = "missed_" if commitment_fact.group == "missed" else commitment_fact.group
            rung = self.day(commitment_fact.rung_on) if commitment_fact.rung_on else ""
            sentences.append(
                self.about(
                    commitment_fact,
                    key,
                    commitment_fact.due_on,
                    due=self.day(commitment_fact.due_on),
                    first=self.day(commitment_fact.promised_for),
                    rung=self.say("rung", day=rung) if rung else "",
                    since_rung=self.say("since_rung", day=rung) if rung else "",
                )
            )
            if commitment_fact.next_step_on:
                sentences.append(
                    self.about(
                        commitment_fact,
                        "next_step",
                        commitment_fact.next_step_on,
                        day=self.day(commitment_fact.next_step_on),
                    )
                )
        sentences += self.rest(late, "commitments")
        if not late:
            key = "none_known_missed" if self.outcomes_unknown() else "nothing_missed"
            sentences.append(self.sentence(key, self.count("0")))
        return self.part("missed", sentences)

    def outcomes(self) -> Part:
        """Nobody knows that these were missed, so they don't stand among what was."""
        unknown = self.outcomes_unknown()
        sentences = [
            self.about(promise, "outcome_unknown", promise.due_on, due=self.day(promise.due_on))
            for promise in self.some(unknown)
        ]
        sentences += self.rest(unknown, "commitments")
        nothing = [self.sentence("outcomes_known", self.count("0"))]
        return self.part("outcomes", sentences or nothing)

    def decisions(self) -> Part:
        sentences = [
            self._decision(decision_fact) for decision_fact in self.some(self.facts.decisions)
        ]
        left = [decision.kind in _OF_TARGETS for decision in self.facts.decisions[MOST:]]
        sentences += self.left_out(sum(left), "decisions")
        sentences += self.left_out(len(left) - sum(left), "projects", "decided")
        if not sentences:
            sentences.append(self.sentence("no_decisions", self.count("0")))
        return self.part("decisions", sentences)

    def _decision(self, decision_fact: DecisionFact) -> Sentence:
        of = "decisions" if decision_fact.kind in _OF_TARGETS else "projects"
        key = decision_fact.kind if decision_fact.accepted else "refused"
        value = (
            self.amount(decision_fact.value, decision_fact.unit)
            if decision_fact.value is not None
            else ""
        )
        if key == "change" and not value:
            key = "change_level"
        votes = (
            ""
            if decision_fact.present is None
            else self.say(
                "votes",
                present=decision_fact.present,
                **{"for": decision_fact.votes_for or 0},
                against=decision_fact.votes_against or 0,
            )
        )
        return self.sentence(
            key,
            Ref(
                of,
                decision_fact.id,
                decision_fact.title,
                value or self.day(decision_fact.on),
                decision_fact.on,
            ),
            day=self.day(decision_fact.on),
            title=decision_fact.title,
            value=value,
            votes=votes,
            due=self.day(decision_fact.due_on) if decision_fact.due_on else "",
        )

    def money(self) -> Part:
        facts = self.facts
        unknown = self.counted("unknown_projects", facts.going_unknown)
        if not facts.going:
            key = "none_known_to_run" if unknown else "no_projects"
            return self.part("money", [self.sentence(key, self.count("0")), *unknown])
        amounts = [self.say("in_all", money=self.euro(facts.money))] if facts.money else []
        if facts.money_a_year:
            amounts.append(self.say("a_year", money=self.euro(facts.money_a_year)))
        money = self.say("and").join(amounts)
        key = "money_one" if facts.going == 1 else "money_all"
        if not money:
            money, key = self.n(facts.going), f"{key}_nothing"
        sentences = [self.sentence(key, self.count(money), n=self.n(facts.going), money=money)]
        sentences += self.counted("money_undated", facts.money_undated)
        sentences += self.counted("money_unknown", facts.without_money)
        sentences += self.counted("money_ended", facts.money_ended)
        sentences += unknown
        for project in facts.projects[:_LARGEST]:
            amount = self.euro(project.money or 0.0)
            amount = self.say("a_year", money=amount) if project.a_year else amount
            until = (
                self.say("money_until", day=self.day(project.money_until))
                if project.money_until
                else ""
            )
            sentences.append(
                self.sentence(
                    "project",
                    self.project(project, amount, project.money_until or facts.day),
                    title=project.name,
                    money=amount,
                    until=until,
                )
            )
        sentences += self.left_out(facts.going - min(len(facts.projects), _LARGEST), "projects")
        return self.part("money", sentences)

    def next(self) -> Part:
        facts, end = self.facts, add_years(self.facts.day, 1)
        sentences = []
        steps = sorted(
            (
                (target.milestone_on, target)
                for target in facts.targets
                if target.milestone is not None and facts.day < target.milestone_on <= end
            ),
            key=lambda each: (each[0], each[1].id),
        )
        for on, target in self.some(steps):
            value = self.level(target, target.milestone or 0.0)
            sentences.append(
                self.sentence(
                    "milestone",
                    Ref("targets", target.id, target.title, value, on),
                    day=self.day(on),
                    title=target.title,
                    value=value,
                )
            )
        sentences += self.rest(steps, "targets", "milestones")
        due = [
            commitment
            for commitment in facts.commitments
            if commitment.group in ("due", "soon") and commitment.due_on <= end
        ]
        for commitment_fact in self.some(due):
            sentences.append(
                self.about(
                    commitment_fact,
                    "due",
                    commitment_fact.due_on,
                    due=self.day(commitment_fact.due_on),
                )
            )
        sentences += self.rest(due, "commitments")
        for project in facts.open_decisions[:MOST]:
            on = project.decision_due
            sentences.append(
                self.sentence(
                    "decide",
                    self.project(project, self.day(on), on),
                    title=project.name,
                    day=self.day(on),
                )
            )
        shown_decisions = min(len(facts.open_decisions), MOST)
        sentences += self.left_out(facts.to_decide - shown_decisions, "projects", "to_decide")
        sentences += self.counted("late", facts.late_decisions)
        if not sentences:
            sentences.append(self.sentence("nothing_next"))
        return self.part("next", sentences)
