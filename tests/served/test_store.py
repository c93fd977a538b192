"""The limits of a store: who asks too much hears that, and the next one isn't bothered."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from wijkwerk.served.api import Store
from wijkwerk.shared.problems import TooSlowError


def test_a_question_that_needs_more_memory_than_there_is_is_refused_as_too_much(
    tmp_path: Path,
) -> None:
    path = tmp_path / "small.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE numbers AS SELECT range AS n FROM range(10)")
    store = Store(path)
    with pytest.raises(TooSlowError, match="64MB"):
        store.rows("SELECT list(range::VARCHAR || repeat('x', 90)) FROM range(1000000)")
    assert store.tuples("SELECT count(*) FROM numbers") == [(10,)]
    store.close()
