"""Query engines: what opens Parquet files as a lazy frame, and counts in its own way.

An engine is a context manager. Inside it, files become lazy frames of narwhals; all else that is asked
of an engine is narwhals' own language, so that every engine runs the same query. DuckDB counts as a
stream on one machine, and PySpark on as many as its session has.

File names are data. Engines read some as patterns, addresses or hidden files, so a file whose name is
not plain is opened through a link with a plain name.
"""

import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.exceptions import NarwhalsError

from counterpoint.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Frame = nw.LazyFrame[Any]
Scan = Callable[[Sequence[Path], Mapping[str, str]], Frame]
"""Opens files of one schema as one frame; the mapping is from the frame's columns to the files'."""

MEMORY = 512
"""MiB that DuckDB may use for each thread before it spills to disk."""


@contextmanager
def running(name: str) -> Iterator[Scan]:
    """Run an engine, and remove what it left on disk.

    Raises
    ------
    InputError
        If the engine is unknown or not installed, or if it cannot read a file.
    """
    if name not in ENGINES:
        raise InputError(f"no engine is called {name!r}", remedy=f"Use one of {', '.join(ENGINES)}.")
    if find_spec(name) is None:
        raise InputError(
            f"the engine {name} is not installed", remedy=f"Install it: pip install '{_PACKAGES[name]}'."
        )
    links: dict[Path, Path] = {}
    with tempfile.TemporaryDirectory(prefix="counterpoint-", ignore_cleanup_errors=True) as folder:
        try:
            with warnings.catch_warnings(), ENGINES[name](Path(folder)) as scan:
                yield lambda files, columns: scan(
                    [_plain(file, Path(folder), links) for file in files], columns
                )
        except InputError as error:
            for link, file in links.items():
                error.what = error.what.replace(str(link), str(file))
            raise


@contextmanager
def _duckdb(folder: Path) -> Iterator[Scan]:
    import duckdb

    with duckdb.connect(
        config={"temp_directory": str(folder), "preserve_insertion_order": False}
    ) as database:
        (threads,) = database.execute("SELECT current_setting('threads')").fetchone() or (1,)
        database.execute(f"SET memory_limit = '{MEMORY * int(threads)}MiB'")
        database.execute("SET enable_progress_bar = false")  # it is drawn on standard output

        def scan(files: Sequence[Path], columns: Mapping[str, str]) -> Frame:
            relation = database.read_parquet([str(file) for file in files], hive_partitioning=False)
            # Selected here and not by narwhals: DuckDB takes a quote or a dot in a name for SQL's.
            return nw.from_native(relation.project(", ".join(_selected(columns, '"'))))

        try:
            yield scan
        except (duckdb.Error, NarwhalsError) as error:
            raise _failed("DuckDB", error) from None


@contextmanager
def _polars(folder: Path) -> Iterator[Scan]:
    import polars

    def scan(files: Sequence[Path], columns: Mapping[str, str]) -> Frame:
        frame = nw.from_native(polars.scan_parquet(list(files), glob=False))
        return frame.select(nw.col(column).alias(name) for name, column in columns.items())

    try:
        yield scan
    except (polars.exceptions.PolarsError, NarwhalsError, OSError) as error:
        raise _failed("polars", error) from None


@contextmanager
def _pyspark(folder: Path) -> Iterator[Scan]:
    # PySpark warns of a pandas that is too new for it, whether or not it is used.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    def scan(files: Sequence[Path], columns: Mapping[str, str]) -> Frame:
        frame = session.read.parquet(*(f"file://{file}" for file in files))
        # Selected here for the same reason.
        return nw.from_native(frame.selectExpr(*_selected(columns, "`")))

    theirs = SparkSession.getActiveSession()
    session = theirs or _session(folder)
    try:
        yield scan
    except (PySparkException, Py4JError, NarwhalsError) as error:
        raise _failed("Spark", error) from None
    finally:
        if theirs is None:
            session.stop()


def _session(folder: Path) -> "SparkSession":
    """Start Spark as `spark-submit` says, else on this machine alone, without its web page and its talk."""
    from pyspark.sql import SparkSession

    if "PYSPARK_GATEWAY_PORT" in os.environ:
        return SparkSession.builder.appName("counterpoint").getOrCreate()
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise InputError(
            "Spark needs a Java runtime, and there is none on the path",
            remedy="Install Java 17 or later (on Debian default-jre-headless), or set JAVA_HOME.",
        )
    logging = folder / "log4j2.properties"
    logging.write_text(_QUIET, encoding="ascii")
    options: dict[str, bool | float | int | str | None] = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging}",
        "spark.driver.host": "localhost",
        "spark.local.dir": str(folder),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    try:
        return (
            SparkSession.builder.master("local[*]").appName("counterpoint").config(map=options).getOrCreate()
        )
    except Exception as error:  # Py4J raises its own, PySpark several, by version.
        raise _failed("Spark", error) from None


_QUIET = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = Spark: %m%n%ex{0}
logger.python.name = org.apache.spark.api.python.PythonGatewayServer
logger.python.level = error
"""

ENGINES: Mapping[str, Callable[[Path], AbstractContextManager[Scan]]] = {
    "duckdb": _duckdb,
    "polars": _polars,
    "pyspark": _pyspark,
}
"""The engines by name. Each is given a folder for what it must put on disk."""

_PACKAGES = {"duckdb": "duckdb", "polars": "polars", "pyspark": "counterpoint[spark]"}


def _selected(columns: Mapping[str, str], quote: str) -> list[str]:
    """Return columns under our names, in SQL."""
    return [f"{quote}{c.replace(quote, 2 * quote)}{quote} AS {name}" for name, c in columns.items()]


def _plain(file: Path, folder: Path, links: dict[Path, Path]) -> Path:
    """Return a path to the file that no engine takes for anything else."""
    path = file.absolute()
    if re.fullmatch(r"([A-Za-z]:)?([/\\][A-Za-z0-9][A-Za-z0-9_. -]*)+", str(path)):
        return path
    link = folder / f"link{len(links)}.parquet"
    links[link] = file
    try:
        link.symlink_to(path)
    except OSError as error:
        raise InputError(
            f"its name is no plain one, and no link to it can be made: {error.strerror}",
            where=str(file),
            remedy="Rename the file.",
        ) from None
    return link


def _failed(engine: str, error: Exception) -> InputError:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    # Java tells the cause last, below all that it led to.
    reason = [lines[0], *(line for line in lines if line.startswith("Caused by: "))][-1]
    return InputError(
        f"{engine} could not count: {reason}",
        remedy="Check that the files are whole, or use another --engine.",
    )
