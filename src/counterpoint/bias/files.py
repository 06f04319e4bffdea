"""From files to an audit: Parquet streams through a query engine, everything else is read as records."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counterpoint.bias.audit import Audit, Settings, audit
from counterpoint.bias.counts import Counts, count_questions, scan
from counterpoint.datasets import read
from counterpoint.datasets.documents import files, is_parquet
from counterpoint.datasets.options import options
from counterpoint.lint import Report, lint
from counterpoint.records import Question


@dataclass(frozen=True)
class Audited:
    """An audit of files, and what else came to light."""

    audit: Audit
    lint: Report | None
    """The findings of the linter; None if the questions streamed, or were not to be checked."""
    remarks: tuple[str, ...] = ()
    """What was made of the files as a whole, such as templates from texts."""


def audit_files(
    paths: Sequence[str | Path],
    *,
    settings: Settings | None = None,
    engine: str | None = None,
    check: bool = True,
    **reading: Any,
) -> Audited:
    """Audit annotation files.

    Parquet files stream, whatever their size, and are not linted; if one of the files is of another kind,
    or a layout is named, all are read as records.

    Parameters
    ----------
    paths
        Files, folders of Parquet files, or patterns.
    settings
        What counts as biased.
    engine
        What counts: one of `engines.ENGINES`. If not given, DuckDB counts what streams, and records are
        counted where they are, in this process.
    check
        Whether to lint the questions.
    **reading
        As for `datasets.read`.

    Raises
    ------
    InputError
        If a file cannot be read at all.
    """
    found = files(paths)
    inputs = tuple(map(str, paths))
    if all(map(is_parquet, found)) and not (reading.get("format") or reading.get("originals")):
        return _streamed(found, inputs, settings, engine or "duckdb", reading)
    data = read(found, **reading)
    report = lint(data) if check else None
    result = audit(
        count_questions(data.questions, engine=engine),
        settings=settings,
        vocabulary=data.vocabulary,
        types=_types(data.questions),
        inputs=inputs,
        unread=tuple(f"{row.place}: {row.reason}" for row in data.unread),
    )
    return Audited(replace(result, lint=report.totals if report else {}), report, data.summary)


def _streamed(
    found: Sequence[Path],
    inputs: tuple[str, ...],
    settings: Settings | None,
    engine: str,
    reading: Mapping[str, Any],
) -> Audited:
    names = ("columns", "slot_lists", "vocabulary")
    chosen = options(**{name: reading[name] for name in names if name in reading})
    counts = scan(
        found,
        engine=engine,
        columns=chosen.columns,
        split=reading.get("split"),
        slots=chosen.slot_lists,
        answers=chosen.known_answers(),
    )
    result = audit(
        counts,
        settings=settings,
        vocabulary=chosen.declared({cell.template for cell in counts.cells}),
        inputs=inputs,
        unread=tuple(f"{row.place}: {row.reason}" for row in counts.located),
    )
    return Audited(result, None, _remarks(counts))


def _types(questions: Iterable[Question]) -> dict[str, tuple[str, str]]:
    """Return the modality and kind that most questions of a template have."""
    told: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for question in questions:
        told[question.template][question.modality, question.kind] += 1
    return {template: types.most_common(1)[0][0] for template, types in told.items()}


def _remarks(counts: Counts) -> tuple[str, ...]:
    if not counts.derived:
        return ()
    made = len({cell.template for cell in counts.cells})
    return (f"{counts.derived:,} questions without a template fell into {made:,} templates made from texts",)
