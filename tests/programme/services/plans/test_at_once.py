"""Many at once, for real: threads with connections of their own, on a database on disk."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_of_ten_that_decide_at_once_one_wins_and_ten_that_sign_all_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("at_once.py"))], capture_output=True,
        text=True, env={**os.environ, "WIJKWERK_DATA": str(tmp_path / "data")}, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert told["vendor"] == wanted
    assert told["decided"] == ["ChangedMeanwhileError"] * 9 + ["done"]
    assert told["signed"] == ["done"] * 10
    assert (told["paths"], told["signatures"], told["breaks"]) == (2, 10, 0)
