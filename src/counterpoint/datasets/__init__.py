"""Readers and writers of question-answering data sets, one layout a file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from counterpoint.datasets.coco_vqa import CocoVqa
from counterpoint.datasets.documents import Broken, Document, files, load, shown
from counterpoint.datasets.generic import Generic, columns_of, lacking_columns, missing
from counterpoint.datasets.music_avqa import MusicAvqa
from counterpoint.datasets.music_avqa_r import MusicAvqaR
from counterpoint.datasets.options import Answers, Options, SlotLists, options
from counterpoint.datasets.reader import WHOLE, Reader, split_in_name
from counterpoint.datasets.templates import derive, words
from counterpoint.errors import InputError
from counterpoint.records import DataSet, Notice, Place, Question, Unread, identify

READERS: Mapping[str, type[Reader]] = {
    reader.name: reader for reader in (MusicAvqaR, MusicAvqa, CocoVqa, Generic)
}
"""The readers of this package. A file is asked of them in this order, and of other packages' readers
before `generic`, which knows any table."""

GROUP = "counterpoint.readers"
"""Entry point group under which other packages register readers; see `docs/readers.md`."""


def readers() -> dict[str, type[Reader]]:
    """Return all readers by name, in the order in which they are asked.

    Raises
    ------
    InputError
        If another package's reader cannot be loaded.
    """
    others = {entry.name: _loaded(entry) for entry in entry_points(group=GROUP) if entry.name not in READERS}
    generic = {Generic.name: Generic}
    return {name: reader for name, reader in READERS.items() if name not in generic} | others | generic


def read(
    paths: Iterable[str | Path],
    *,
    format: str | None = None,  # noqa: A002 - the option's name
    split: str | None = None,
    columns: Mapping[str, str] | None = None,
    slot_lists: SlotLists | str | Path | None = None,
    vocabulary: Answers | str | Path | None = None,
    originals: Iterable[str | Path] = (),
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
    columns
        Column of each field, for the layout `generic`, which is then taken if no other is named.
    slot_lists
        Words that become slots where templates are made from texts: a list, lists by name of the slot,
        or a JSON file of either.
    vocabulary
        Possible answers: a list, lists by template, or a JSON file of either.
    originals
        Files of the questions that rephrased ones were made from, for their templates.

    Raises
    ------
    InputError
        If a file cannot be read at all. A row that cannot is listed in `DataSet.unread`.
    """
    chosen = options(columns=columns, slot_lists=slot_lists, vocabulary=vocabulary, originals=originals)
    if format is None and columns:
        format = Generic.name  # noqa: A001
    documents: dict[type[Reader], list[Document]] = {}
    notices: list[Notice] = []
    for path in files(paths):
        document = load(path)
        documents.setdefault(_reader(document, format), []).append(document)
        notices += _left_out(document)
    questions: list[Question] = []
    unread: list[Unread] = []
    for reader, group in documents.items():
        for outcome in _parsed(reader(chosen), group, split):
            (questions if isinstance(outcome, Question) else unread).append(outcome)  # type: ignore[arg-type]
    templated, summary = _with_templates(questions, chosen)
    identified, made = identify(templated)
    return DataSet(
        questions=tuple(identified),
        unread=tuple(unread),
        notices=(*notices, *made),
        vocabulary=chosen.declared({question.template for question in identified}),
        layouts=tuple(reader.name for reader in documents),
        summary=summary,
    )


def write(data: DataSet, path: Path, *, format: str) -> list[Path]:  # noqa: A002 - the option's name
    """Write a data set in a layout, and return the files written.

    The ending of the path names the container: .json, .jsonl, .csv or .parquet.

    Raises
    ------
    InputError
        If the layout or the container is unknown, or the place cannot be written to.
    """
    reader = _named(format)()
    reader.write(data.questions, path)
    return reader.outputs(path)


def outputs(path: Path, *, format: str) -> list[Path]:  # noqa: A002 - the option's name
    """Return the files that `write` would write."""
    return _named(format)().outputs(path)


