"""The files of roles: what ships is sound, they are read as one, and what is wrong in one is told."""

from pathlib import Path

import pytest

from wijkwerk.access.roles import NAME, files, read_rules, rules
from wijkwerk.shared.problems import InputError


def test_every_action_that_ships_stands_in_a_role_and_the_other_way_round() -> None:
    used = {action for role in rules().roles.values() for action in role.may}
    assert used == set(rules().actions)


def test_whoever_may_change_something_needs_a_second_factor() -> None:
    for role in rules().roles.values():
        assert role.second_factor, role.code


def test_nobody_may_both_object_and_answer_and_no_role_decides_and_publishes() -> None:
    for role in rules().roles.values():
        assert not {"objection.make", "objection.answer"} <= role.may
        assert not {"procedure.decide", "procedure.publish"} <= role.may


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('"procedure.work", "procedure.publish"', '"procedure.wrok"', "unknown action"),
        ('within = "municipality"', 'within = "street"', "no such place"),
        ('within = "municipality"\n', "", "Add a line within"),
        ('nl = "Controleur", en', 'nl = "", en', "a text in Dutch"),
        ("[actions]", "[acts]", "unknown key"),
        ("[actions]", "[actions", "not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_of_roles_is_told(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    (file,) = (file for file in files() if file.parent.name == "designation")
    text = file.read_text("utf-8")
    assert was in text
    (tmp_path / NAME).write_text(text.replace(was, becomes), "utf-8")
    with pytest.raises(InputError, match=told):
        read_rules([tmp_path / NAME, *(one for one in files() if one != file)])


def of(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / NAME).write_text(text, "utf-8")
    return folder / NAME


GARDENS = """\
order = 15

[places]
garden = { nl = "voor één tuin", en = "for one garden" }

[actions]
"garden.dig" = { nl = "Spitten", en = "Dig" }

[roles.gardener]
title = { nl = "Tuinier", en = "Gardener" }
may = ["garden.dig", "garden.eat"]
within = "garden"
second_factor = false
"""
KITCHEN = """\
[actions]
"garden.eat" = { nl = "Eten", en = "Eat" }

[roles.cook]
title = { nl = "Kok", en = "Cook" }
may = ["garden.eat"]
within = ""
second_factor = false
"""


def test_files_are_read_as_one_by_the_order_they_give_and_may_use_each_others_actions(
    tmp_path: Path,
) -> None:
    kitchen, gardens = of(tmp_path / "kitchen", KITCHEN), of(tmp_path / "gardens", GARDENS)
    known = read_rules([kitchen, gardens])
    assert list(known.roles) == ["gardener", "cook"]  # a file without an order comes last
    assert known.roles["gardener"].may == {"garden.dig", "garden.eat"}
    assert known.roles["gardener"].within == "garden"
    assert known.places["garden"].en == "for one garden"
    assert list(read_rules([*files(), kitchen, gardens]).roles) == [
        "official",
        "decider",
        "publisher",
        "municipality",
        "assessor",
        "auditor",
        "gardener",
        "administrator",
        "programme-founder",
        "programme-bureau",
        "programme-chair",
        "programme-board",
        "partner",
        "council",
        "participation-official",
        "platform-member",
        "counting-committee",
        "participation-decider",
        "participation-treasurer",
        "resident",
        "evaluator",
        "case-worker",
        "case-coordinator",
        "privacy-officer",
        "finance-analyst",
        "finance-controller",
        "result-executor",
        "result-verifier",
        "finance-treasurer",
        "visitor",
        "advice-owner",
        "barrier-keeper",
        "practice-keeper",
        "visit-secretary",
        "cook",
    ]


def test_every_code_that_stands_in_two_files_is_told_with_both_places(tmp_path: Path) -> None:
    again = GARDENS.replace("Tuinier", "Hovenier").replace("order = 15", "order = 16")
    paths = [
        of(tmp_path / "kitchen", KITCHEN),
        of(tmp_path / "gardens", GARDENS),
        of(tmp_path / "plots", again),
    ]
    with pytest.raises(InputError) as wrong:
        read_rules(paths)
    assert [
        (problem.file, problem.line, problem.value, problem.expected)
        for problem in wrong.value.problems
    ] == [
        ("plots/roles.toml", 4, "garden", "a code other than gardens/roles.toml:4"),
        ("plots/roles.toml", 7, "garden.dig", "a code other than gardens/roles.toml:7"),
        ("plots/roles.toml", 9, "gardener", "a code other than gardens/roles.toml:9"),
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("order = 15", "order = true", "a whole number"),
        ("order = 15", 'order = "first"', "a whole number"),
        (
            '[places]\ngarden = { nl = "voor één tuin", en = "for one garden" }',
            "places = 3",
            "a table: keys with values",
        ),
        ('nl = "voor één tuin", ', "", "Add a line nl"),
        ('within = "garden"', 'within = "meadow"', "no such place"),
    ],
)
def test_what_is_wrong_in_places_and_order_is_told(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    assert was in GARDENS
    paths = [
        of(tmp_path / "kitchen", KITCHEN),
        of(tmp_path / "gardens", GARDENS.replace(was, becomes)),
    ]
    with pytest.raises(InputError, match=told):
        read_rules(paths)


def test_a_file_lets_roles_of_others_do_what_it_adds(tmp_path: Path) -> None:
    also = '\n[also]\ncook = ["garden.dig"]\n'
    known = read_rules(
        [of(tmp_path / "kitchen", KITCHEN), of(tmp_path / "gardens", GARDENS + also)]
    )
    assert known.roles["cook"].may == {"garden.eat", "garden.dig"}
    assert known.roles["gardener"].may == {"garden.dig", "garden.eat"}


@pytest.mark.parametrize(
    ("also", "told"),
    [
        (
            'baker = ["garden.dig"]',
            "gardens/roles.toml:16 [also.baker]: unknown role: found 'baker'",
        ),
        # Its own role says itself what it may.
        ('gardener = ["garden.dig"]', "unknown role: found 'gardener'"),
        # Nobody hands out what is another's to give.
        ('cook = ["garden.eat"]', "[also.cook]: unknown action: found 'garden.eat'"),
        ('cook = ["garden.sow"]', "unknown action: found 'garden.sow'"),
        ('cook = "garden.dig"', "expected a list between [ and ]"),
    ],
)
def test_what_cant_be_let_is_told(tmp_path: Path, also: str, told: str) -> None:
    paths = [
        of(tmp_path / "kitchen", KITCHEN),
        of(tmp_path / "gardens", f"{GARDENS}\n[also]\n{also}\n"),
    ]
    with pytest.raises(InputError) as wrong:
        read_rules(paths)
    assert told in str(wrong.value)


def test_several_broken_files_are_told_at_once(tmp_path: Path) -> None:
    paths = [of(tmp_path / "a", "[acts]"), of(tmp_path / "b", "[actions")]
    with pytest.raises(InputError) as wrong:
        read_rules(paths)
    assert [problem.file for problem in wrong.value.problems] == ["a/roles.toml", "b/roles.toml"]
