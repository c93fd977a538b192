"""The file of roles: what ships is sound, and what is wrong in one is told."""

from pathlib import Path

import pytest

from wijkwerk.access.roles import FILE, read_rules, rules
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
        ('within = "municipality"', 'within = "street"', "no such thing"),
        ('within = "municipality"\n', "", "wrong keys"),
        ('nl = "Controleur", en', 'nl = "", en', "no words"),
        ("[actions]", "[acts]", "unknown key"),
        ("[actions]", "[actions", "can't be read"),
    ],
)
def test_what_is_wrong_in_a_file_of_roles_is_told(
    tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    text = FILE.read_text("utf-8")
    assert was in text
    (tmp_path / "roles.toml").write_text(text.replace(was, becomes), "utf-8")
    with pytest.raises(InputError, match=told):
        read_rules(tmp_path / "roles.toml")
