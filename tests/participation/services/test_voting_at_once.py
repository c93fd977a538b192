"""Two processes are killed while people vote: what was said to be in the box is there, once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[3] / "bench" / "participation_voting.py"


def test_no_vote_is_lost_or_counted_twice_when_processes_are_killed(
    own_database: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), "--voters", "40", "--workers", "4"],
        capture_output=True,
        text=True,
        timeout=300,
        env=own_database,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ballots"] == 40 and told["acknowledged"] > 40
    assert (told["lost"], told["doubled"]) == (0, 0)
