"""The audit on a terminal, from 80 columns up.

Nothing is said by colour alone, and text from data is printed as text: it cannot bring markup or control
characters of its own.
"""

from collections.abc import Iterator

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from counterpoint.bias.audit import Audit, Row
from counterpoint.report import wording
from counterpoint.report.compare import STATUSES, Change, Comparison, Side
from counterpoint.report.wording import counts, percent, plural, shown

ROWS = 200
"""Templates that are printed at most."""
WIDE = 110
"""Columns from which each row of the main table takes one line where it can."""
LISTED = 8
"""Entries of a list of any length that are printed."""

_STYLES = {
    "confirmed": "bold red", "flagged": "yellow", "within": "", "passed": "bold green",
    "incomplete": "bold magenta", "empty": "bold magenta",
    "still": "red", "cleared": "green", "new": "cyan", "gone": "dim",
}  # fmt: skip
_PLAIN = str.maketrans({"–": "-", "−": "-", "…": "..."})
_MARKS = {"confirmed": "!!", "flagged": "!", "within": ""}


def show(audit: Audit, console: Console, comparison: Comparison | None = None) -> None:
    """Print an audit, and what has moved since its baseline if there is one."""
    said = wording.verdict(audit)
    console.print()
    _say(console, said.headline, _STYLES[said.state])
    if said.detail:
        _say(console, said.detail)
    if audit.templates:
        console.print(_templates(audit, console))
        level = percent(audit.settings.level, short=True)
        _say(
            console, f"! flagged: over the threshold   !! confirmed: beyond chance too (FDR {level} %)", "dim"
        )
        _say(console, "Share, interval and threshold in %; + is the fewest questions to add.", "dim")
    if comparison is not None:
        console.print(_comparison(comparison, console))
    for title, lines in _sections(audit, comparison):
        console.print()
        _say(console, title, "bold")
        for line in lines:
            console.print(Padding(_text(console, line), (0, 0, 0, 2), expand=False))
    console.print()


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(_text(console, text, style))


def _text(console: Console, text: str, style: str = "") -> Text:
    """Return text that the terminal's encoding can show, and that has no markup."""
    encoding = console.encoding
    if console.options.ascii_only:
        text = text.translate(_PLAIN)
    return Text(text.encode(encoding, "backslashreplace").decode(encoding), style)


def _templates(audit: Audit, console: Console) -> Table:
    layout = _wide if console.width >= WIDE else _narrow
    table = layout()
    for row in audit.templates[:ROWS]:
        state = wording.state(row)
        style = _STYLES[state]
        drawn = bar(row, 20 if layout is _wide else 10, console.options.ascii_only)
        share, low_high = percent(row.share, row.threshold), wording.interval(row.interval)
        limit = percent(row.threshold, short=True)
        spread = (
            [(drawn, style), (share, style), (low_high, ""), (limit, "")]
            if layout is _wide
            else [(f"{drawn}\n{low_high}", style), (f"{share}\n{limit}", style)]
        )
        cells = [
            (_MARKS[state], style),
            (shown(row.template, 100), ""),
            (counts(row.n), ""),
            (shown(wording.top(row), 28), ""),
            *spread,
            ("none" if row.additions is None else counts(row.additions), ""),
        ]
        table.add_row(*(_text(console, text, style) for text, style in cells))
    return table


def _wide() -> Table:
    table = _start()
    table.add_column("", width=20, no_wrap=True)
    for name in ("Share", "Interval", "Max", "+"):
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _narrow() -> Table:
    """Return a table whose rows take two lines: the interval below the bar, the threshold below the share."""
    table = _start()
    table.add_column("", width=10, no_wrap=True)
    for name in ("Share\nMax", "+"):
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _start() -> Table:
    table = _table()
    table.add_column("", width=2)
    table.add_column("Template", ratio=1, min_width=16, overflow="fold")
    table.add_column("n", justify="right", no_wrap=True)
    table.add_column("Top answer", max_width=14, overflow="fold")
    return table


def _table() -> Table:
    return Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0), expand=False, header_style="bold")


def bar(row: Row, width: int, ascii_only: bool = False) -> str:
    """Return a bar of a share, with its threshold: what is beyond it is drawn differently.

    However close a share is to its threshold, the bar ends on the right side of it.

    >>> from types import SimpleNamespace as Row
    >>> bar(Row(share=0.7, threshold=0.5, flagged=True), 10)
    '█████▓▓   '
    >>> bar(Row(share=0.3, threshold=0.5, flagged=False), 10)
    '███  │    '
    """
    full, beyond, limit = ("#", "+", "|") if ascii_only else ("█", "▓", "│")
    allowed = round(row.threshold * width)
    filled = round(row.share * width)
    filled = max(filled, allowed + 1) if row.flagged else max(1, min(filled, allowed))
    cells = [full if at < allowed else beyond for at in range(filled)] + [" "] * (width - filled)
    if not row.flagged and allowed < width:
        cells[allowed] = limit
    return "".join(cells[:width])


