"""What a reader of a data set layout is, and the helpers that readers share."""

import ast
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from counterpoint.datasets.documents import Document, Row
from counterpoint.datasets.options import Options
from counterpoint.datasets.writing import EXTRA, Entry, dump
from counterpoint.records import Json, Place, Question

WHOLE = "<Question>"
"""The template of a question whose template is not known: one slot, for the whole text.

A reader gives it to a question, with the text as `text`; `read` then makes a template from the text.
"""


class Reader(ABC):
    """One layout of rows: how to recognise it, read a row and write it back.

    A new layout subclasses this, says its `name` and its `fields`, and defines `recognises`, `parse` and
    `unparse`.
    """

    name: ClassVar[str]
    """What `--format` calls the layout."""
    fields: ClassVar[frozenset[str]]
    """The names in a row that `parse` reads itself; all others belong in `Question.extra`."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()

    @abstractmethod
    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether the first rows of a file are of this layout; a few of them may be faulty."""

    def rows(self, documents: Sequence[Document]) -> Iterator[tuple[Place, Any]]:
        """Yield the rows of the documents; override where a row is spread over several files."""
        for document in documents:
            yield from document.rows

    @abstractmethod
    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a row.

        Leave `question_id` and `split` empty where the row does not say them.

        Raises
        ------
        KeyError, ValueError, TypeError
            If the row cannot be read; it is then listed as unread, with the message.
        """

    def extra(self, row: Row) -> dict[str, Json]:
        """Return what a row says beyond `fields`, for `Question.extra`."""
        return extra(row, self.fields)

    @abstractmethod
    def unparse(self, question: Question) -> dict[str, Any]:
        """Make the fields of a row, without `Question.extra`, such that parsing them gives an equal question.

        Values are texts, whole numbers or lists of texts.
        """

    def outputs(self, path: Path) -> list[Path]:
        """Return the files that writing to a path makes."""
        return [path]

    def write(self, questions: Iterable[Question], path: Path) -> None:
        """Write questions to a file of this layout."""
        told = split_in_name(path)
        entries = []
        for question in questions:
            row = self.unparse(question)
            if row.get("split") == told:  # the name of the file says it
                del row["split"]
            entries.append(Entry(row, question.extra))
        dump(entries, path, names=self.fields)


def split_in_name(path: Path) -> str:
    """Return the split that a file's name tells, or nothing.

    >>> split_in_name(Path("v1-update-test.json")), split_in_name(Path("v2_val2014.json"))
    ('test', 'val')
    """
    found = re.findall(r"(?<![a-z])(train|val|valid|validation|dev|test)(?![a-z])", path.stem.lower())
    return {"valid": "val", "validation": "val"}.get(found[-1], found[-1]) if found else ""


def mostly(rows: Sequence[Row], test: Callable[[Row], bool]) -> bool:
    """Whether more than half of the rows pass a test."""
    return 2 * sum(map(test, rows)) > len(rows)


_FLOAT = re.compile(r"\s*\d+\.0\s*", re.ASCII)


def row_id(value: Any) -> str:
    """Return an id as text: whole floats as integers, and nothing for what names no row.

    >>> row_id(47859.0), row_id("47859.0"), row_id(None), row_id(float("nan")), row_id("-1vnMOhaArA")
    ('47859', '47859', '', '', '-1vnMOhaArA')
    """
    match value:
        case str():
            # Tables with missing ids make floats of the others, and CSV has floats as text.
            return value.strip().removesuffix(".0") if _FLOAT.fullmatch(value) else value.strip()
        case bool() | None:
            return ""
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else "" if value != value else str(value)
        case _:
            raise ValueError(f"{value!r} is no id")


def id_value(text: str) -> int | str:
    """Return an id as the public files give it: a whole number where it is one.

    >>> id_value("1138"), id_value("0042"), id_value("-1vnMOhaArA")
    (1138, '0042', '-1vnMOhaArA')
    """
    short = len(text) < 19 and text.isdecimal()
    return int(text) if short and str(int(text)) == text else text


def text_of(row: Row, name: str) -> str:
    """Return a value as text without blanks around it: numbers and truth values in JSON's spelling.

    Raises
    ------
    KeyError
        If it is missing or empty.
    ValueError
        If it is a list or an object.
    """
    value = row.get(name)
    if isinstance(value, str):  # nearly always
        value = value.strip()
    elif isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, int | float):
        value = row_id(value)
    elif value is not None:
        raise ValueError(f"{name} is {type(value).__name__}, not text")
    if not value:
        raise KeyError(name)
    return str(value)


def optional(row: Row, name: str) -> str:
    """Return a value as `text_of` does, or nothing where it is missing."""
    if row.get(name) in (None, ""):
        return ""
    try:
        return text_of(row, name)
    except KeyError:  # blanks, or NaN
        return ""


def texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts that is given as a list, as JSON, as Python's spelling of one, or not at all.

    >>> texts('["violin", "left "]'), texts(["violin"]), texts("['violin']"), texts(None)
    (('violin', 'left'), ('violin',), ('violin',), ())
    """
    if isinstance(value, str):
        return _spelt(value)
    return _texts([] if value is None else value)


@lru_cache(1 << 14)  # a file repeats the same few lists thousands of times
def _spelt(value: str) -> tuple[str, ...]:
    text = value.strip()
    try:
        return _texts(json.loads(text) if text else [])
    except (json.JSONDecodeError, RecursionError):
        return _texts(_python_list(text))


def _python_list(text: str) -> Any:
    try:
        return ast.literal_eval(text) if re.match(r"\[\s*'", text) else text
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        said = repr(values)
        raise ValueError(f"{said if len(said) < 60 else said[:57] + '...'} is no list of texts")
    return tuple(each.strip() for each in values)


def ours(question: Question) -> dict[str, str]:
    """Return the fields that public layouts do not know, where they say what is not plain without them."""
    said = {"split": question.split, "origin": question.origin, "source": question.source}
    plain = {"split": "", "origin": "original", "source": ""}
    return {name: value for name, value in said.items() if value != plain[name]}


def ours_in(row: Row) -> dict[str, str]:
    """Return what a row says in those fields."""
    return {name: said for name in ("split", "origin", "source") if (said := optional(row, name))}


def extra(row: Row, fields: Collection[str]) -> dict[str, Json]:
    """Return what a row says beyond its fields, without what it leaves empty.

    A field `extra` that holds an object, or JSON of one, holds more such values (see `writing`).

    Raises
    ------
    ValueError
        If a value is nested more than 100 deep.
    """
    said = {name: _plain(value, 100) for name, value in row.items() if name not in fields}
    more = _object(said.get(EXTRA))
    if more is not None:  # else it is a column like any other that happens to have this name
        del said[EXTRA]
        said |= {name: _plain(value, 100) for name, value in more.items()}
    return {name: value for name, value in said.items() if value is not None}


def _object(value: Any) -> dict[str, Any] | None:
    if value == "":
        return {}
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) else None


def _plain(value: Any, depth: int) -> Json:
    """Return a value as JSON has it: dates and the like as text, and no NaN."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value else None
    if depth == 0:
        raise ValueError("a value is nested too deeply")
    if isinstance(value, Mapping):
        return {str(name): _plain(each, depth - 1) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, depth - 1) for each in value]
    return str(value)
