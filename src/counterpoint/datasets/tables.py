"""CSV and Parquet as rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counterpoint.datasets.json_rows import Broken, Rows
from counterpoint.errors import InputError
from counterpoint.records import Place


def csv_rows(text: str, name: str) -> Rows:
    """Return the rows of a table; its delimiter is the one that gives the header the most cells.

    Rows are counted as a spreadsheet does: the header is row 1, blank rows count. Cells are texts.

    Raises
    ------
    InputError
        If there are no rows, two columns have one name, or the quotes are broken.
    """
    lines = _cells(text, name)
    start = next((at for at, cells in enumerate(lines) if cells), len(lines))
    if not any(lines[start + 1 :]):
        raise InputError(
            "the file has no rows: it is no JSON, and no table with a header and rows",
            where=name,
            remedy="Check how it was written.",
        )
    header = lines[start]
    _refuse_twins(header, name)
    rows: Rows = []
    for number, cells in enumerate(lines[start + 1 :], start + 2):
        if cells:
            wrong = f"the row has {len(cells)} cells, the header {len(header)}"
            row = dict(zip(header, cells, strict=True)) if len(cells) == len(header) else Broken(wrong)
            rows.append((Place(name, number), row))
    return rows


def parquet_rows(path: Path, name: str) -> tuple[Rows, tuple[str, ...]]:
    """Return the rows of a Parquet file, and the columns left out because they hold bytes.

    Raises
    ------
    InputError
        If the file is broken, or two columns have one name.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: Rows = []
    try:
        with pa.OSFile(str(path), "rb") as file:
            parquet = pq.ParquetFile(file)
            schema = parquet.schema_arrow
            _refuse_twins(schema.names, name)
            left_out = tuple(column.name for column in schema if _holds_bytes(column.type))
            columns = [column for column in schema.names if column not in left_out]
            for batch in parquet.iter_batches(columns=columns):
                rows += ((Place(name, n), row) for n, row in enumerate(batch.to_pylist(), len(rows) + 1))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"broken Parquet: {' '.join(str(error).split())}",
            where=name,
            remedy="Download or write the file again.",
        ) from None
    return rows, left_out


def _cells(text: str, name: str) -> list[list[str]]:
    """Split a table into cells, however long: the module's own limit is lifted meanwhile."""
    line = 0
    limit = csv.field_size_limit(max(len(text), 1))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        cells = []
        for row in reader:
            cells.append(row)
            line = reader.line_num
    except csv.Error as error:
        raise InputError(
            f"broken CSV: {error}",
            where=f"{name}, line {line + 1}",
            remedy="Check its quotes, or that it is a table at all.",
        ) from None
    finally:
        csv.field_size_limit(limit)
    return cells


def _delimiter(text: str) -> str:
    header = re.match(r"\s*([^\r\n]*)", text)
    line = header[1] if header else ""
    return max(",\t;|", key=lambda each: len(next(csv.reader([line], delimiter=each), [])))


def _refuse_twins(header: Iterable[str], name: str) -> None:
    twins = [column for column, n in Counter(header).items() if n > 1]
    if twins:
        raise InputError(
            f"several columns are called {', '.join(map(repr, twins))}",
            where=name,
            remedy="Give each column its own name.",
        )


def _holds_bytes(kind: Any) -> bool:
    """Whether an Arrow type is, or contains, bytes."""
    import pyarrow as pa

    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    inside = (kind.field(at).type for at in range(kind.num_fields))
    return any(test(kind) for test in tests) or any(map(_holds_bytes, inside))
