"""Schemes: what ships is sound, and every fault is told with its line and what to do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from wijkwerk.designation.core.scheme import Relative
from wijkwerk.designation.plan_files import read_catalogue, read_effects
from wijkwerk.designation.reading import (
    examine,
    find_scheme,
    read_scheme,
    schema,
    shipped,
    starter,
    switched,
    with_labels,
)
from wijkwerk.designation.scheme_parts import rules_of
from wijkwerk.monitor.sources.toml import catalogue
from wijkwerk.shared.problems import InputError, Severity


def said(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "scheme.toml"
    path.write_text(text, "utf-8")
    return [str(one) for one in examine(path)[1]]


@pytest.fixture
def sound() -> str:
    return starter()


def line_of(text: str, words: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), 1) if words in line)


def test_what_ships_is_sound_and_neutral_in_two_languages() -> None:
    Draft202012Validator.check_schema(schema())
    assert set(shipped()) == {
        "denmark",
        "dutch-forty",
        "forty-plus",
        "new-towns",
        "nomination",
        "social-recapture",
    }
    for path in shipped().values():
        scheme, problems = examine(path)
        assert problems == []
        assert scheme is not None
        for rules in scheme.versions:
            for one in (*rules.criteria, *rules.measures, *rules.scores):
                assert one.name.nl
                assert one.name.en
            for status in rules.statuses:
                for word in ("ghetto", "parallel", "getto", "achterstandsbuurt"):
                    assert word not in f"{status.label.nl} {status.label.en}".lower()


def test_the_four_danish_measures_are_the_indicators_of_the_catalogue() -> None:
    """A source that takes them over is designated without a table of names."""
    for rules in read_scheme(shipped()["denmark"]).versions:
        asked = {measure.code: measure.indicator for measure in rules.measures}
        four = [
            asked[code] for code in ("outside_work", "convictions", "basic_schooling", "income")
        ]
        assert {one: catalogue()[one]["kind"] for one in four} == {
            "outside_work": "rate",
            "convictions": "rate",
            "basic_schooling": "rate",
            "income": "mean",  # which the scheme divides by the region's
        }


def test_the_danish_law_of_2018_is_as_published() -> None:
    rules = read_scheme(shipped()["denmark"]).at(2019)
    assert rules.since == "2018-12-01"
    asked = {
        criterion.code: (criterion.op.value, criterion.threshold, criterion.relative_to)
        for criterion in rules.criteria
    }
    assert asked == {
        "work": (">", 40, Relative.NONE),
        "crime": (">=", 3, Relative.COUNTRY),
        "schooling": (">", 60, Relative.NONE),
        "income": ("<", 0.55, Relative.REGION),
        "residents": (">=", 1000, Relative.NONE),
        "migration_half": (">=", 50, Relative.NONE),
    }
    means = {measure.code: measure.period.mean for measure in rules.measures}
    assert means["outside_work"] == means["convictions"] == 2
    assert means["basic_schooling"] == means["income"] == 1
    assert rules.status("vulnerable").at_least == 2
    assert rules.status("extended").gates == ("residents", "migration_half")
    assert rules.status("long_term").years_in_a_row == 4
    limit = next(
        consequence for consequence in rules.consequences if consequence.kind == "obligation"
    )
    assert (limit.status, limit.limit, limit.deadline[:4]) == ("long_term", 40, "2030")


def test_the_danish_law_changed_from_the_list_of_december_2021() -> None:
    scheme = read_scheme(shipped()["denmark"])
    assert scheme.at(2020).since == "2018-12-01"
    rules = scheme.at(2021)
    assert rules.since == "2021-12-01"
    assert rules.status("long_term").years_in_a_row == 5
    assert rules.status("vulnerable").gates == ("residents",)
    prevention = rules.status("prevention")
    assert prevention.gates == ("residents", "non_western_share")
    mild = {code: rules.criterion(code).threshold for code in prevention.of}
    assert mild == {"work_mild": 30, "crime_mild": 2, "schooling": 60, "income_mild": 0.65}
    assert rules.criterion("non_western_share").threshold == 30


def test_a_criterion_on_a_protected_ground_is_off_with_all_that_rests_on_it() -> None:
    scheme = read_scheme(shipped()["denmark"])
    assert scheme.at(2021).off() == {"migration_half", "non_western_share"}
    assert scheme.at(2021).statuses_off() == {"extended", "long_term", "prevention"}
    on = switched(scheme, {"migration_half": "the law of 2018 prescribes it"})
    assert on.at(2021).statuses_off() == {"prevention"}
    assert on.switched_on() == {"migration_half": "the law of 2018 prescribes it"}
    with pytest.raises(InputError, match="Did you mean migration_half"):
        switched(scheme, {"migration_hal": "the law of 2018 prescribes it"})
    with pytest.raises(InputError, match="expected a sentence that says why"):
        switched(scheme, {"migration_half": "because"})
    with pytest.raises(InputError, match="this scheme has none"):
        switched(read_scheme(shipped()["dutch-forty"]), {"residents": "the law prescribes it"})


def test_own_words_take_the_place_of_the_neutral_ones(tmp_path: Path) -> None:
    scheme = read_scheme(shipped()["denmark"])
    own = with_labels(scheme, shipped()["denmark"].parents[1] / "labels" / "denmark.toml")
    assert own.label("vulnerable", 2021, "da") == "Udsat boligområde"
    assert scheme.label("vulnerable", 2021, "en") == "Priority area"
    path = tmp_path / "labels.toml"
    path.write_text('[label.vulnerible]\nnl = "A"\nen = "B"\n', "utf-8")
    with pytest.raises(InputError) as wrong:
        with_labels(scheme, path)
    assert str(wrong.value) == (
        "labels.toml:1 [label.vulnerible]: unknown status: found 'vulnerible'; expected a status of "
        "the scheme. Did you mean vulnerable?"
    )


def test_the_scheme_to_begin_with_is_sound(tmp_path: Path, sound: str) -> None:
    assert said(tmp_path, sound) == []


CASES = [
    (
        'op = ">"\nthreshold = 40', 'opp = ">"\nthreshold = 40', "opp",
        "scheme.toml:{line} [criterion.schooling]: unknown key: found 'opp'; expected one of code, "
        "name, measure, op, threshold, top, relative_to, ground, switched_on, description. "
        "Did you mean op?",
    ),
    (
        'measure = "low_income"\nop', 'measure = "low_incone"\nop', "low_incone",
        "scheme.toml:{line} [criterion.income.measure]: unknown measure: found 'low_incone'; expected "
        "a measure of this scheme. Did you mean low_income?",
    ),
    (
        'of = ["income", "schooling"]', 'of = ["income", "scholing"]', "scholing",
        "scheme.toml:{line} [status.attention.of]: unknown criterion: found 'scholing'; expected a "
        "criterion of this scheme. Did you mean schooling?",
    ),
    (
        "at_least = 2", "at_least = 3", "at_least = 3",
        "scheme.toml:{line} [status.attention.at_least]: impossible: found 'at_least = 3'; expected 2 "
        "or less: that many criteria are in of. No area can ever get this status.",
    ),
    (
        "threshold = 40", "threshold = 140", "threshold = 140",
        "scheme.toml:{line} [criterion.schooling.threshold]: can never be met: found '> 140'; expected "
        "a number between 0 and 100. A share is between 0 and 100, a ratio is above 0.",
    ),
    (
        "threshold = 40", "threshold = -1", "threshold = -1",
        "scheme.toml:{line} [criterion.schooling.threshold]: is always met: found '> -1'; expected a "
        "number between 0 and 100. It tells no area from another: take it out, or mend it.",
    ),
    (
        'rank = 2\nwithin = "attention"', 'rank = 1\nwithin = "attention"', 'rank = 1\nwithin',
        "scheme.toml:{line} [status.lasting.rank]: rank is used twice: found '1'; expected a rank of "
        "its own. attention has it too; the graver status has the higher rank.",
    ),
    (
        'rank = 1\nat_least', 'rank = 1\nwithin = "lasting"\nat_least', 'within = "lasting"',
        "scheme.toml:{line} [status.attention.within]: circular: found 'attention > lasting > "
        "attention'; expected a status that doesn't rest on itself. Break the circle at one of them.",
    ),
    (
        'code = "schooling"\nname = { nl = "Meer', 'code = "income"\nname = { nl = "Meer',
        'code = "income"\nname = { nl = "Meer',
        "scheme.toml:{line} [criterion.code]: code is used twice: found 'income'; expected each code "
        "once. It is also on line {other}: give one of them another code.",
    ),
    (
        'from = "2020-01-01"', 'from = "2020-02-30"', "2020-02-30",
        "scheme.toml:{line} [scheme.from]: no such day: found '2020-02-30'; expected a day of the "
        "calendar.",
    ),
    (
        "period = { mean = 2 }", "period = { mean = 2, known = 3 }", "known = 3",
        "scheme.toml:{line} [measure.low_income.period]: impossible: found 'known = 3'; expected 2 or "
        "less: the mean is of that many years.",
    ),
    (
        "threshold = 40", "top = 40\nrelative_to = \"country\"", "top = 40",
        "scheme.toml:{line} [criterion.schooling.top]: contradicts: found 'top = 40'; expected no op "
        "and no relative_to beside top. top takes the highest scores; turn a measure round in a "
        "[[score]].",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"), CASES, ids=[case[2] for case in CASES]
)
def test_a_fault_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, sound: str, old: str, new: str, words: str, expected: str
) -> None:
    text = sound.replace(old, new)
    assert text != sound
    line = text[: text.index(words)].count("\n") + 1
    other = line_of(text, 'code = "income"')
    assert expected.format(line=line, other=other) in said(tmp_path, text)


GATES = """
[[gate]]
code = "small"
name = { nl = "Klein", en = "Small" }
measure = "residents"
op = "<"
threshold = 500
"""


def test_gates_that_exclude_each_other_are_told(tmp_path: Path, sound: str) -> None:
    text = sound.replace("[[status]]", GATES.strip() + "\n\n[[status]]", 1).replace(
        'within = "attention"', 'within = "attention"\ngates = ["small"]'
    )
    line = text[: text.index('code = "lasting"')].count("\n")
    assert said(tmp_path, text) == [
        f"scheme.toml:{line} [status.lasting]: contradicts: found 'residents < 500 and residents >= "
        "500'; expected conditions that can hold together. No area can get lasting: small and "
        "residents exclude each other."
    ]


def test_all_faults_come_in_one_run(tmp_path: Path, sound: str) -> None:
    text = (
        sound.replace("at_least = 2", "at_least = 5")
        .replace("threshold = 40", "threshold = 400")
        .replace(
            'unit = "%"\n\n[[measure]]\ncode = "residents"',
            'unit = "%"\nunti = 3\n\n[[measure]]\ncode = "residents"',
        )
    )
    found = said(tmp_path, text)
    assert [one.split(": ")[1] for one in found].count("unknown key") == 1
    assert any("impossible" in one for one in found)
    scheme, problems = examine(tmp_path / "scheme.toml")
    assert scheme is None
    assert len(problems) >= 2


@pytest.mark.parametrize("key", ["id", "from"])
def test_a_code_or_a_date_that_ends_in_a_new_line_is_none(
    tmp_path: Path, sound: str, key: str
) -> None:
    head, line = sound.split(f"\n{key} = ", 1)
    value, rest = line.split("\n", 1)
    bad = f'{head}\n{key} = {value[:-1]}\\n"\n{rest}'
    assert tomllib.loads(bad)["scheme"][key].endswith("\n")
    assert any(f"[scheme.{key}]: malformed value" in one for one in said(tmp_path, bad))


def test_versions_of_one_date_conflict(tmp_path: Path, sound: str) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(sound, "utf-8")
    _, problems = examine(tmp_path)
    assert [str(problem) for problem in problems] == [
        "b.toml:5 [scheme.from]: conflicting versions: found '2020-01-01'; expected a date of its own "
        "for each version. a.toml holds from the same date."
    ]
    other = sound.replace('id = "my-scheme"', 'id = "other"').replace("2020-01-01", "2021-01-01")
    (tmp_path / "b.toml").write_text(other, "utf-8")
    assert [one.value for one in examine(tmp_path)[1]] == ["other"]


def test_versions_may_not_nest_statuses_in_each_other(tmp_path: Path, sound: str) -> None:
    (tmp_path / "a.toml").write_text(sound, "utf-8")
    turned = (
        sound.replace(
            'rank = 2\nwithin = "attention"\n', "rank = 1\nat_least = 1\nof = ['income']\n"
        )
        .replace("rank = 1\nat_least = 2", 'rank = 2\nwithin = "lasting"\nat_least = 2')
        .replace("2020-01-01", "2021-01-01")
    )
    (tmp_path / "b.toml").write_text(turned, "utf-8")
    scheme, problems = examine(tmp_path)
    assert scheme is None
    assert [problem.code for problem in problems] == ["conflicting versions"]


def test_a_criterion_that_nothing_rests_on_is_a_warning(tmp_path: Path, sound: str) -> None:
    text = sound.replace('gates = ["residents"]\n', "")
    path = tmp_path / "scheme.toml"
    path.write_text(text, "utf-8")
    scheme, problems = examine(path)
    assert scheme is not None
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("is not used", Severity.WARNING)
    ]


def test_what_is_no_scheme_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Did you mean denmark"):
        find_scheme("denmrak")
    with pytest.raises(InputError, match="no scheme there"):
        read_scheme(tmp_path)
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        read_scheme(path)
    path.write_text("[scheme\n")
    with pytest.raises(InputError, match="not TOML"):
        read_scheme(path)
    path.write_text('scheme = "x"\nmeasure = 3\n')
    with pytest.raises(InputError, match="wrong value"):
        read_scheme(path)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e300", "2e8"])
def test_a_threshold_that_no_figure_can_be_held_against_is_told(
    tmp_path: Path, sound: str, number: str
) -> None:
    threshold = next(line for line in sound.splitlines() if line.startswith("threshold"))
    broken = sound.replace(threshold, f"threshold = {number}", 1)
    at = line_of(broken, f"threshold = {number}")
    assert any(
        one.startswith(f"scheme.toml:{at} ") and "not a number to co" in one
        for one in said(tmp_path, broken)
    )


def test_a_ground_is_switched_on_in_a_file_by_a_reason_only(tmp_path: Path, sound: str) -> None:
    threshold = next(line for line in sound.splitlines() if line.startswith("threshold"))

    def switched_on(lines: str) -> str:
        return "\n".join(said(tmp_path, sound.replace(threshold, f"{threshold}\n{lines}", 1)))

    assert "no reason" in switched_on('ground = "origin"\nswitched_on = "ok"')
    assert "nothing to switch on" in switched_on('switched_on = "the law says so"')
    assert switched_on('ground = "origin"\nswitched_on = "the law says so"') == ""


def test_a_threshold_of_many_decimals_is_compared_as_figures_are() -> None:
    text = starter()
    threshold = next(line for line in text.splitlines() if line.startswith("threshold"))
    scheme = rules_of(tomllib.loads(text.replace(threshold, "threshold = 0.33333333333333", 1)))
    assert {criterion.threshold for criterion in scheme.criteria} >= {0.333333333}


def test_the_plan_and_the_money_go_with_the_second_status_as_in_the_catalogue() -> None:
    catalogue = read_catalogue()
    allowed = {status.code for status in catalogue.statuses if status.plan != "untold"}
    paid = {status.code for status in catalogue.statuses if status.money}
    for rules in read_scheme(shipped()["denmark"]).versions:
        follows = {
            consequence.code: rules.status(consequence.status) for consequence in rules.consequences
        }
        nested = {
            status.code for status in rules.statuses if "extended" in (status.code, status.within)
        }
        assert follows["plan"].code == follows["fund"].code == "extended"
        assert nested == allowed == paid
        assert follows["social_housing"].code == "long_term"


def test_every_version_of_the_danish_law_says_which_figures_would_show_its_side_effects() -> None:
    known = {watch.role for effect in read_effects() for watch in effect.watch}
    for rules in read_scheme(shipped()["denmark"]).versions:
        roles = dict(rules.watch)
        assert set(roles) == {"newcomers_with_work", "influence", "change_of_school", "moves_out"}
        assert set(roles) <= known


@pytest.mark.parametrize("sign", ["\\n", "\\t", "\\u0007", "\\u202e", "x" * 3000])
@pytest.mark.parametrize("table", ["scheme", "status"])
def test_names_of_a_scheme_are_texts_of_one_line(
    tmp_path: Path, sound: str, table: str, sign: str
) -> None:
    key = "title" if table == "scheme" else "label"
    at = sound.index('"', sound.index(f"{key} = ", sound.index(f"[{table}")))
    found = said(tmp_path, sound[: at + 1] + sign + sound[at + 1 :])
    assert any("not a text that will do" in one and key in one for one in found), found
