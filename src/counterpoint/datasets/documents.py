"""Files as rows: JSON, JSON Lines, CSV and Parquet, told apart by their content.

Nothing here knows what the rows mean. Every fault of a file is an `InputError` that names the file, the
row where it has one, and a remedy.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError
from counterpoint.output import written
from counterpoint.records import Place

LIMIT = 1 << 29
"""Bytes of a text file that are read at most. Parquet has no limit: it streams."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """The rows of one file, and what else its JSON object says."""

    path: Path
    rows: Sequence[tuple[Place, Any]]
    header: Row = field(default_factory=dict)


def files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files that the paths name; folders and patterns stand for the Parquet files in them."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*.parquet") if file.is_file())
            if not inside:
                raise InputError(
                    "this is a folder without Parquet files", where=str(path), remedy="Name the files in it."
                )
            found += inside
        elif path.exists():
            found.append(path)
        else:
            matches = sorted(path.parent.glob(path.name)) if any(c in path.name for c in "*?[") else []
            if not matches:
                raise InputError("no such file", where=str(path), remedy="Check the path.")
            found += matches
    return list(dict.fromkeys(found))


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet files do."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def load(path: Path) -> Document:
    """Read a file whole, as rows.

    Raises
    ------
    InputError
        If the file is empty, too large, not UTF-8, or broken.
    """
    if is_parquet(path):
        return Document(path, list(_parquet(path)))
    text = _text(path)
    match text.lstrip()[:1]:
        case "":
            raise InputError("the file is empty", where=str(path), remedy="Check how it was written.")
        case "[":
            return Document(path, list(_array(path, text)))
        case "{":
            return _object(path, text)
        case _:
            return Document(path, list(_csv(path, text)))


def dump(rows: Iterable[Row], path: Path) -> None:
    """Write rows in the container that the file's ending names: .json, .jsonl, .csv or .parquet."""
    try:
        write = _WRITERS[path.suffix.lower()]
    except KeyError:
        raise InputError(
            f"no container for the ending {path.suffix!r}",
            where=str(path),
            remedy=f"Use one of {', '.join(_WRITERS)}.",
        ) from None
    with written(path) as temporary:
        write(list(rows), temporary)


def _text(path: Path) -> str:
    size = path.stat().st_size
    if size > LIMIT:
        raise InputError(
            f"the file has {size:,} bytes, more than the {LIMIT:,} that are read as text",
            where=str(path),
            remedy="Convert it to Parquet, which is read as a stream of any length.",
        )
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"not UTF-8 (byte {error.start:,}, line {line:,})",
            where=str(path),
            remedy="Save it as UTF-8, for instance with: iconv -f ENCODING -t UTF-8.",
        ) from None


def _array(path: Path, text: str) -> Iterator[tuple[Place, Any]]:
    """Decode a JSON array element by element, so that a fault is told with its row."""
    decode = json.JSONDecoder().raw_decode
    at = _skip(text, text.index("[") + 1)
    row = 0
    while text[at : at + 1] != "]" or row == 0:
        if text[at : at + 1] == "]":
            return
        row += 1
        try:
            value, at = decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            raise _broken(path, row, text, error) from None
        yield Place(str(path), row), value
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise _broken(path, row, text, json.JSONDecodeError("',' or ']' expected", text, at))
    if text[at + 1 :].strip():
        raise _broken(path, row, text, json.JSONDecodeError("text after the end", text, at + 1))


def _object(path: Path, text: str) -> Document:
    """Decode one JSON object that holds its rows in a list, or else JSON Lines."""
    start = _skip(text, 0)
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError) as error:
        if "\n" in text[start:].strip() and "}\n" in text:
            return Document(path, list(_lines(path, text)))
        raise _broken(path, 1, text, error) from None
    if text[end:].strip():
        return Document(path, list(_lines(path, text)))
    lists = [name for name, member in value.items() if isinstance(member, list) and member]
    rows = next((name for name in lists if isinstance(value[name][0], dict)), None)
    if rows is None:
        return Document(path, [(Place(str(path), 1), value)])
    header = {name: member for name, member in value.items() if name != rows} | {"rows": rows}
    return Document(path, [(Place(str(path), n), row) for n, row in enumerate(value[rows], 1)], header)


def _lines(path: Path, text: str) -> Iterator[tuple[Place, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield Place(str(path), number), json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                raise _broken(path, number, line, error) from None


def _csv(path: Path, text: str) -> Iterator[tuple[Place, Any]]:
    first = text.lstrip("\n\r").split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                yield Place(str(path), reader.line_num), [*row.values()]
            else:
                yield Place(str(path), reader.line_num), row
    except csv.Error as error:
        raise InputError(
            f"broken CSV: {error}",
            where=str(Place(str(path), reader.line_num)),
            remedy="Check its quotes, or that it is a table at all.",
        ) from None


def _parquet(path: Path) -> Iterator[tuple[Place, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        for batch in pq.ParquetFile(path).iter_batches():
            for row in batch.to_pylist():
                number += 1
                yield Place(str(path), number), row
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"broken Parquet: {' '.join(str(error).split())}",
            where=str(path),
            remedy="Write or download the file again.",
        ) from None


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in _BLANKS:
        at += 1
    return at


_BLANKS = frozenset(" \t\r\n")


def _broken(path: Path, row: int, text: str, error: Exception) -> InputError:
    ended = isinstance(error, json.JSONDecodeError) and error.pos >= len(text.rstrip()) - 1
    return InputError(
        "the JSON ends in the middle: the file was cut off" if ended else f"broken JSON: {error}",
        where=str(Place(str(path), row)),
        remedy="Download or write the file again." if ended else "Mend that row, or write the file again.",
    )


def _write_json(rows: list[Row], path: Path) -> None:
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_jsonl(rows: list[Row], path: Path) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _write_csv(rows: list[Row], path: Path) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: json.dumps(v) if isinstance(v, list | dict) else v for name, v in row.items()}
            for row in rows
        )


def _write_parquet(rows: list[Row], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)


_WRITERS = {".json": _write_json, ".jsonl": _write_jsonl, ".csv": _write_csv, ".parquet": _write_parquet}
