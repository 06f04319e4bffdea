"""JSON and JSON Lines as rows, with the row named in which a fault is."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from counterpoint.errors import InputError
from counterpoint.records import Place


class Broken(NamedTuple):
    """What stands in the place of a row that cannot be read."""

    reason: str


Rows = list[tuple[Place, Any]]

# Control characters in texts are data, and NaN is how some writers say that a value is missing.
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda name: None if name == "NaN" else float(name))
_FAULTS = (ValueError, RecursionError)  # a number of 5,000 digits is a ValueError too
_BLANKS = frozenset(" \t\r\n")


def array_rows(text: str, name: str) -> Rows:
    """Return the elements of a JSON array.

    Raises
    ------
    InputError
        If it is broken; the message names the row.
    """
    try:
        values = _DECODER.decode(text)
    except _FAULTS:
        raise _located(text, name) from None
    return _placed(values, name, text)


def object_rows(text: str, name: str) -> tuple[Rows, Mapping[str, Any]]:
    """Return the rows of one JSON object, and its other members; or else those of JSON Lines.

    The rows of an object are its first list of objects; without one, it is a row itself.

    Raises
    ------
    InputError
        If the object is broken. A broken line of JSON Lines is a `Broken` row.
    """
    start = _skip(text, 0)
    first, _, others = text[start:].partition("\n")
    if others.strip() and not isinstance(_decoded(first), Broken):
        return line_rows(text, name), {}
    try:
        value = _DECODER.decode(text)
    except _FAULTS as error:
        raise _fault(name, 1, text, error) from None
    rows = next((key for key, member in value.items() if _is_table(member)), None)
    if rows is None:
        return _placed([value], name, text), {}
    return _placed(value[rows], name, text), {key: member for key, member in value.items() if key != rows}


def line_rows(text: str, name: str) -> Rows:
    """Return the rows of JSON Lines.

    Raises
    ------
    InputError
        If no line can be read; one that cannot be is a `Broken` row.
    """
    halves = _may_have_halves(text)
    rows = [
        (Place(name, number), _whole(_decoded(line), halves))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip(" \t\r")
    ]
    if all(isinstance(row, Broken) for _, row in rows):
        place, first = rows[0]
        raise InputError(first.reason, where=str(place), remedy="Mend that row, or write the file again.")
    return rows


def value(text: str, name: str) -> Any:
    """Return the one value that a JSON text holds.

    Raises
    ------
    InputError
        If it is broken.
    """
    try:
        return _DECODER.decode(text)
    except _FAULTS as error:
        raise _fault(name, 0, text, error) from None


def _is_table(member: object) -> bool:
    return isinstance(member, list) and bool(member) and isinstance(member[0], dict)


def _decoded(line: str) -> Any:
    try:
        return _DECODER.decode(line)
    except _FAULTS as error:
        cut = isinstance(error, json.JSONDecodeError) and _is_cut(line, error)
        return Broken("the JSON ends in the middle" if cut else f"broken JSON: {_told(error)}")


def _placed(values: list[Any], name: str, text: str) -> Rows:
    halves = _may_have_halves(text)
    return [(Place(name, number), _whole(value, halves)) for number, value in enumerate(values, 1)]


def _may_have_halves(text: str) -> bool:
    return r"\ud" in text or r"\uD" in text


def _whole(value: Any, suspect: bool) -> Any:
    r"""Refuse a row with half a character (an escape such as `\ud800` alone): no file can hold it."""
    try:
        if suspect:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        return Broken(f"half a character: {error.object[error.start]!r} stands alone")
    except RecursionError:
        return Broken("nested too deeply")
    return value


def _located(text: str, name: str) -> InputError:
    """Find the row of a fault: decode an array that is known to be broken element by element."""
    row, at = 0, _skip(text, text.index("[") + 1)
    while True:
        row += 1
        try:
            _, at = _DECODER.raw_decode(text, at)
        except _FAULTS as error:
            return _fault(name, row, text, error)
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            return _fault(
                name, row, text, json.JSONDecodeError("text after the end", text, _skip(text, at + 1))
            )
        if text[at : at + 1] != ",":
            return _fault(name, row, text, json.JSONDecodeError("',' or ']' expected", text, at))
        at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in _BLANKS:
        at += 1
    return at


def _fault(name: str, row: int, text: str, error: Exception) -> InputError:
    cut = isinstance(error, json.JSONDecodeError) and _is_cut(text, error)
    return InputError(
        "the JSON ends in the middle: the file was cut off" if cut else f"broken JSON: {_told(error)}",
        where=str(Place(name, row)),
        remedy="Download or write the file again." if cut else "Mend that row, or write the file again.",
    )


def _is_cut(text: str, error: json.JSONDecodeError) -> bool:
    """Whether the end of the file explains the fault: nothing follows it but what might have gone on."""
    rest = text[error.pos :].strip()
    words = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
    return (
        error.msg.startswith("Unterminated string")
        or (error.msg.startswith("Invalid \\u") and len(rest) < 6)
        or any(word.startswith(rest) for word in words)
        or re.fullmatch(r"\.|[eE][+-]?", rest) is not None
    )


def _told(error: Exception) -> str:
    match error:
        case RecursionError():
            return "it is nested too deeply"
        case json.JSONDecodeError():
            return f"{error.msg} (line {error.lineno:,}, column {error.colno:,})"
        case _:
            return str(error).split(";")[0]
