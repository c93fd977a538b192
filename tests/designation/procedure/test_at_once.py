"""Many at once, for real: threads with connections of their own, on a database on disk."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_of_ten_that_decide_at_once_one_wins_and_the_history_has_no_gap(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("at_once.py"))], capture_output=True,
        text=True, env={**os.environ, "WIJKWERK_DATA": str(tmp_path / "data")}, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert told["vendor"] == wanted
    assert told["results"] == ["ChangedMeanwhileError"] * 9 + ["won"]
    assert (told["state"], told["decisions"], told["breaks"]) == ("decided", 1, 0)
    # 11 roles, start, open, decide, and 10 of the others.
    assert told["entries"] == 24
