"""The first page: what got better, what got worse, what can't be told."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import binom

from wijkwerk.monitor.editions.report.counting import (
    areas_of,
    count_paragraph,
    count_sentence,
    not_reported,
    where_of,
)
from wijkwerk.monitor.editions.report.facts import Counts, Facts, Report, Subject
from wijkwerk.monitor.editions.report.grammar import Voice
from wijkwerk.monitor.editions.report.labels import labels_in
from wijkwerk.monitor.editions.report.narrative import (
    distance_sentence,
    level_sentence,
    own_gain,
    subject_paragraph,
)
from wijkwerk.shared.comparing import comparable
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import listing, lower_first, moment, upper_first
from wijkwerk.shared.text import Language

VERDICTS = ("better", "worse", "same", "unknown", "unreported", "untold", "level")
NEUTRAL = "neutral"  # of topics without a better side, which no answer counts
# Where topics are told: a lead that changed stands apart from a distance that one has to catch up.
HEADINGS = ("better", "better_lead", "worse", "worse_lead", *VERDICTS[2:], NEUTRAL)
_OTHER = {"smaller": "larger", "larger": "smaller"}
_MOVED = ("smaller", "larger")
_OF_STATED = {
    "smaller": "better", "larger": "worse", "equal": "same", "at_or_better": "same",
    "too_few": "untold", "no_reference": "untold", "not_reported": "unreported",
}  # fmt: skip
# Of what isn't told of all areas, from which share of them on it is said on the first page.
_LIMITS = (
    ("too_few", "limit_few", 0.25),
    ("no_reference", "limit_no_reference", 0.0),
    ("not_reported", "limit_not_reported", 0.0),
)
_NAMES = 4
_ONE_SIDED = 0.025  # what a 95% margin leaves on either side
_NO_NEWS = 0.05


@dataclass(frozen=True)
class Verdict:
    """Topics that went the same way: a key of the labels, and a line for each topic."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The answer in a sentence, then the topics, then what limits the answer."""

    answer: str
    verdicts: tuple[Verdict, ...]
    limits: tuple[str, ...]


def summary(report: Report, language: Language) -> Summary:
    """The first page of ``report``."""
    facts = report.everything
    ways = {kind: [fact for fact in facts if _heading(fact) == kind] for kind in HEADINGS}
    return Summary(
        answer=" ".join(
            sentence for sentence in (answer(facts, language), _about(facts, language)) if sentence
        ),
        verdicts=tuple(
            Verdict(kind, tuple(topic_line(topic, language) for topic in ways[kind]))
            for kind in HEADINGS
            if ways[kind]
        ),
        limits=tuple(_limits(report, language)),
    )


def verdict(facts: Facts) -> str:
    """Which way a topic went: by firm changes where the margins are known, else by all changes."""
    if not Voice(facts.indicator, "nl").judged:
        return NEUTRAL
    counts = facts.main_count
    if counts is not None:
        judged_counts = counts.counts if counts.firm is None else counts.firm
        main = max(_MOVED, key=lambda kind: judged_counts[kind])
        if counts.known == 0 and counts.counts["one_moment"]:
            return "level"
        if counts.known == 0:
            return "unreported" if counts.counts["not_reported"] else "untold"
        # What wasn't reported could turn it round.
        if judged_counts[main] - judged_counts[_OTHER[main]] <= counts.counts["not_reported"] > 0:
            # What is known of the group as a whole tells more than half a count.
            of_group = _subject_verdict(facts)
            return of_group if of_group in ("better", "worse", "same") else "unreported"
        if (
            counts.firm is not None
            and counts.moved
            and by_chance(judged_counts[main], counts.total)
        ):
            return "unknown"
        if judged_counts["smaller"] == judged_counts["larger"]:
            return "same"
        return "better" if main == "smaller" else "worse"
    return _subject_verdict(facts)


def by_chance(firm: int, areas: int) -> bool:
    """Whether so many firm changes one way could well be chance, if nothing changed at all.

    Each of ``areas`` then has a chance of 2.5% to look firm in one direction; what happens in more
    than one edition in twenty is no news. Exact binomial tail.
    """
    return float(binom.sf(firm - 1, areas, _ONE_SIDED)) > _NO_NEWS


def _heading(facts: Facts) -> str:
    """The verdict under which a topic is told: a change of a lead isn't one of a lag."""
    kind = verdict(facts)
    subject = next(iter(facts.subjects), None)
    if kind not in ("better", "worse") or facts.main_count is not None or subject is None:
        return kind
    ends = [distance.distance for distance in (subject.first, subject.last) if distance is not None]
    voice = Voice(facts.indicator, "nl")
    lead = any(end is not None and end < 0 and not voice.nought(end) for end in ends)
    return f"{kind}_lead" if lead and None not in ends and len(ends) > 1 else kind


