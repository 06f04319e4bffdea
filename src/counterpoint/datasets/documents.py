"""Files as rows: JSON, JSON Lines, CSV and Parquet, told apart by their content.

Nothing here knows what the rows mean. Every fault of a file as a whole is an `InputError` that names the
file, the row where it has one, and a remedy; a single row that is broken is given as `Broken`.
"""

import codecs
import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoint.datasets import json_rows, tables
from counterpoint.datasets.json_rows import Broken, Rows
from counterpoint.errors import InputError
from counterpoint.records import Place

LIMIT = 1 << 29
"""Bytes of a text file that are read at most. Parquet has no limit: it streams."""

_LINES = {".jsonl", ".ndjson"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """The rows of one file, and what else its JSON object says."""

    path: Path
    rows: Sequence[tuple[Place, Any]]
    """A row is an object of named values, or `Broken`, or whatever else the file has in a row's place."""
    header: Row = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    """Columns that were not read because they hold bytes, such as pictures."""


def files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files that the paths name; folders and patterns stand for the Parquet files in them.

    A path that exists is that file, whatever characters its name has.

    Raises
    ------
    InputError
        If a path names nothing, or something that is no file.
    """
    return list(dict.fromkeys(file for path in paths for file in _named(Path(path))))


def _named(path: Path) -> Iterator[Path]:
    try:
        yield from _expanded(path)
    except OSError as error:  # such as a folder that may not be entered, or a name that is too long
        raise _unreadable(path, error) from None


def _expanded(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = sorted(file for file in path.rglob("*.parquet") if file.is_file())
        if not inside:
            raise InputError(
                "this is a folder without Parquet files", where=shown(path), remedy="Name the files in it."
            )
        yield from inside
    elif path.is_file():
        yield path
    elif path.exists():
        raise InputError(
            "this is no regular file", where=shown(path), remedy="Save what it gives to a file first."
        )
    else:
        matches = _matching(path)
        if not matches:
            remote = re.match(r"[a-z][a-z0-9+.-]+:/", str(path), re.IGNORECASE)
            raise InputError(
                "no such file",
                where=shown(path),
                remedy="Download it first: only local files are read." if remote else "Check the path.",
            )
        for match in matches:
            yield from _expanded(match)


def _matching(path: Path) -> list[Path]:
    """Return what a pattern names; the folders in it may be patterns too, unless they exist."""
    folder, pattern = (path.parent, path.name) if path.parent.is_dir() else (Path(), str(path))
    # Unlike `Path.glob`, this refuses no pattern.
    found = {folder / match for match in glob.glob(pattern, root_dir=folder, recursive=True)}  # noqa: PTH207
    return sorted(found - {path})  # a link that leads nowhere names itself


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet files do.

    Raises
    ------
    InputError
        If it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise _unreadable(path, error) from None


def load(path: Path) -> Document:
    """Read a file whole, as rows.

    Raises
    ------
    InputError
        If the file is empty, too large, not UTF-8, or broken.
    """
    name = shown(path)
    if is_parquet(path):
        rows, left_out = tables.parquet_rows(path, name)
        return Document(path, rows, left_out=left_out)
    text = _text(path)
    match text.lstrip(" \t\r\n")[:1]:
        case "":
            raise InputError("the file is empty", where=name, remedy="Check how it was written.")
        case "[":
            return Document(path, json_rows.array_rows(text, name))
        case "{":
            if path.suffix.lower() in _LINES:  # even if it is one line, which holds a list of objects
                return Document(path, json_rows.line_rows(text, name))
            return Document(path, *json_rows.object_rows(text, name))
        case _:
            return Document(path, tables.csv_rows(text, name))


def load_value(path: Path) -> Any:
    """Read a JSON file as the value that it holds.

    Raises
    ------
    InputError
        If the file is not JSON.
    """
    return json_rows.value(_text(path), shown(path))


def shown(path: Path) -> str:
    """Return a path as text that can be printed, even if its bytes are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


_KINDS = {
    b"\x1f\x8b": ("a gzip archive", "Unpack it first."),
    b"PK\x03\x04": ("a zip archive", "Unpack it first."),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", "Unpack it first."),
    b"<": ("a web page or XML, not data", "Download the file itself, not the page that shows it."),
    b"version https://git-lfs": ("a Git LFS pointer, not the data", "Fetch the file with: git lfs pull."),
    codecs.BOM_UTF16_LE: ("UTF-16, not UTF-8", "Convert it with: iconv -f UTF-16 -t UTF-8."),
    codecs.BOM_UTF16_BE: ("UTF-16, not UTF-8", "Convert it with: iconv -f UTF-16 -t UTF-8."),
}
"""What a file that is not read may begin with, what it is then, and the remedy."""


def _text(path: Path) -> str:
    content = _bytes(path)
    for start, (kind, remedy) in _KINDS.items():
        if content.startswith(start):
            raise InputError(f"the file is {kind}", where=shown(path), remedy=remedy)
    if b"\0" in content[:4]:
        raise InputError(
            "the file is binary, or UTF-16 without its mark",
            where=shown(path),
            remedy="If it is text, convert it with: iconv -f UTF-16LE -t UTF-8.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise InputError(
                "the file ends in the middle of a character: it was cut off",
                where=shown(path),
                remedy="Download or write the file again.",
            ) from None
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"the file is not UTF-8 (byte {error.start:,}, line {line:,})",
            where=shown(path),
            remedy="Save it as UTF-8, for instance with: iconv -f LATIN1 -t UTF-8.",
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # The size is that of the opened file, and one byte more than the limit is read at most,
            # so that a file that grows or tells no size is not read into memory either.
            size = os.fstat(file.fileno()).st_size
            content = b"" if size > LIMIT else file.read(LIMIT + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if max(size, len(content)) > LIMIT:
        raise InputError(
            f"the file has more than the {LIMIT:,} bytes that are read as text",
            where=shown(path),
            remedy="Convert it to Parquet, which is read as a stream of any length.",
        )
    return content


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"the file cannot be read: {error.strerror or error}",
        where=shown(path),
        remedy="Check the path."
        if isinstance(error, FileNotFoundError)
        else "Check its permissions, and the disk that it is on.",
    )


__all__ = ["LIMIT", "Broken", "Document", "Row", "Rows", "files", "is_parquet", "load", "load_value", "shown"]
