"""The counts table: how often each answer is given, the one thing asked of a query engine."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import narwhals as nw

from counterpoint.records import Question
from counterpoint.vocabulary import canonical

KEYS = ("template", "slots", "answer", "split")


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
    """Questions without a template or an answer."""

    @property
    def total(self) -> int:
        """Number of questions counted."""
        return sum(self.cells.values())

    def by(self, key: Callable[[Cell], object]) -> dict[object, Counter[str]]:
        """Return the answer counts of each group that the key makes, largest group first."""
        groups: dict[object, Counter[str]] = {}
        for cell, n in self.cells.items():
            groups.setdefault(key(cell), Counter())[cell.answer] += n
        return dict(sorted(groups.items(), key=lambda group: -group[1].total()))


def count_questions(questions: Iterable[Question]) -> Counts:
    """Count records that are in memory already."""
    return Counts(Counter(Cell(q.template, q.slots, q.answer, q.split) for q in questions))


def count_frame(frame: nw.LazyFrame) -> Counts:
    """Count rows of a lazy frame with the columns `KEYS`, of which `slots` and `split` may be absent.

    Rows are grouped by the engine behind the frame; only the groups come into this process. The spelling
    of templates and the form of slots (a list, or JSON) are settled on the groups.
    """
    keys = [key for key in KEYS if key in frame.collect_schema().names()]
    groups = frame.select(keys).group_by(keys).agg(nw.len().alias("n")).collect("pyarrow")
    cells: Counter[Cell] = Counter()
    unread = 0
    for row in groups.iter_rows(named=True):
        template, answer = row["template"], row["answer"]
        if not (template and answer and str(answer).strip()):
            unread += row["n"]
            continue
        slots = row.get("slots") or ()
        slots = json.loads(slots) if isinstance(slots, str) else slots
        cell = Cell(canonical(template), tuple(slots), str(answer).strip(), row.get("split") or "")
        cells[cell] += row["n"]
    return Counts(cells, unread)
