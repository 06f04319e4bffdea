"""Rows as files: JSON, JSON Lines, CSV and Parquet, none of which loses anything.

A row has two parts. Its *fields* are those of its layout: texts, whole numbers and lists of texts. Its
*extra* is what else the source said: any JSON. JSON holds both side by side; an extra value whose name is
a field's goes into an object `extra`. The flat containers hold the fields as texts, and all of the extra
as JSON in one column `extra`, so that no cell has to be guessed at: `=1+1`, `007` and `null` are texts.
"""

import csv
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from counterpoint.errors import InputError
from counterpoint.output import written
from counterpoint.records import Json

EXTRA = "extra"
"""The field that holds extra values of any name."""


class Entry(NamedTuple):
    """A row to be written."""

    fields: Mapping[str, str | int | list[str]]
    extra: Mapping[str, Json]


def dump(entries: Iterable[Entry], path: Path, *, names: Collection[str]) -> None:
    """Write rows in the container that the file's ending names: .json, .jsonl, .csv or .parquet.

    Parameters
    ----------
    names
        Every name that the layout may give to a field, written here or not.

    Raises
    ------
    InputError
        If the ending names no container, or the place cannot be written to.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise InputError(
            f"no container for the ending {path.suffix!r}",
            where=str(path),
            remedy=f"Use one of {', '.join(_WRITERS)}.",
        )
    with written(path) as temporary:
        write(list(entries), frozenset((*names, EXTRA)), temporary)


def _nested(entry: Entry, names: frozenset[str]) -> dict[str, Any]:
    beside = {name: value for name, value in entry.extra.items() if name not in names}
    inside = {name: value for name, value in entry.extra.items() if name in names}
    return {**entry.fields, **beside, **({EXTRA: inside} if inside else {})}


def _flat(entry: Entry) -> dict[str, str | list[str]]:
    fields = {name: str(value) if isinstance(value, int) else value for name, value in entry.fields.items()}
    return {**fields, EXTRA: json.dumps(dict(entry.extra), ensure_ascii=False)} if entry.extra else fields


def _write_json(entries: list[Entry], names: frozenset[str], path: Path) -> None:
    rows = ",\n".join(json.dumps(_nested(entry, names), ensure_ascii=False) for entry in entries)
    path.write_text(f"[\n{rows}\n]\n", encoding="utf-8", newline="\n")


def _write_jsonl(entries: list[Entry], names: frozenset[str], path: Path) -> None:
    rows = (json.dumps(_nested(entry, names), ensure_ascii=False) + "\n" for entry in entries)
    path.write_text("".join(rows), encoding="utf-8", newline="\n")


def _write_csv(entries: list[Entry], names: frozenset[str], path: Path) -> None:
    rows = [
        {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            for name, value in _flat(entry).items()
        }
        for entry in entries
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        # Everything in quotes: a lone carriage return outside of them would end the row.
        writer = csv.DictWriter(file, _columns(rows), restval="", lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def _write_parquet(entries: list[Entry], names: frozenset[str], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [_flat(entry) for entry in entries]
    lists = {name for row in rows for name, value in row.items() if isinstance(value, list)}
    columns = {
        name: pa.array(
            [row.get(name) for row in rows], pa.list_(pa.string()) if name in lists else pa.string()
        )
        for name in _columns(rows)
    }
    pq.write_table(pa.table(columns), path)


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the columns in the order in which they first occur, with `extra` last."""
    found = dict.fromkeys(name for row in rows for name in row)
    return sorted(found, key=lambda name: name == EXTRA)


_Writer = Callable[[list[Entry], frozenset[str], Path], None]
_WRITERS: Mapping[str, _Writer] = {
    ".json": _write_json,
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
