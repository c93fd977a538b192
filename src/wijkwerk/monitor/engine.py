"""The engine under the big tables: DuckDB in this process, or Spark. Nothing else knows which.

Every step lands in Parquet in the workspace before the next one reads it: memory stays bounded by
a step, and the steps are the same files on each engine.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.registry.environment import variable
from wijkwerk.shared.extras import require_installed
from wijkwerk.shared.problems import InputError

EngineName = Literal["duckdb", "spark"]
MEMORY_LIMIT = "3GB"
# Published numbers are rounded far below any meaning, so that the last bit of a floating-point
# operation never decides whether two editions are the same.
PUBLISHED_DECIMALS = 9
# A step of a rule stays a step in SQL: merged, what one step gives would be computed again at
# every place where the next one names it.
ibis.options.sql.fuse_selects = False


def sql_text(value: str) -> str:
    """``value`` as an SQL text."""
    return "'" + value.replace("'", "''") + "'"


def _view(places: Sequence[str]) -> str:
    """The name of the view of some files, the same for the same places."""
    return "read_" + hashlib.sha256("\n".join(places).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Engine:
    """A connection and the folder where its steps land."""

    name: EngineName
    con: Any
    workspace: Path

    def read(self, paths: Sequence[Path]) -> ir.Table:
        """Parquet files (or folders of them) as one table."""
        texts = [str(path / "*.parquet") if path.is_dir() else str(path) for path in paths]
        if self.name == "spark":
            frame = self.con._session.read.parquet(*[str(path) for path in paths])
            view = _view(texts)  # the session is one for all workspaces of this process
            frame.createOrReplaceTempView(view)
            return self.con.table(view)
        # As the workspace sees it: the same computation is the same SQL in any folder.
        places = [os.path.relpath(text, self.workspace) for text in texts]
        return self.con.read_parquet(texts, table_name=_view(places))

    def frame(self, frame: pl.DataFrame, name: str) -> ir.Table:
        """A small frame as a table of the engine."""
        path = self.workspace / f"{name}.frame.parquet"
        frame.write_parquet(path)
        return self.read([path])

    def materialise(self, expression: ir.Table, name: str) -> ir.Table:
        """Compute ``expression`` into the workspace and give the table of the result."""
        path = self.workspace / f"{name}.step.parquet"
        if self.name == "spark":
            self._spark_write(expression, path)
        else:
            self._copy(expression, path)
        return self.read([path])

    def _spark_write(self, expression: ir.Table, path: Path) -> None:
        # Ibis can write a folder on Spark but not replace one that is there.
        self.con._session.sql(self.sql(expression)).write.mode("overwrite").parquet(str(path))

    def sql(self, expression: ir.Table) -> str:
        """``expression`` in SQL of the engine."""
        query: str = self.con.compile(expression)
        return query

    def _copy(self, expression: ir.Table, path: Path) -> None:
        self.con.raw_sql(
            f"COPY ({self.sql(expression)}) TO {sql_text(str(path))} (FORMAT parquet, COMPRESSION snappy)"
        )

    def collect(self, expression: ir.Table) -> pl.DataFrame:
        """The rows of a table that is known to be small."""
        if self.name == "spark":
            table = self.con.to_pyarrow(expression)
        else:
            # Not through Ibis, which loads pandas for it: that takes longer than the query.
            table = self.con.con.sql(self.sql(expression)).to_arrow_table()
        frame: pl.DataFrame = pl.from_arrow(table)  # type: ignore[assignment]
        return frame

    def write(self, expression: ir.Table, path: Path, order_by: Iterable[str]) -> None:
        """Write ``expression`` sorted to ``path``: the same rows give the same bytes.

        ``order_by`` must tell every row apart. Rounding, sorting and writing are done by DuckDB
        whatever the engine, so the file depends on the values alone.
        """
        columns = ", ".join(
            _published(name) if kind.is_floating() else f'"{name}"'
            for name, kind in expression.schema().items()
        )
        order = ", ".join(f'"{name}"' for name in order_by)
        with self._landed(expression, path.stem) as (con, step):
            con.execute(
                f"COPY (SELECT {columns} FROM read_parquet({sql_text(str(step))}) "
                f"ORDER BY {order}) TO {sql_text(str(path))} "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
            )

    @contextmanager
    def _landed(
        self, expression: ir.Table, name: str
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
        """A DuckDB, and the rows of ``expression`` in a file of DuckDB's own making.

        Always through such a file: what DuckDB knows of a column beforehand, from a query or from
        a file of Spark's, shows in the bytes that it writes.
        """
        step = self.workspace / f"{name}.write.parquet"
        if self.name == "duckdb":
            self._copy(expression, step)
            yield self.con.con, step
            return
        far = self.workspace / f"{name}.spark.parquet"
        self._spark_write(expression, far)
        with open_duckdb(self.workspace) as con:
            con.execute(
                f"COPY (FROM read_parquet({sql_text(str(far / '*.parquet'))})) "
                f"TO {sql_text(str(step))} (FORMAT parquet, COMPRESSION snappy)"
            )
            yield con, step


def _published(name: str) -> str:
    """SQL of a floating-point column as it is published: what isn't a finite number is no figure,
    and zero has no sign. Cast first: what Ibis takes for a float may be a decimal to DuckDB, when it
    was multiplied by a constant, and would be written as one."""
    number = f'CAST("{name}" AS DOUBLE)'
    rounded = f"round({number}, {PUBLISHED_DECIMALS})"
    return (
        f"CASE WHEN NOT isfinite({number}) THEN NULL WHEN {rounded} = 0 THEN 0.0::DOUBLE "
        f'ELSE {rounded} END AS "{name}"'
    )


def open_duckdb(workspace: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that spills to ``workspace`` beyond ``MEMORY_LIMIT``."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute(f"SET temp_directory = {sql_text(str(workspace / 'spill'))}")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def available(name: EngineName) -> None:
    """Raise InputError when this machine lacks what the engine needs."""
    if name != "spark":
        return
    require_installed("--engine spark", "pyspark", suggestion="Or take --engine duckdb.")
    home = variable("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if java is None or not Path(java).is_file():
        raise InputError.of(
            "--engine spark",
            "Java is not installed",
            "Java 17 or newer",
            value=home or None,
            suggestion="Install it (on Debian: `apt install default-jre-headless`) or set "
            "JAVA_HOME, or take --engine duckdb.",
        )


def connect(name: EngineName, workspace: Path) -> Engine:
    """An engine with its own workspace.

    Raises ValueError for a name that isn't known, InputError when the machine lacks Spark or Java.
    """
    available(name)
    workspace.mkdir(parents=True, exist_ok=True)
    if name == "duckdb":
        connection = ibis.duckdb.from_connection(open_duckdb(workspace))
        return Engine(name, connection, workspace)
    if name == "spark":
        return Engine(name, ibis.pyspark.connect(_spark_session(workspace)), workspace)
    raise ValueError(f"no engine {name!r}: duckdb or spark")


def _spark_session(workspace: Path) -> Any:
    """Spark on this machine, or on the cluster that SPARK_MASTER names; one per process."""
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf().setAll(
        [
            ("spark.app.name", "wijkwerk"),
            ("spark.master", variable("SPARK_MASTER", "local[2]")),
            ("spark.driver.memory", variable("SPARK_DRIVER_MEMORY", "2g")),
            ("spark.ui.enabled", "false"),
            ("spark.ui.showConsoleProgress", "false"),
            ("spark.sql.shuffle.partitions", "4"),
            ("spark.sql.session.timeZone", "UTC"),
            ("spark.sql.ansi.enabled", "false"),
            ("spark.driver.bindAddress", "127.0.0.1"),
            ("spark.driver.host", "127.0.0.1"),
            ("spark.sql.warehouse.dir", str(workspace / "warehouse")),
        ]
    )
    if SparkContext._active_spark_context is None:
        log = workspace / "spark.log"
        # Java talks a lot while it starts; that is for the log, not for the reader.
        with log.open("wb") as sink:
            options = {"stdin": subprocess.PIPE, "stdout": sink, "stderr": sink}
            try:
                gateway = launch_gateway(conf, options)  # type: ignore[no-untyped-call]
            except PySparkRuntimeError as fault:
                log_lines = log.read_text("utf-8", "replace").strip().splitlines()
                raise InputError.of(
                    "--engine spark",
                    "Java does not start",
                    "Java 17 or newer",
                    value=log_lines[-1] if log_lines else None,
                    suggestion="Look at JAVA_HOME and SPARK_DRIVER_MEMORY, or take --engine duckdb.",
                ) from fault
        SparkContext(conf=conf, gateway=gateway).setLogLevel("ERROR")
    return SparkSession.builder.config(conf=conf).getOrCreate()