def _by_group(facts: Facts) -> bool:
    """Whether it went the way it did for a group as a whole, not by counts of areas."""
    if verdict(facts) not in ("better", "worse"):
        return False
    counts = facts.main_count
    if counts is None:
        return True
    smaller, larger = counts.counts["smaller"], counts.counts["larger"]
    return abs(smaller - larger) <= counts.counts["not_reported"] > 0


def _subject_verdict(facts: Facts) -> str:
    subject = next(iter(facts.subjects), None)
    if subject is None:
        return "level"
    first, last = subject.first, subject.last
    if first is not None and last is not None:
        voice = Voice(facts.indicator, "nl")
        if first.distance is not None and last.distance is not None:
            change = last.distance - first.distance
            within = comparable(abs(change)) <= comparable(facts.indicator["tolerance"])
            if within or voice.nought(change):
                return "same"
            return "worse" if change > 0 else "better"
    if subject.stated_change is not None:
        return _OF_STATED[subject.stated_change.kind]
    return "level"


def topic_line(facts: Facts, language: Language) -> str:
    """A topic in a line: its name and what happened."""
    voice = Voice(facts.indicator, language)
    text = _but_itself(facts, _what_happened(facts, voice), voice)
    return labels_in(language).say(
        "topic", name=facts.indicator["name"][language], text=lower_first(text)
    )


def _what_happened(facts: Facts, voice: Voice) -> str:
    counts = facts.main_count
    if counts is not None:
        return _counted(counts, voice) if voice.judged else count_paragraph(counts, voice)
    subject = next(iter(facts.subjects), None)
    if subject is None:
        return "" if voice.judged else voice.say("neutral_topic")
    return (
        distance_sentence(subject, voice)
        or (subject_paragraph(subject, voice) if subject.stated_change else "")
        or level_sentence(subject, voice)
    )


def _but_itself(facts: Facts, text: str, voice: Voice) -> str:
    """``text`` and, where the group's own figure went the other way than the distances of its areas,
    that too: an improvement is never told as a decline alone."""
    way = verdict(facts)
    subject = next(iter(facts.subjects), None)
    if subject is None or facts.main_count is None or way not in ("better", "worse"):
        return text
    text = _but_whole(subject, text, way, voice)
    gain = own_gain(subject, voice)
    if gain == 0 or (gain > 0) == (way == "better"):
        return text
    key = "own_better" if gain > 0 else "own_worse"
    return voice.say(key, text=text, place=voice.place(subject.place))


def _but_whole(subject: Subject, text: str, way: str, voice: Voice) -> str:
    """``text`` and what the distance of the group as a whole did, by the publication, where that
    isn't what it did in most areas."""
    kind = None if subject.stated is None else subject.stated.kind
    if kind not in ("smaller", "larger", "equal") or _OF_STATED[kind] == way:
        return text
    return voice.say(f"total_{kind}", text=text, place=voice.place(subject.place))


def _counted(counts: Counts, voice: Voice) -> str:
    """What the distances did, and of how many areas that can't be told."""
    if counts.counts["too_few"] == counts.total:
        return voice.say("too_few_everywhere", areas=areas_of(counts, voice))
    if counts.known == 0 and counts.counts["one_moment"]:
        return voice.say("one_moment_everywhere", areas=areas_of(counts, voice))
    if counts.known == 0:
        return count_paragraph(counts, voice)
    if counts.moved == 0 and counts.known < counts.total:
        # Nowhere would be too much to say when of some it can't be told.
        sentences = (count_sentence(counts, voice, short=True), not_reported(counts, voice))
        return " ".join(sentence for sentence in sentences if sentence)
    text = _moves(counts, voice)
    silent = not_reported(counts, voice)
    untold = counts.total - counts.known - counts.counts["not_reported"]
    if untold:
        text = voice.say(
            "of_known",
            text=text,
            number=count(untold, voice.language),
            areas=areas_of(counts, voice, short=True),
        )
    return f"{text} {silent}".strip()


def _moves(counts: Counts, voice: Voice) -> str:
    language = voice.language
    if counts.moved == 0:
        return voice.say("still", areas=areas_of(counts, voice))
    if counts.firm is None:
        return count_sentence(counts, voice, _MOVED, short=True)
    if counts.sure == 0:
        text = count_sentence(counts, voice, _MOVED, short=True).removesuffix(".")
        return voice.say("unsure_one" if counts.moved == 1 else "unsure", text=text)
    main = max(_MOVED, key=lambda kind: counts.firm[kind] if counts.firm else 0)
    other = _OTHER[main]
    number = counts.firm[other]
    rest = (
        voice.say(f"sure_other_{other}", number=count(number, language))
        if number
        else voice.say(f"sure_nowhere_{other}")
    )
    where = where_of(counts, count(counts.firm[main], language), voice, short=True)
    text = voice.say(f"sure_{main}", where=where, other=rest)
    if by_chance(counts.firm[main], counts.total):
        return voice.say("chance", text=text)
    return f"{text}."


