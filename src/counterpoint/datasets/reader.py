"""What a reader of a data set layout is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from counterpoint.datasets.documents import Document, Row, dump
from counterpoint.records import Place, Question


class Reader:
    """One layout of rows: how to recognise it, read a row and write it back.

    A new layout subclasses this, says its `name`, and defines `recognises`, `parse` and `unparse`.
    """

    name: str

    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether the first rows of a file are of this layout."""
        raise NotImplementedError

    def rows(self, documents: Sequence[Document]) -> Iterator[tuple[Place, Any]]:
        """Yield the rows of the documents; override where a row is spread over several files."""
        for document in documents:
            yield from document.rows

    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a row.

        Leave `question_id` and `split` empty where the row does not say them.

        Raises
        ------
        KeyError, ValueError, TypeError
            If the row cannot be read; it is then listed as unread, with the message.
        """
        raise NotImplementedError

    def unparse(self, question: Question) -> dict[str, Any]:
        """Make a row of a question, such that parsing it gives an equal question."""
        raise NotImplementedError

    def write(self, questions: Iterable[Question], path: Path) -> list[Path]:
        """Write questions to a file of this layout, and return the files written."""
        dump([self.unparse(question) for question in questions], path)
        return [path]


def split_in_name(path: Path) -> str:
    """Return the split that a file's name tells, or nothing.

    >>> split_in_name(Path("v1-update-test.json")), split_in_name(Path("v2_val2014.json"))
    ('test', 'val')
    """
    found = re.findall(r"(?<![a-z])(train|val|valid|validation|dev|test)(?![a-z])", path.stem.lower())
    return {"valid": "val", "validation": "val"}.get(found[-1], found[-1]) if found else ""


def row_id(value: Any) -> str:
    """Return an id as text: whole floats as integers, and nothing for what names no row.

    >>> row_id(47859.0), row_id(None), row_id(float("nan")), row_id("-1vnMOhaArA")
    ('47859', '', '', '-1vnMOhaArA')
    """
    match value:
        case bool() | None:
            return ""
        case float():
            return str(int(value)) if value.is_integer() else "" if value != value else str(value)
        case int():
            return str(value)
        case str():
            return value.strip()
        case _:
            raise ValueError(f"{value!r} is no id")


def given(row: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Return what a row says beyond the known fields, without what it leaves empty."""
    known = set(known)
    return {name: value for name, value in row.items() if name not in known and value is not None}