def _comparison(comparison: Comparison, console: Console) -> RenderableType:
    table = _table()
    table.title = _text(console, "Before and after", "bold")
    table.title_justify = "left"
    table.add_column("", no_wrap=True)
    table.add_column("Template", ratio=1, min_width=16, overflow="fold")
    table.add_column("Before", justify="right", no_wrap=True)
    table.add_column("After", justify="right", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    for change in comparison.templates[:ROWS]:
        style = _STYLES[change.status] if change.status != "flagged" else "bold red"
        table.add_row(
            _text(console, STATUSES[change.status], style),
            _text(console, shown(change.template, 100)),
            _text(console, _side(change.before)),
            _text(console, _side(change.after)),
            _text(console, _points(change)),
        )
    return table


def _side(side: Side | None) -> str:
    if side is None:
        return ""
    mark = _MARKS[wording.state(side)]
    return f"{mark} {percent(side.share, side.threshold)}\n{wording.interval(side.interval)}".strip()


def _points(change: Change) -> str:
    return "" if change.difference is None else wording.points(change.difference)


def _sections(audit: Audit, comparison: Comparison | None) -> Iterator[tuple[str, list[str]]]:
    """Yield what is said in lines below the tables."""
    yield "In all", _totals(audit)
    if comparison is not None:
        yield "Since the baseline", list(moved(comparison))
    yield "Guessing without the clips, from all other questions", list(_priors(audit))
    if audit.splits:
        yield "Splits", _cut([_split(name, audit) for name in audit.splits])
    yield "Head and tail", [_head_tail(audit)]
    if audit.unread:
        left = audit.totals.unread - min(LISTED, len(audit.unread))
        yield "Not read", [shown(each, 200) for each in audit.unread[:LISTED]] + _more(left)
    if audit.lint:
        found = [f"{shown(name, 40)} {counts(number)}" for name, number in audit.lint.items() if number]
        yield "Annotations", [", ".join(found) or "nothing found"]


def _totals(audit: Audit) -> list[str]:
    totals = audit.totals
    shown_rows = _more(totals.templates - ROWS, "template")
    return [
        f"{plural(totals.questions, 'question')}, {plural(totals.templates, 'template')}",
        f"{counts(totals.flagged)} flagged, {counts(totals.confirmed)} confirmed, "
        f"{plural(totals.additions, 'addition')}",
        *shown_rows,
    ]


def moved(comparison: Comparison) -> Iterator[str]:
    """Yield in words how the totals have moved."""
    before, after = comparison.before, comparison.after
    for name in ("questions", "templates", "flagged", "confirmed", "additions"):
        old, new = getattr(before, name), getattr(after, name)
        yield f"{name}: {counts(old)} -> {counts(new)}"
    yield f"template prior: {percent(before.prior_accuracy)} % -> {percent(after.prior_accuracy)} %"
    if comparison.differing:
        yield f"The settings differ ({', '.join(comparison.differing)}): verdicts are not comparable."


def _priors(audit: Audit) -> Iterator[str]:
    fit = audit.priors
    yield f"template prior {percent(fit.template)} % (in sample: {percent(fit.template_in_sample)} %)"
    yield f"with slot values {percent(fit.slot)} %"
    transfers = [
        f"{shown(each.fitted, 20)} -> {shown(each.scored, 20)}: template {percent(each.template)} %, "
        f"slot {percent(each.slot)} %"
        for each in fit.transfer
    ]
    yield from _cut(transfers)


def _split(name: str, audit: Audit) -> str:
    totals = audit.splits[name].totals
    return (
        f"{shown(name, 24)}: {plural(totals.questions, 'question')}, {counts(totals.flagged)} of "
        f"{plural(totals.templates, 'template')} flagged, {counts(totals.confirmed)} confirmed, "
        f"{plural(totals.additions, 'addition')}, prior {percent(totals.prior_accuracy)} %"
    )


def _head_tail(audit: Audit) -> str:
    head = sum(sum(group.head.values()) for group in audit.head_tail)
    tail = sum(sum(group.tail.values()) for group in audit.head_tail)
    kinds = sum(len(group.head) for group in audit.head_tail)
    every = kinds + sum(len(group.tail) for group in audit.head_tail)
    share = percent(head / ((head + tail) or 1))
    return (
        f"{counts(kinds)} of {plural(every, 'answer')} in {plural(len(audit.head_tail), 'group')} are head; "
        f"they hold {share} % of the questions"
    )


def _cut(lines: list[str]) -> list[str]:
    return lines[:LISTED] + _more(len(lines) - LISTED)


def _more(left: int, noun: str = "") -> list[str]:
    if left <= 0:
        return []
    return [f"and {plural(left, noun) if noun else counts(left)} more, in the JSON"]
