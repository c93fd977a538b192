"""What a worker of the site brings along when it starts."""

import os
import subprocess
import sys
from pathlib import Path

_START = """
import sys
import wijkwerk.site.wsgi, wijkwerk.site.server
wijkwerk.site.server.when_ready(None)
from django.urls import get_resolver
assert get_resolver().reverse_dict
print([name for name in ("ibis", "sqlglot", "pyspark", "typst", "vl_convert") if name in sys.modules])
"""


def test_a_worker_starts_without_the_engines_that_only_builds_need(tmp_path: Path) -> None:
    # Each would cost every worker some 25 MB and a second.
    told = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "wijkwerk.site.settings"},
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip() == "[]"
