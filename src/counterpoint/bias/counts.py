"""The counts table: how often each answer is given, the one thing asked of a query engine."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterpoint.records import Question, Unread
from counterpoint.vocabulary import SLOT, canonical

if TYPE_CHECKING:
    from narwhals import LazyFrame

    from counterpoint.bias.parquet import Layout

LOCATED = 100
"""Unusable rows of streamed files that are named with their place; all are counted."""


class Cell(NamedTuple):
    """What is counted: an answer to a template with these slot values, in a split."""

    template: str
    slots: tuple[str, ...]
    answer: str
    split: str


@dataclass(frozen=True)
class Counts:
    """How many questions fall into each cell, and how many fit none."""

    cells: Mapping[Cell, int] = field(default_factory=dict)
    unread: int = 0
    """Rows that could not be used: no template or answer, or slots that are no list of texts."""
    located: tuple[Unread, ...] = ()
    """The first `LOCATED` of them."""
    derived: int = 0
    """Questions whose template was made from their text."""

    @property
    def total(self) -> int:
        """Number of questions counted."""
        return sum(self.cells.values())

    @cached_property
    def templates(self) -> Mapping[str, Counter[str]]:
        """How often each answer is given to each template, the template asked most first."""
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        for cell, n in self.cells.items():
            groups[cell.template][cell.answer] += n
        return dict(sorted(groups.items(), key=lambda group: (-group[1].total(), group[0])))

    @cached_property
    def filled(self) -> Mapping[tuple[str, tuple[str, ...]], Counter[str]]:
        """How often each answer is given to each template with each set of slot values."""
        groups: dict[tuple[str, tuple[str, ...]], Counter[str]] = defaultdict(Counter)
        for cell, n in self.cells.items():
            groups[cell[:2]][cell.answer] += n
        return dict(groups)

    @cached_property
    def splits(self) -> Mapping[str, "Counts"]:
        """The counts of each split, by name."""
        cells: dict[str, dict[Cell, int]] = defaultdict(dict)
        for cell, n in self.cells.items():
            cells[cell.split][cell] = n
        return {name: Counts(cells[name]) for name in sorted(cells)}


def count_questions(questions: Iterable[Question], *, engine: str | None = None) -> Counts:
    """Count records that are in memory: in this process, or with an engine if one is named."""
    cells = (Cell(q.template, q.slots, q.answer, q.split) for q in questions)
    if engine is None:
        return Counts(Counter(cells))
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema({name: pa.string() for name in Cell._fields} | {"slots": pa.list_(pa.string())})
    with tempfile.TemporaryDirectory(prefix="counterpoint-") as folder:
        file = Path(folder, "questions.parquet")
        pq.write_table(pa.Table.from_pylist([cell._asdict() for cell in cells], schema=schema), file)
        return scan([file], engine=engine)


def scan(
    files: Sequence[Path],
    *,
    engine: str = "duckdb",
    columns: Mapping[str, str] | None = None,
    split: str | None = None,
    slots: Mapping[str, Iterable[str]] | None = None,
    answers: Iterable[str] = (),
) -> Counts:
    """Count the rows of Parquet files as a stream: only the counts come into memory.

    Files that have the same columns and tell the same split are counted in one query. Where a file has
    texts but no templates, templates are made from the distinct texts (`datasets.templates`).

    Parameters
    ----------
    files
        Parquet files on this machine's file system.
    engine
        One of `engines.ENGINES`.
    columns
        Column of a field, where it is not known by a usual name (`datasets.generic.ALIASES`).
    split
        Split of all rows; if not given, what the row says, else what the file's name says.
    slots
        Values of each slot, by its name, for texts without templates.
    answers
        Declared answers, for texts without templates.

    Raises
    ------
    InputError
        If a file or the engine cannot be used. Rows that cannot are counted, and the first are located.
    """
    from counterpoint.bias.engines import running
    from counterpoint.bias.parquet import layout, unusable

    layouts = {file: layout(file, columns or {}, split) for file in files}
    alike: dict[Layout, list[Path]] = {}
    for file, found in layouts.items():
        alike.setdefault(found, []).append(file)
    with running(engine) as opened:
        groups = [_groups(opened(same, dict(found.columns)), found.split) for found, same in alike.items()]
    counts = _counts(groups, slots, answers)
    if not counts.unread:
        return counts
    faults = chain.from_iterable(unusable(file, found) for file, found in layouts.items())
    return replace(counts, located=tuple(islice(faults, LOCATED)))


def count_frame(frame: "LazyFrame[Any]", *, split: str = "") -> Counts:
    """Count the rows of a lazy frame of any engine that narwhals knows.

    The engine groups; only the groups come into this process, and what their values mean is settled here.

    Parameters
    ----------
    frame
        Columns `template` (or else `text`) and `answer`, and where there are any, `slots` and `split`.
    split
        Split of the rows that say none.
    """
    return _counts([_groups(frame, split)])


class _Groups(NamedTuple):
    """What an engine counted."""

    cells: Counter[Cell]
    texts: Counter[Cell]
    """Of questions without a template: the text stands in its place."""
    unread: int


def _groups(frame: "LazyFrame[Any]", split: str) -> _Groups:
    import narwhals as nw

    from counterpoint.bias.parquet import PARSERS

    names = frame.collect_schema().names()
    wording = "template" if "template" in names else "text"
    fields = [name for name in (wording, "slots", "answer", "split") if name in names]
    groups = frame.select(fields).group_by(fields).agg(nw.len().alias("n")).collect("pyarrow").to_native()
    sizes: list[int] = groups.column("n").to_pylist()
    parsed: dict[str, list[Any]] = {"slots": [()] * len(sizes), "split": [split] * len(sizes)}
    parsed |= {name: _parsed(groups.column(name).to_pylist(), PARSERS[name]) for name in fields}
    cells: Counter[Cell] = Counter()
    texts: Counter[Cell] = Counter()
    unread = 0
    for said, values, answer, told, n in zip(
        parsed[wording], parsed["slots"], parsed["answer"], parsed["split"], sizes, strict=True
    ):
        if said is None or values is None or answer is None:
            unread += n
        elif wording == "template":
            cells[Cell(said, values, answer, told or split)] += n
        elif values and len(SLOT.findall(said)) == len(values):  # the text is a template after all
            cells[Cell(canonical(said), values, answer, told or split)] += n
        else:
            texts[Cell(said, (), answer, told or split)] += n
    return _Groups(cells, texts, unread)


def _parsed(values: Sequence[Any], parse: Callable[[Any], Any]) -> list[Any]:
    """Return what values mean, each distinct one looked at once; None for what means nothing."""
    known: dict[Hashable, Any] = {}

    def meaning(value: Any) -> Any:
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            try:
                known[key] = parse(value)
            except ValueError:
                known[key] = None
        return known[key]

    return [meaning(value) for value in values]


def _counts(
    groups: Sequence[_Groups],
    slots: Mapping[str, Iterable[str]] | None = None,
    answers: Iterable[str] = (),
) -> Counts:
    """Add up groups; templates are made from all texts together, with one set of words."""
    cells: Counter[Cell] = Counter()
    texts: Counter[Cell] = Counter()
    for group in groups:
        cells.update(group.cells)
        texts.update(group.texts)
    if texts:
        from counterpoint.datasets.templates import derive, words

        known = words({*answers, *(cell.answer for cell in chain(cells, texts))}, slots)
        made = {text: derive(text, known) for text in {cell.template for cell in texts}}
        for cell, n in texts.items():
            cells[Cell(*made[cell.template], cell.answer, cell.split)] += n
    return Counts(cells, sum(group.unread for group in groups), derived=texts.total())
