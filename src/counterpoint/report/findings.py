"""The findings of the linter on a terminal."""

import re

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from counterpoint.lint import CHECKS, SEVERITIES, Report
from counterpoint.report.wording import counts, plural, shown

EXAMPLES = 3
"""Findings of each check that are printed."""
NAMED = 4
"""Questions of a finding that are named."""

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def show(report: Report, console: Console) -> None:
    """Print how much each check found, with examples, the gravest checks first."""
    found = ", ".join(plural(report.severities[each], each) for each in SEVERITIES)
    console.print()
    console.print(Text(f"{plural(report.questions, 'question')} checked: {found}.", style="bold"))
    for name in sorted(report.totals, key=lambda name: SEVERITIES.index(CHECKS[name].severity)):
        _check(report, name, console)
    for row in report.unread[: 2 * EXAMPLES]:
        console.print(Text(f"  not read: {shown(str(row.place))}: {shown(row.reason)}", style="bold magenta"))
    if len(report.unread) > 2 * EXAMPLES:
        console.print(f"  and {counts(len(report.unread) - 2 * EXAMPLES)} more rows that were not read")
    console.print()


def _check(report: Report, name: str, console: Console) -> None:
    total = report.totals[name]
    table = Table.grid(padding=(0, 2))
    table.add_column(width=13, style="bold")
    table.add_column(width=7, justify="right")
    table.add_column(style="dim")
    table.add_row(name, counts(total), re.split(r"(?<=\.) ", CHECKS[name].summary)[0])
    console.print(table)
    groups = [(first, n) for first, n in report.groups() if first.check == name]
    groups.sort(key=lambda group: (SEVERITIES.index(group[0].severity), -group[1]))
    for first, n in groups[:EXAMPLES]:
        text = Text(first.severity, style=_STYLES[first.severity])
        text.append(
            f"  {shown(first.message, 400)}" + (f"  ({counts(n)} times)" if n > 1 else ""), style="default"
        )
        named = ", ".join(shown(question, 40) for question in first.questions[:NAMED])
        more = len(first.questions) - NAMED
        if named and n == 1:
            text.append(f"  [{named}{f' and {more} more' if more > 0 else ''}]", style="dim")
        console.print(Padding(text, (0, 0, 0, 4), expand=False))
    if len(groups) > EXAMPLES:
        console.print(
            Text(f"    and {counts(total - sum(n for _, n in groups[:EXAMPLES]))} more", style="dim")
        )
