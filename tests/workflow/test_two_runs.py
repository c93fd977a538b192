"""Two processes that remind at once, for real, on one database: each mail goes once."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

SCRIPT = str(Path(__file__).with_name("two_runs.py"))


def test_two_processes_that_send_at_once_send_each_mail_once(
    tmp_path: Path, own_database: dict[str, str]
) -> None:
    env = {**own_database, "MAIL_FOLDER": str(tmp_path)}

    def started(*told: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, SCRIPT, *told],
            text=True,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    made = started("make")
    wrong = made.communicate(timeout=300)[1]
    assert made.returncode == 0, wrong[-3000:]
    both = [started("send", *names) for names in (("a", "b"), ("b", "a"))]
    told = []
    for one in both:
        out, wrong = one.communicate(timeout=300)
        assert one.returncode == 0, wrong[-3000:]
        told.append(json.loads(out.splitlines()[-1]))
    for capability in ("programme", "designation"):
        runs = [one[capability] for one in told]
        assert [run["found"] for run in runs] == [12, 12], "both saw everything to do"
        assert sum(run.get("sent", 0) for run in runs) == 12
        assert sum(run.get("taken", 0) for run in runs) == 12
        assert not any("failed" in run or "unclear" in run for run in runs)
        receivers = Counter(
            address
            for file in (tmp_path / capability).iterdir()
            for address in re.findall(r"^To: (\S+)$", file.read_text(), re.MULTILINE)
        )
        assert len(receivers) == 12
        assert set(receivers.values()) == {1}
