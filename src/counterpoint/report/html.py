"""The audit as one HTML page that needs nothing else: no network, no script, no other file.

The page is a Jinja template that escapes all it is given. Its policy (a `meta` tag) forbids every request
and every script and style but the ones in it, named by their digests: text from data that got through as
markup would still do nothing. Charts are inline SVG, their lengths given in per cent, so they are as wide
as their cell at any size. What is drawn is bounded, however large the data: see `LIMITS`.
"""

import base64
import hashlib
import platform
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from counterpoint import __version__
from counterpoint.bias.audit import Audit, Row
from counterpoint.report import wording
from counterpoint.report.compare import STATUSES, Comparison, Side

if TYPE_CHECKING:
    from jinja2 import Environment

    from counterpoint.lint.finding import Finding
    from counterpoint.lint.report import Report

LIMITS = {
    "rows": 60,  # rows of a table that are open to view
    "folded": 600,  # and those that unfold below them
    "multiples": 60,  # distributions that are drawn
    "answers": 7,  # answers of a distribution that have a bar of their own
    "slots": 20,  # slot values that are open to view
    "columns": 8,  # splits that have a column
    "listed": 25,  # entries of a list
    "unread": 10,  # rows that were not read
    "groups": 60,  # groups of head and tail
    "examples": 3,  # findings shown of each check
}
"""How much of each thing the page shows; the JSON and the CSV hold the rest."""


def render(audit: Audit, comparison: Comparison | None = None, lint: "Report | None" = None) -> str:
    """Return the page of an audit.

    Parameters
    ----------
    audit
        What is shown.
    comparison
        What has moved since a baseline, shown before and after.
    lint
        Findings about the annotations; without them, the audit's totals of them are shown.
    """
    style, script = _part("page.css"), _part("page.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            audit=audit,
            comparison=comparison,
            changes={c.template: c for c in comparison.templates} if comparison else {},
            checks=_checks(audit, lint),
            verdict=wording.verdict(audit),
            policy=policy,
            style=style,
            script=script,
            versions=_versions(),
        )
    )


def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("counterpoint.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": wording.shown,
        "percent": wording.percent,
        "short": partial(wording.percent, short=True),
        "interval": wording.interval,
        "points": wording.points,
        "probability": wording.probability,
        "counts": wording.counts,
        "added": wording.added,
        "top": wording.top,
        "state": wording.state,
        "place": lambda share: f"{100 * share:.2f}%",
    }
    environment.globals |= {
        "LIMITS": LIMITS,
        "STATUSES": STATUSES,
        "plural": wording.plural,
        "leading": wording.leading,
        "by_evidence": wording.by_evidence,
        "settings": wording.settings,
        "split_tables": _split_tables,
        "rest_share": _rest_share,
    }
    return environment


def _split_tables(audit: Audit, names: Sequence[str]) -> dict[str, dict[str, Row]]:
    """Return the rows of some splits, by split and template."""
    return {name: {row.template: row for row in audit.splits[name].templates} for name in names}


def _rest_share(named: Sequence[tuple[str, int]], side: Side) -> float:
    """Return the share of the answers that are not named."""
    return 1 - sum(side.answers.get(answer, 0) for answer, _ in named) / side.n


def _checks(audit: Audit, lint: "Report | None") -> list[tuple[str, int, list["Finding"]]]:
    """Return each check with its number of findings and some that differ; most findings first."""
    totals = dict(lint.totals if lint is not None else audit.lint)
    examples: dict[str, dict[str, Finding]] = {}
    for finding in lint.findings if lint is not None else ():
        examples.setdefault(finding.check, {}).setdefault(finding.message, finding)
    return [
        (name, number, list(examples.get(name, {}).values())[: LIMITS["examples"]])
        for name, number in sorted(totals.items(), key=lambda total: (-total[1], total[0]))
    ]


def _part(name: str) -> str:
    return (files("counterpoint.report") / "page" / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _versions() -> list[tuple[str, str]]:
    return [
        ("counterpoint", __version__),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in ("numpy", "scipy")),
    ]