def _loaded(entry: EntryPoint) -> type[Reader]:
    try:
        reader = entry.load()
    except Exception as error:
        raise _bad_plugin(entry, f"cannot be loaded: {error}") from error
    if not (isinstance(reader, type) and issubclass(reader, Reader)):
        raise _bad_plugin(entry, "is no subclass of counterpoint.datasets.Reader")
    return reader


def _bad_plugin(entry: EntryPoint, fault: str) -> InputError:
    package = entry.dist.name if entry.dist else entry.module
    return InputError(
        f"the reader {entry.name!r} of the package {package} {fault}",
        remedy="Mend or uninstall that package.",
    )


def _reader(document: Document, name: str | None) -> type[Reader]:
    where = shown(document.path)
    sample = [row for _, row in document.rows[:20] if isinstance(row, Mapping)]
    if not document.rows:
        raise InputError("the file has no rows", where=where, remedy="Check how it was written.")
    if not sample:
        _, row = document.rows[0]
        raise InputError(
            f"its rows are no objects with named values: {_reason(row, ValueError())}",
            where=where,
            remedy="Check how it was written.",
        )
    if name is not None:
        return _named(name)
    known = READERS if _known_here(sample) else readers()
    for reader in known.values():
        if reader().recognises(sample):
            return reader
    names = dict.fromkeys(column for row in sample for column in row)
    raise lacking_columns(missing(columns_of(names)), names, where)


def _known_here(sample: Sequence[Mapping[str, object]]) -> bool:
    """Whether a layout of this package but `generic` is recognised: other packages need not be loaded."""
    return any(reader().recognises(sample) for reader in READERS.values() if reader is not Generic)


def _named(name: str) -> type[Reader]:
    known = READERS if name in READERS else readers()
    if name not in known:
        raise InputError(f"no format is called {name!r}", remedy=f"Use one of {', '.join(known)}.")
    return known[name]


def _parsed(reader: Reader, group: Sequence[Document], split: str | None) -> Iterator[Question | Unread]:
    told: dict[str, str] = {}
    for place, row in reader.rows(group):
        if isinstance(row, Broken):
            yield Unread(place, row.reason)
            continue
        try:
            question = reader.parse(row, place)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            yield Unread(place, _reason(row, error))
            continue
        if place.file not in told:
            told[place.file] = split_in_name(Path(place.file))
        wanted = split if split is not None else question.split or told[place.file]
        object.__setattr__(
            question, "split", wanted
        )  # nobody has seen it yet, and a copy takes as long as it
        yield question


def _reason(row: object, error: Exception) -> str:
    if isinstance(row, Broken):
        return row.reason
    if not isinstance(row, Mapping):
        return f"the row is {type(row).__name__}, not an object with fields"
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _left_out(document: Document) -> list[Notice]:
    place, message = Place(shown(document.path), 0), "not read: it holds bytes, not text"
    return [Notice(place, name, message) for name in document.left_out]


def _with_templates(
    questions: Sequence[Question], chosen: Options
) -> tuple[Sequence[Question], tuple[str, ...]]:
    """Make templates for the questions that have none, and say how many fell into how many."""
    if not any(question.template == WHOLE for question in questions):
        return questions, ()
    known = words({*chosen.known_answers(), *(question.answer for question in questions)}, chosen.slot_lists)
    texts = {question.text for question in questions if question.template == WHOLE}
    made = {text: derive(text, known) for text in texts}
    sizes = Counter(made[question.text][0] for question in questions if question.template == WHOLE)
    template, most = max(sizes.items(), key=lambda size: (size[1], size[0]))
    summary = (
        f"questions without a template: {sizes.total():,}; templates made from their texts: {len(sizes):,}; "
        f"the largest has {most:,} questions: {template}",
    )
    return [
        replace(question, template=made[question.text][0], slots=made[question.text][1])
        if question.template == WHOLE
        else question
        for question in questions
    ], summary


__all__ = [
    "READERS",
    "WHOLE",
    "Broken",
    "DataSet",
    "Document",
    "Notice",
    "Place",
    "Question",
    "Reader",
    "outputs",
    "read",
    "readers",
    "write",
]
