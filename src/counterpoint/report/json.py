"""The audit as JSON, and back: the form that `bias/audit.schema.json` describes.

The form follows the dataclasses field by field, so reading needs no description of its own: the types of
the fields say what is to be found where.
"""

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, get_args, get_origin, get_type_hints

from counterpoint import __version__
from counterpoint.bias.audit import VERSION, Audit
from counterpoint.errors import InputError
from counterpoint.records import Json
from counterpoint.report.compare import Comparison

FORMAT = "counterpoint-audit"


def to_json(audit: Audit, comparison: Comparison | None = None) -> dict[str, Json]:
    """Return an audit, and what moved since its baseline, in JSON's types.

    Thresholds and alpha are exact, as text such as `3/5`. Every number is finite.
    """
    document: dict[str, Json] = {"format": FORMAT, "made_by": f"counterpoint {__version__}"}
    plain = _plain(audit)
    assert isinstance(plain, dict)
    document |= plain
    if comparison is not None:
        document["baseline"] = _plain(comparison)
    return document


def from_json(document: object, where: str = "") -> Audit:
    """Return the audit that a JSON document holds.

    Parameters
    ----------
    document
        What `to_json` gave, perhaps written and read since.
    where
        The file it came from, to be named in an error.

    Raises
    ------
    InputError
        If the document is no audit, is of another version, or has a field that is missing, unknown or of
        another type.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise InputError(
            "this is not an audit", where=where, remedy="Give a file that was written by audit --json."
        )
    if document.get("version") != VERSION:
        raise InputError(
            f"this audit is of version {document.get('version')!r}; this program reads version {VERSION!r}",
            where=where,
            remedy="Audit the old files again with this program.",
        )
    body = {name: value for name, value in document.items() if name not in ("format", "made_by", "baseline")}
    try:
        if not isinstance(document.get("made_by"), str):
            raise _MisfitError("made_by", "is missing, or no text")
        if "baseline" in document:
            _build(Comparison, document["baseline"], "baseline")
        audit = _build(Audit, body, "")
        _check_counts(audit)
    except _MisfitError as misfit:
        raise InputError(
            str(misfit), where=where, remedy="The file was changed or cut: write it again with audit --json."
        ) from None
    assert isinstance(audit, Audit)
    return audit


class _MisfitError(Exception):
    """Something in a document is not what belongs there."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(f"{path.lstrip('.') or 'the audit'} {fault}")


def _plain(value: object) -> Json:
    match value:
        case Fraction():
            return str(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{value!r} has no form in JSON")


def _build(kind: Any, value: object, path: str) -> Any:
    """Make a value of a type out of JSON, or say what misfits and where."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is types.UnionType:
        return None if value is None else _build(inner[0], value, path)
    if origin is tuple:
        return _build_tuple(inner, value, path)
    if origin is Mapping:
        given = _expect(dict, value, path, "an object")
        return {key: _build(inner[1], item, f"{path}[{key!r:.60}]") for key, item in given.items()}
    if is_dataclass(kind):
        return _build_record(kind, value, path)
    return _SCALARS[kind](value, path)


def _build_record(kind: Any, value: object, path: str) -> Any:
    given = _expect(dict, value, path, "an object")
    hints = get_type_hints(kind)
    for name in given.keys() - hints.keys():
        raise _MisfitError(f"{path}.{name:.60}", "is not known")
    for name in hints.keys() - given.keys():
        raise _MisfitError(f"{path}.{name}", "is missing")
    return kind(**{name: _build(hint, given[name], f"{path}.{name}") for name, hint in hints.items()})


def _build_tuple(inner: tuple[Any, ...], value: object, path: str) -> tuple[Any, ...]:
    given = _expect(list, value, path, "a list")
    if inner[-1] is Ellipsis:
        return tuple(_build(inner[0], item, f"{path}[{at}]") for at, item in enumerate(given))
    if len(given) != len(inner):
        raise _MisfitError(path, f"has {len(given)} items, not {len(inner)}")
    return tuple(_build(kind, item, path) for kind, item in zip(inner, given, strict=True))


def _expect(kind: type, value: object, path: str, name: str) -> Any:
    # JSON tells true from 1, and Python does not
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _MisfitError(path, f"is {value!r:.60}, not {name}")
    return value


def _whole(value: object, path: str) -> int:
    number: int = _expect(int, value, path, "a whole number")
    if number < 0:
        raise _MisfitError(path, f"is {number}, less than 0")
    return number


def _number(value: object, path: str) -> float:
    number = float(_expect(int if isinstance(value, int) else float, value, path, "a number"))
    if not math.isfinite(number):
        raise _MisfitError(path, "is not finite")
    return number


def _fraction(value: object, path: str) -> Fraction:
    text = _expect(str, value, path, "a fraction such as '3/5'")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise _MisfitError(path, f"is {text!r:.60}, not a fraction such as '3/5'") from None


_SCALARS = {
    str: lambda value, path: _expect(str, value, path, "text"),
    bool: lambda value, path: _expect(bool, value, path, "true or false"),
    int: _whole,
    float: _number,
    Fraction: _fraction,
}


def _check_counts(audit: Audit) -> None:
    inside = (row for split in audit.splits.values() for row in split.templates)
    for row in (*audit.templates, *audit.slots, *inside):
        if not row.n or sum(row.answers.values()) != row.n:
            raise _MisfitError(
                f"template {row.template!r:.60}", f"has {row.n} questions, not those of its answers"
            )
