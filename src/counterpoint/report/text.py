"""The audit as Markdown to paste and as CSV to compute with."""

import csv as tables
import io
import json
import re
from collections.abc import Iterable, Iterator

from counterpoint.bias.audit import Audit, Row
from counterpoint.report import wording
from counterpoint.report.compare import STATUSES, Comparison, Side
from counterpoint.report.wording import counts, percent, shown

ROWS = 300
"""Templates that a Markdown table holds at most."""

_MARKS = {"confirmed": "**confirmed**", "flagged": "flagged", "within": ""}


def markdown(audit: Audit, comparison: Comparison | None = None) -> str:
    """Return an audit as Markdown: the verdict, a table of templates, the totals.

    Text from data stands in code spans, where it makes no markup, link or mention. A vertical bar in it
    becomes a broken bar, since tables cannot hold one in every dialect.
    """
    said = wording.verdict(audit)
    blocks = [f"**{said.headline}** {said.detail}".strip()]
    if audit.templates:
        blocks.append(_table(_HEADER, map(_cells, audit.templates[:ROWS])))
    if len(audit.templates) > ROWS:
        blocks.append(f"{counts(len(audit.templates) - ROWS)} more templates are in the JSON and the CSV.")
    if comparison is not None:
        blocks.append(_before_after(comparison))
    blocks.append(_table(("", "Value"), _totals(audit)))
    if len(audit.splits) > 1:
        blocks.append(_table(_SPLITS, _splits(audit)))
    if audit.unread:
        some, left = wording.first(audit.unread, 10)
        lines = [f"- {code(each, 300)}" for each in some] + ([f"- and {counts(left)} more"] if left else [])
        blocks.append("Not read:\n\n" + "\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def code(text: str, limit: int = 160) -> str:
    """Return data text as a code span.

    >>> code("a `b` | <c>")
    '`` a `b` ¦ <c> ``'
    """
    line = shown(text, limit).replace("|", "¦")
    if "`" not in line:
        return f"`{line}`"
    fence = "`" * (1 + max(map(len, re.findall("`+", line))))
    return f"{fence} {line} {fence}"


_HEADER = (
    "Template",
    "n:",
    "Top answer",
    "Share, %:",
    "Interval, %:",
    "Threshold, %:",
    "Verdict",
    "Additions:",
)
_SPLITS = ("Split", "Questions:", "Templates:", "Flagged:", "Confirmed:", "Additions:", "Prior, %:")


def _cells(row: Row) -> tuple[str, ...]:
    return (
        code(row.template),
        counts(row.n),
        code(wording.top(row), 40),
        percent(row.share, row.threshold),
        wording.interval(row.interval),
        percent(row.threshold, short=True),
        _MARKS[wording.state(row)],
        wording.added(row.additions),
    )


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table; a column whose heading ends in a colon is aligned right."""
    lines = [
        [name.removesuffix(":") for name in header],
        ["--:" if h.endswith(":") else "---" for h in header],
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (*lines, *rows))


def _totals(audit: Audit) -> Iterator[tuple[str, ...]]:
    totals, fit = audit.totals, audit.priors
    yield "Questions", counts(totals.questions)
    yield "Not read", counts(totals.unread)
    yield "Templates", counts(totals.templates)
    yield "Over the threshold (flagged)", counts(totals.flagged)
    yield "Confirmed", counts(totals.confirmed)
    yield "Additions needed", counts(totals.additions)
    yield "Template prior, leave one out", f"{percent(fit.template)} %"
    yield "Template prior, in sample", f"{percent(fit.template_in_sample)} %"
    yield "Slot prior, leave one out", f"{percent(fit.slot)} %"
    for each in fit.transfer[:20]:
        path = f"{code(each.fitted, 24)} to {code(each.scored, 24)}"
        yield f"Template prior, {path}", f"{percent(each.template)} %"


def _splits(audit: Audit) -> Iterator[tuple[str, ...]]:
    for name, split in list(audit.splits.items())[:50]:
        t = split.totals
        numbers = (t.questions, t.templates, t.flagged, t.confirmed, t.additions)
        yield code(name, 40), *map(counts, numbers), percent(t.prior_accuracy)


def _before_after(comparison: Comparison) -> str:
    before, after = comparison.before, comparison.after
    header = ("Template", "Before, %:", "After, %:", "Points:", "Status")
    rows = [
        (
            code(change.template),
            _side(change.before),
            _side(change.after),
            "" if change.difference is None else wording.points(change.difference),
            STATUSES[change.status],
        )
        for change in comparison.templates[:ROWS]
    ]
    moved = ", ".join(
        f"{name} {counts(getattr(before, name))} → {counts(getattr(after, name))}"
        for name in ("questions", "flagged", "confirmed", "additions")
    )
    prior = f"template prior {percent(before.prior_accuracy)} → {percent(after.prior_accuracy)} %"
    text = f"Before → after: {moved}, {prior}.\n\n{_table(header, rows)}"
    if comparison.differing:
        text += f"\n\nThe settings differ ({', '.join(comparison.differing)}): verdicts are not comparable."
    return text


def _side(side: Side | None) -> str:
    if side is None:
        return ""
    low_high = wording.interval(side.interval)
    mark = _MARKS[wording.state(side)]
    return f"{percent(side.share, side.threshold)} ({low_high}) {mark}".strip()


COLUMNS = (
    "table", "template", "modality", "kind", "split", "slot_position", "slot_name", "slot_value",
    "n", "k", "top_answer", "share", "low", "high", "threshold", "excess", "flagged", "confirmed",
    "p", "p_adjusted", "entropy", "total_variation", "additions", "answers",
)  # fmt: skip


def csv(audit: Audit) -> str:
    """Return an audit as CSV: one line a template, a template in a split, and a slot value.

    The column `table` says which: `templates`, `splits` or `slots`. `answers` holds the counts as JSON.
    Text from data that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, their
    fullwidth forms, a tab or a line break) has an apostrophe put before it.
    """
    buffer = io.StringIO()
    writer = tables.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, rows in (
        ("templates", audit.templates),
        ("splits", [row for split in audit.splits.values() for row in split.templates]),
        ("slots", audit.slots),
    ):
        writer.writerows(_line(name, row) for row in rows)
    return buffer.getvalue()


def _line(name: str, row: Row) -> list[object]:
    slot = row.slot
    return [
        name, safe(row.template), safe(row.modality), safe(row.kind), safe(row.split or ""),
        slot.position if slot else "", safe(slot.name) if slot else "", safe(slot.value) if slot else "",
        row.n, row.k, safe(wording.top(row)), row.share, *row.interval, row.threshold, row.excess,
        int(row.flagged), int(row.confirmed), row.p, row.p_adjusted, row.entropy, row.total_variation,
        "" if row.additions is None else row.additions, json.dumps(row.answers),
    ]  # fmt: skip


def safe(text: str) -> str:
    """Return data text that no spreadsheet takes for a formula, and that UTF-8 can hold.

    >>> safe("=1+1"), safe("-1vnMOhaArA"), safe("cello")
    ("'=1+1", "'-1vnMOhaArA", 'cello')
    """
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{text}" if text.startswith(_FORMULA) else text


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
