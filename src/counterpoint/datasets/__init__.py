"""Readers and writers of question-answering data sets, one layout a file."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

from counterpoint.datasets.documents import Document, files, load
from counterpoint.datasets.music_avqa import MusicAvqa
from counterpoint.datasets.reader import Reader, split_in_name
from counterpoint.errors import InputError
from counterpoint.records import DataSet, Notice, Question, Unread, identify
from counterpoint.vocabulary import TEMPLATES

READERS: dict[str, Reader] = {reader.name: reader for reader in (MusicAvqa(),)}
"""The readers of this package, in the order in which they are asked whether they know a file."""


def readers() -> dict[str, Reader]:
    """Return all readers by name: this package's, and those other packages register.

    A package registers a reader under the entry point group `counterpoint.readers`; see `docs/readers.md`.
    """
    others = {entry.name: entry.load()() for entry in entry_points(group="counterpoint.readers")}
    return READERS | others


def read(
    paths: Iterable[str | Path],
    *,
    format: str | None = None,  # noqa: A002 - the option's name
    split: str | None = None,
) -> DataSet:
    """Read the questions of one or several files.

    Parameters
    ----------
    paths
        Files, folders of Parquet files, or patterns.
    format
        Name of a reader; found by content if not given.
    split
        Split of every question; if not given, what the row says, else what the file's name says.

    Raises
    ------
    InputError
        If a file cannot be read at all. A row that cannot is listed in `DataSet.unread`.
    """
    documents: dict[Reader, list[Document]] = {}
    for path in files(paths):
        document = load(path)
        documents.setdefault(_reader(document, format), []).append(document)
    questions: list[Question] = []
    unread: list[Unread] = []
    for reader, group in documents.items():
        for place, row in reader.rows(group):
            try:
                question = reader.parse(row, place)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                unread.append(Unread(place, _reason(row, error)))
                continue
            told = split if split is not None else question.split or split_in_name(Path(place.file))
            questions.append(replace(question, split=told))
    identified, notices = identify(questions)
    return DataSet(
        questions=tuple(identified),
        unread=tuple(unread),
        notices=tuple(notices),
        vocabulary=_vocabulary(identified),
    )


def write(data: DataSet, path: Path, *, format: str) -> list[Path]:  # noqa: A002 - the option's name
    """Write a data set in a layout, and return the files written.

    Raises
    ------
    InputError
        If the layout is unknown or the place cannot be written to.
    """
    return _named(format).write(data.questions, path)


def _reader(document: Document, name: str | None) -> Reader:
    if name is not None:
        return _named(name)
    sample = [row for _, row in document.rows[:20] if isinstance(row, Mapping)]
    for reader in readers().values():
        if sample and reader.recognises(sample):
            return reader
    raise InputError(
        "its rows are of no known layout",
        where=str(document.path),
        remedy="Name the layout with --format, or its columns with --column.",
    )


def _named(name: str) -> Reader:
    known = readers()
    if name not in known:
        raise InputError(f"no format is called {name!r}", remedy=f"Use one of {', '.join(known)}.")
    return known[name]


def _reason(row: object, error: Exception) -> str:
    if not isinstance(row, Mapping):
        return f"the row is {type(row).__name__}, not an object with fields"
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _vocabulary(questions: Iterable[Question]) -> dict[str, tuple[str, ...]]:
    templates = {question.template for question in questions}
    return {text: TEMPLATES[text].answers for text in templates if text in TEMPLATES}


__all__ = ["READERS", "DataSet", "Notice", "Question", "Reader", "read", "readers", "write"]
