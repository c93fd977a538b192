"""The capability of docs/howto/add-a-capability.md in every run, in one process and a few seconds: it registers
itself, its table, commands, roles and API are there. Its pages, and what can't be registered: test_toy_capability.py,
which takes minutes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from toy_package import made

SCRIPT = Path(__file__).with_name("toy_quick.py")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a site says of it that has nothing else."""
    toy = made(tmp_path_factory.mktemp("gardens"))
    Path(toy.environment["WIJKWERK_VAR"]).mkdir()
    Path(toy.environment["WIJKWERK_DATA"]).mkdir()
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        cwd=toy.project,
        env=toy.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_the_capability_of_the_howto_registers_itself(seen: dict[str, Any]) -> None:
    assert seen["labels"].index("monitor") < seen["labels"].index("gardens")
    assert seen["addresses"] == ["/nl/gardens", "/en/gardens"]
    assert seen["menu"] == [["gardens", "gardens:list"]]
    assert "gardens" in seen["commands"]
    assert seen["roles"] == {"gardener": ["gardens.visit"]}


def test_its_table_api_and_card_answer(seen: dict[str, Any]) -> None:
    assert seen["examples"] == ["Made the garden De Bloemenhof."]
    assert seen["api"] == [200, [{"name": "De Bloemenhof", "area": "WK900101"}]]
    assert seen["card"] == [730, ["keeper"]]
    assert len(seen["area"]) == 1
