"""Parquet files of questions: which column holds what, and which rows cannot be used.

Only footers are read to find the columns. Rows are read here only to say where faulty ones stand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterpoint.datasets.generic import columns_of
from counterpoint.datasets.reader import optional, split_in_name, text_of, texts
from counterpoint.errors import InputError
from counterpoint.records import Place, Unread
from counterpoint.vocabulary import canonical


@dataclass(frozen=True)
class Layout:
    """What files have in common that are counted in one query."""

    columns: tuple[tuple[str, str], ...]
    """(our name, name in the files) of what is counted."""
    split: str
    """Split of the rows that say none."""
    schema: str
    """All columns and their types: engines do not agree on what to make of files that differ."""


def layout(file: Path, columns: Mapping[str, str], split: str | None) -> Layout:
    """Find the columns of a file.

    Parameters
    ----------
    file
        A Parquet file.
    columns
        Column of a field, for those not known by a usual name (`datasets.generic.ALIASES`).
    split
        Split of all rows; if not given, the split column's, else the file name's.

    Raises
    ------
    InputError
        If the file is no Parquet, or lacks a column, or has one of a type that cannot be used.
    """
    try:
        with pa.OSFile(str(file)) as opened:
            schema = pq.read_schema(opened).remove_metadata()
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"broken Parquet: {reason}", where=str(file), remedy="Write it again.") from None
    found = _columns(file, schema, columns)
    wording = "template" if "template" in found else "text"
    for field in (wording, "answer"):
        if field not in found:
            raise InputError(
                f"no column for {field}; its columns are {_listed(schema)}",
                where=str(file),
                remedy=f"Name the column: --column {field}=NAME.",
            )
    # A split that is given is that of all rows.
    wanted = (wording, "slots", "answer", *(["split"] if split is None else []))
    counted = [(field, found[field]) for field in wanted if field in found]
    for field, column in counted:
        kind = schema.field(column).type
        if not _TYPES[field](kind):
            raise InputError(
                f"the column {column!r} holds {kind}, which is no {field}",
                where=str(file),
                remedy=f"Write the {field} as text, or name another column: --column {field}=NAME.",
            )
    return Layout(
        columns=tuple(counted),
        split=split_in_name(file) if split is None else split,
        schema=str(schema),
    )


def unusable(file: Path, layout: Layout) -> Iterator[Unread]:
    """Yield the rows of a file that cannot be counted, and why."""
    row = 0
    with pa.OSFile(str(file)) as opened:
        for batch in pq.ParquetFile(opened).iter_batches(columns=[column for _, column in layout.columns]):
            reasons: dict[int, str] = {}
            for field, column in layout.columns:
                reasons = _reasons(batch.column(column), PARSERS[field]) | reasons
            for index in sorted(reasons):
                yield Unread(Place(str(file), row + index + 1), reasons[index])
            row += batch.num_rows


def _columns(file: Path, schema: pa.Schema, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field that is known by its name, or named by the user."""
    names = schema.names
    if {"question_content", "anser"} <= set(names):  # MUSIC-AVQA's rows: their text is the template
        chosen = {"template": "question_content"} | dict(chosen)
    try:
        found = columns_of(names, chosen)
    except InputError as error:
        raise InputError(error.what, where=str(file), remedy=error.remedy) from None
    for column in found.values():
        twins = [name for name in names if name.lower() == column.lower()]
        if len(twins) > 1:
            raise InputError(
                f"the columns {' and '.join(map(repr, twins))} are one to a query engine",
                where=str(file),
                remedy="Rename all but one of them.",
            )
    return found


def _listed(schema: pa.Schema) -> str:
    return ", ".join(map(repr, schema.names)) or "none"


def _reasons(column: pa.Array, parse: Callable[[Any], object]) -> dict[int, str]:
    """Return why values cannot be used, by their index. Each distinct value is looked at once."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if _is_scalar(column.type):
        encoded = column.dictionary_encode(null_encoding="encode")
        wrong = dict(_wrong(encoded.dictionary.to_pylist(), parse))
        if not wrong:
            return {}
        at = pc.indices_nonzero(pc.is_in(encoded.indices, pa.array(wrong, encoded.indices.type))).to_pylist()
        return {index: wrong[encoded.indices[index].as_py()] for index in at}
    return dict(_wrong(column.to_pylist(), parse))


def _wrong(values: Iterable[Any], parse: Callable[[Any], object]) -> Iterator[tuple[int, str]]:
    for index, value in enumerate(values):
        try:
            parse(value)
        except ValueError as error:
            yield index, str(error)


def _text(field: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        try:
            return text_of({field: value}, field)
        except KeyError:
            raise ValueError(f"{field} is missing") from None

    return parse


_template = _text("template")

PARSERS: Mapping[str, Callable[[Any], Any]] = {
    "template": lambda value: canonical(_template(value)),
    "text": _text("text"),
    "answer": _text("answer"),
    "slots": texts,
    "split": lambda value: optional({"split": value}, "split"),
}
"""What a value in a file means, as the readers have it; a ValueError says why it means nothing."""


def _is_text(kind: pa.DataType) -> bool:
    text = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(test(text) for test in tests)


def _is_scalar(kind: pa.DataType) -> bool:
    number = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (_is_text, pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean)
    return any(test(number) for test in tests)


def _is_texts(kind: pa.DataType) -> bool:
    lists = (
        pa.types.is_list,
        pa.types.is_large_list,
        pa.types.is_fixed_size_list,
        pa.types.is_list_view,
        pa.types.is_large_list_view,
    )
    return any(test(kind) for test in lists) and _is_text(kind.value_type)


_TYPES: Mapping[str, Callable[[pa.DataType], bool]] = {
    "template": _is_text,
    "text": _is_text,
    "answer": _is_scalar,
    "slots": lambda kind: _is_text(kind) or _is_texts(kind),
    "split": _is_scalar,
}
