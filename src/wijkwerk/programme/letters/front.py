"""The first page of a letter: why it is written, what went well, what didn't, what isn't known, what is asked.

One page whatever the programme: names of at most ``_NAMED`` things, the rest counted; the annex tells all.
"""

from __future__ import annotations

from collections.abc import Sequence

from wijkwerk.programme.core.letter import Part, Ref, Sentence
from wijkwerk.programme.core.obligations import PAST_DUE
from wijkwerk.programme.letters.facts import Before, CommitmentFact, TargetFact
from wijkwerk.programme.letters.sentences import Sentences
from wijkwerk.shared.sentences import by_count, listing, upper_first

_NAMED = 4
OVER = ("reached", "not_reached", "not_known")
UNKNOWN = ("cant_tell_yet", "not_known")


class Front(Sentences):
    """The parts of the first page."""

    def opening(self) -> Part:
        """About what and how things stand, in a few sentences."""
        facts, n = self.facts, len(self.facts.targets)
        sentences = [
            self.sentence(
                f"inform_{self.to}",
                programme=facts.title,
                since=self.day(facts.since),
                until=self.day(facts.until),
            )
        ]
        if facts.simulated:
            sentences.append(self.sentence("example"))
        sentences.append(
            self.sentence(
                "horizon",
                self.count(self.period(facts.begins_on, facts.ends_on)),
                begins=self.day(facts.begins_on),
                ends=self.day(facts.ends_on),
            )
        )
        if n == 1:
            answer = self.say(f"answer_{facts.targets[0].answer}")
            key = "short_one_not_known" if facts.targets[0].answer == "not_known" else "short_one"
            sentences.append(self.sentence(key, self.count(answer), answer=answer))
        elif n:
            sentences += self._short() + self._ended()
        sentences += self._first_promises()
        sentences.append(
            self.sentence("as_of", self.count(self.day(facts.day)), day=self.day(facts.day))
        )
        old = sum(target.old for target in facts.targets)
        if old:
            key = by_count(
                old, n, none="", one="old_one", some="old", every="old_every", only="old_only"
            )
            sentences.append(
                self.sentence(key, self.count(self.of(old, n)), n=self.n(old), all=self.n(n))
            )
        return self.part("opening", sentences)

    def changes(self) -> Part:
        """What is other than it was on the day before: judgements of targets, commitments, decisions, money."""
        facts, before = self.facts, self.facts.before
        if before is None:
            return self.part(
                "changes", [self.sentence("changed_first", self.count(self.day(facts.since)))]
            )
        key = "changed_letter" if before.by_letter else "changed_period"
        day = self.day(before.day)
        sentences = [
            *self._turned(before),
            *self.counted(
                "changed_kept",
                sum(
                    commitment.group == "kept" and commitment.kept_on > before.day
                    for commitment in facts.commitments
                ),
            ),
            *self.counted(
                "changed_missed",
                sum(
                    commitment.was_missed and before.groups.get(commitment.id) not in PAST_DUE
                    for commitment in facts.commitments
                ),
            ),
            *self.counted(
                "changed_decided", sum(decision.on > before.day for decision in facts.decisions)
            ),
            *self._money(before),
        ]
        first = self.sentence(
            key if sentences else f"{key}_nothing", self.count(day, before.day), day=day
        )
        return self.part("changes", [first, *sentences])

    def _turned(self, before: Before) -> list[Sentence]:
        """The targets that are judged otherwise than they were, at most ``_NAMED`` by name."""
        turned = [
            target
            for target in self.facts.targets
            if before.answers.get(target.id, target.answer) != target.answer
        ]
        names = [
            self.say(
                "turned_name",
                title=target.title,
                was=self.say(f"answer_{before.answers[target.id]}"),
                now=self.say(f"answer_{target.answer}"),
            )
            for target in turned
        ]
        return self._named("turned", turned, names)

    def _money(self, before: Before) -> list[Sentence]:
        """What running projects take, when that is other than it was."""
        sentences = []
        for key, was, now in (
            ("changed_money", before.money, self.facts.money),
            ("changed_money_a_year", before.money_a_year, self.facts.money_a_year),
        ):
            if was != now:
                shown = self.count(self.euro(now))
                sentences.append(self.sentence(key, shown, was=self.euro(was), now=self.euro(now)))
        return sentences

    def answered(self, *answers: str) -> list[TargetFact]:
        """The targets with one of these answers."""
        return [target for target in self.facts.targets if target.answer in answers]

    def _ended(self) -> list[Sentence]:
        """How the targets whose deadline has passed ended; what happened to none isn't counted."""
        counts = {answer: len(self.answered(answer)) for answer in OVER}
        n = sum(counts.values())
        if not n:
            return []
        parts = [self.say(f"ended_{answer}", n=self.n(k)) for answer, k in counts.items() if k]
        return [
            self.sentence(
                "short_ended_one" if n == 1 else "short_ended",
                self.count(self.of(counts["reached"], n)),
                n=self.n(n),
                parts=listing(parts, self.language),
            )
        ]

    def _first_promises(self) -> list[Sentence]:
        """How it would stand had the board changed and dropped nothing."""
        first = self.facts.first
        if not first.changed + first.dropped:
            return []
        key = by_count(
            first.good,
            first.promised,
            none="short_first_none",
            one="short_first_one",
            some="short_first",
            every="short_first_every",
            only="short_first_only",
        )
        good_of_promised = self.count(self.of(first.good, first.promised))
        both = "board_both" if first.changed and first.dropped else ""
        return [
            self.sentence(
                key, good_of_promised, all=self.n(first.promised), good=self.n(first.good)
            ),
            self.sentence(
                both or ("board_changed" if first.changed else "board_dropped"),
                self.count(self.n(first.changed + first.dropped)),
                changed=self.n(first.changed),
                dropped=self.n(first.dropped),
            ),
        ]

    def _short(self) -> list[Sentence]:
        """How many of the targets whose deadline is still to come are on course."""
        over = len(self.answered(*OVER))
        n = len(self.facts.targets) - over
        if not n:
            return []
        on, unknown = len(self.answered("on_course")), len(self.answered("cant_tell_yet"))
        which = self.say("still_to_come") if over else ""
        if unknown == n:
            of_all = self.count(self.of(n, n))
            return [self.sentence("short_unknown_all", of_all, all=self.n(n), which=which)]
        key = by_count(
            on, n, none="short_none", one="short_one_of", some="short", every="short_every"
        )
        sentences = [
            self.sentence(
                key, self.count(self.of(on, n)), all=self.n(n), on=self.n(on), which=which
            )
        ]
        if unknown:
            key = "short_unknown_one" if unknown == 1 else "short_unknown"
            sentences.append(self.sentence(key, self.count(self.of(unknown, n)), n=self.n(unknown)))
        return sentences

    def well(self) -> Part:
        """What was reached or is on course, and how many commitments were kept."""
        facts = self.facts
        sentences = [
            *self._named("well_reached", self.answered("reached")),
            *self._named("well_on_course", self.answered("on_course")),
        ]
        commitments_kept = sum(
            commitment.group == "kept" and facts.since <= commitment.kept_on <= facts.until
            for commitment in facts.commitments
        )
        sentences += self.counted("well_kept", commitments_kept)
        return self.part("well", sentences or [self.sentence("well_nothing", self.count("0"))])

    def not_well(self) -> Part:
        """What is known to have gone badly: missed, off course or at risk, and overdue."""
        facts = self.facts
        sentences = [
            *self._named("bad_not_reached", self.answered("not_reached")),
            *self._named("bad_off_course", self.answered("off_course")),
            *self._named("bad_at_risk", self.answered("at_risk")),
        ]
        sentences += self.counted(
            "bad_late", sum(commitment.is_late(facts.day) for commitment in facts.commitments)
        )
        # Broken, and agreed anew: not late any more, but it didn't go well either.
        sentences += self.counted(
            "bad_new_day",
            sum(
                commitment.was_missed and not commitment.is_late(facts.day)
                for commitment in facts.commitments
            ),
        )
        sentences += self.counted("late", facts.late_decisions)
        return self.part("not_well", sentences or [self.sentence("bad_nothing", self.count("0"))])

    def not_known(self) -> Part:
        """Of which targets, commitments and projects nobody can tell how they stand or ended."""
        sentences = [
            *self._named("unknown_targets", self.answered(*UNKNOWN)),
            *self.counted("unknown_outcomes", len(self.outcomes_unknown())),
            *self.counted("unknown_projects", self.facts.going_unknown),
        ]
        nothing = [self.sentence("unknown_nothing", self.count("0"))]
        return self.part("not_known", sentences or nothing)

    def outcomes_unknown(self) -> list[CommitmentFact]:
        """The commitments whose day has passed and of which nobody knows what became of them."""
        return [
            commitment for commitment in self.facts.commitments if commitment.group == "not_known"
        ]

    def asked(self) -> Part:
        """What the reader is asked to do; the bureau adds what else it asks."""
        facts = self.facts
        sentences = [self.sentence(f"ask_note_{self.to}")]
        changed = sum(
            decision.accepted and decision.kind in ("change", "drop")
            for decision in facts.decisions
        )
        sentences += self.counted("ask_changed", changed)
        if facts.open_decisions:
            n, on = facts.to_decide, facts.open_decisions[0].decision_due
            key = "ask_decide_one" if n == 1 else "ask_decide"
            sentences.append(
                self.sentence(key, self.count(self.n(n), on), n=self.n(n), day=self.day(on))
            )
        return Part("asked", self.say(f"asked_{self.to}"), tuple(sentences))

    def closing(self) -> Part:
        """When the next letter comes."""
        return self.part("closing", [self.sentence("see_annex"), self.sentence("later")])

    def _named(
        self, key: str, targets: Sequence[TargetFact], called: Sequence[str] = ()
    ) -> list[Sentence]:
        """'Niet op koers: ‘A’, ‘B’ en nog 3'; nothing of no target. ``called``: by other than their titles."""
        if not targets:
            return []
        names = list(called or [f"‘{target.title}’" for target in targets])[:_NAMED]
        text = listing(names, self.language)
        if len(targets) > _NAMED:
            more = self.n(len(targets) - _NAMED)
            text = self.say("names_more", names=", ".join(names), n=more)
        refs = [
            Ref(
                "targets",
                target.id,
                target.title,
                upper_first(self.say(f"answer_{target.answer}")),
                self.facts.day,
            )
            for target in targets[:_NAMED]
        ]
        if len(targets) > _NAMED:
            refs.append(self.page("targets", self.say("all_targets"), len(targets)))
        return [self.sentence(key, *refs, names=text)]