def answer(facts: tuple[Facts, ...], language: Language) -> str:
    """'Bij 9 van de 13 onderwerpen werd de afstand vaker kleiner dan groter. Bij 3 …', about the
    topics that have a better side."""
    facts = tuple(fact for fact in facts if Voice(fact.indicator, language).judged)
    phrases = labels_in(language)
    ways = {kind: [fact for fact in facts if verdict(fact) == kind] for kind in VERDICTS}
    counted = [fact.main_count for fact in facts if fact.main_count is not None]
    way = "groups"
    if counted:
        way = "sure" if any(topic_counts.firm is not None for topic_counts in counted) else "counts"
        if way == "counts" and any(_by_group(fact) for fact in facts):
            way = "mixed"
    topics = phrases.say("topic_many", number=count(len(facts), language))
    parts: list[str] = []
    for kind in (kind for kind in VERDICTS if ways[kind]):
        own = len(ways[kind])
        head = "head_all" if own == len(facts) else "head_of"
        if parts:
            head = "head_more_one" if own == 1 else "head_more"
        where = phrases.say(
            "head_single" if len(facts) == 1 else head,
            number=count(len(ways[kind]), language),
            topics=topics,
        )
        key = f"head_{kind}_{way}" if kind in ("better", "worse") else f"head_{kind}"
        if kind == "worse" and ways["better"]:
            key = "head_reverse"
        parts.append(phrases.say(key, where=where))
    return " ".join(f"{upper_first(part)}." for part in parts)


def _about(facts: tuple[Facts, ...], language: Language) -> str:
    """Whose figures these are, against what, and over which years."""
    counted = [fact.main_count for fact in facts if fact.main_count is not None]
    computed = [topic_counts for topic_counts in counted if topic_counts.firm is not None]
    if not computed:
        return ""
    first = computed[0]
    voice = Voice({"unit": "", "kind": ""}, language)
    ref = labels_in(language).say("about_own")
    if not first.own_municipality:
        if first.reference is None:
            return ""
        ref = voice.place(first.reference)
    return labels_in(language).say(
        "about",
        areas=areas_of(max(computed, key=lambda topic_counts: topic_counts.total), voice),
        # What was computed here has both its moments.
        start=moment(min(topic_counts.period_from or "" for topic_counts in computed), language),
        end=moment(max(topic_counts.period_to or "" for topic_counts in computed), language),
        ref=ref,
    )


def _limits(report: Report, language: Language) -> list[str]:
    """What a reader must know before using the answer."""
    phrases, facts, limits = labels_in(language), report.everything, []
    if any(counts.firm is None for fact in facts for counts in fact.counts):
        limits.append(phrases.say("limit_published"))
    bare = [fact for fact in facts if _without_margin(fact)]
    if bare:
        key = "limit_margin_one" if len(bare) == 1 else "limit_margin_many"
        limits.append(phrases.say(key, number=count(len(bare), language)))
    for kind, key, least in _LIMITS:
        short = [
            fact
            for fact in facts
            if (counts := fact.main_count) is not None
            and counts.known > 0
            and counts.counts[kind] > 0
            and counts.counts[kind] >= least * counts.total
        ]
        if short:
            limits.append(phrases.say(key, names=_names(short, language)))
    broken = [fact for fact in facts if fact.indicator["breaks"]]
    if broken:
        limits.append(phrases.say("limit_break", names=_names(broken, language)))
    cells = sum(row.cells for row in report.coverage)
    withheld = sum(row.withheld for row in report.coverage)
    if withheld:
        limits.append(
            phrases.say(
                "limit_withheld_one" if withheld == 1 else "limit_withheld_many",
                cells=count(cells, language),
                number=count(withheld, language),
            )
        )
    return limits


def _without_margin(facts: Facts) -> bool:
    return any(
        subject.first is not None and subject.last is not None and subject.last.lower is None
        for subject in facts.subjects
    )


def _names(facts: list[Facts], language: Language) -> str:
    names = [f"‘{fact.indicator['name'][language]}’" for fact in facts]
    if len(names) > _NAMES + 1:
        rest = labels_in(language).say("others", number=count(len(names) - _NAMES, language))
        names = [*names[:_NAMES], rest]
    return listing(names, language)
