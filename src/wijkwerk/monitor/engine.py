"""The engine under the big tables: DuckDB in this process, or Spark. Nothing else knows which.

Every step lands in Parquet in the workspace before the next one reads it: memory stays bounded by
a step, and the steps are the same files on each engine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import ibis
import ibis.expr.types as ir
import polars as pl

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
            session = self.con._session
            frame = session.read.parquet(*[str(path) for path in paths])
            view = f"read_{abs(hash(tuple(texts)))}"
            frame.createOrReplaceTempView(view)
            return self.con.table(view)
        return self.con.read_parquet(texts)

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
        query = self.con.compile(expression)
        self.con._session.sql(query).write.mode("overwrite").parquet(str(path))

    def _copy(self, expression: ir.Table, path: Path) -> None:
        query = ibis.to_sql(expression, dialect="duckdb")
        self.con.raw_sql(
            f"COPY ({query}) TO {sql_text(str(path))} (FORMAT parquet, COMPRESSION snappy)"
        )

    def collect(self, expression: ir.Table) -> pl.DataFrame:
        """The rows of a table that is known to be small."""
        if self.name == "spark":
            found = self.con.to_pyarrow(expression)
        else:
            # Not through Ibis, which loads pandas for it: that takes longer than the query.
            query = ibis.to_sql(expression, dialect="duckdb")
            found = self.con.con.sql(query).to_arrow_table()
        frame: pl.DataFrame = pl.from_arrow(found)  # type: ignore[assignment]
        return frame

    def write(self, expression: ir.Table, path: Path, order_by: Iterable[str]) -> None:
        """Write ``expression`` sorted to ``path``: the same rows give the same bytes.

        ``order_by`` must tell every row apart. The file is written by DuckDB in one thread
        whatever the engine, so it depends on the values alone.
        """
        rounded = expression.mutate(
            **{
                # What isn't a finite number is no figure.
                name: ibis.ifelse(
                    expression[name].isnan() | expression[name].isinf(),
                    ibis.null("float64"),
                    expression[name].round(PUBLISHED_DECIMALS),
                )
                for name, kind in expression.schema().items()
                if kind.is_floating()
            }
        )
        step = self.workspace / f"{path.stem}.write.parquet"
        if self.name == "spark":
            self._spark_write(rounded, step)
            source = f"read_parquet({sql_text(str(step / '*.parquet'))})"
            columns = ", ".join(f'"{name}"' for name in expression.columns)
            query = f"SELECT {columns} FROM {source}"
        else:
            query = ibis.to_sql(rounded, dialect="duckdb")
        order = ", ".join(f'"{name}"' for name in order_by)
        with (
            open_duckdb(self.workspace) if self.name == "spark" else _Borrowed(self.con.con) as con
        ):
            con.execute(
                f"COPY (SELECT * FROM ({query}) ORDER BY {order}) TO {sql_text(str(path))} "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
            )


class _Borrowed:
    """Lends a connection to a with-block without closing it at the end."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        return None


def open_duckdb(workspace: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that spills to ``workspace`` beyond ``MEMORY_LIMIT``."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute(f"SET temp_directory = {sql_text(str(workspace / 'spill'))}")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def connect(name: EngineName, workspace: Path) -> Engine:
    """An engine with its own workspace; ValueError for a name that isn't known."""
    workspace.mkdir(parents=True, exist_ok=True)
    if name == "duckdb":
        connection = ibis.duckdb.from_connection(open_duckdb(workspace))
        return Engine(name, connection, workspace)
    if name == "spark":
        return Engine(name, ibis.pyspark.connect(_spark_session(workspace)), workspace)
    raise ValueError(f"no engine {name!r}: duckdb or spark")


def _spark_session(workspace: Path) -> Any:
    """Spark on this machine, or on the cluster that SPARK_MASTER names."""
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.appName("wijkwerk")
        .master(os.environ.get("SPARK_MASTER", "local[2]"))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(workspace / "warehouse"))
        .getOrCreate()
    )
