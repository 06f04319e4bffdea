"""What all checks found, and its JSON form."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from counterpoint.lint.finding import SEVERITIES, Change, Finding
from counterpoint.records import Place, Question, Unread

VERSION = "1"
"""Version of the report's schema, `lint.schema.json`."""


@dataclass(frozen=True)
class Report:
    """The findings of the checks that were run."""

    inputs: tuple[str, ...]
    questions: int
    totals: dict[str, int]
    """Number of findings of each check that was run, zeros included."""
    severities: dict[str, int]
    """Number of findings of each severity, zeros included."""
    findings: tuple[Finding, ...]
    """By check, in the order of the registry."""
    unread: tuple[Unread, ...] = ()
    """Rows that could not be read, and so were not checked."""
    version: str = VERSION

    def reaches(self, severity: str) -> bool:
        """Whether there is a finding as grave as this severity; none is as grave as `never`."""
        graver = SEVERITIES[: SEVERITIES.index(severity) + 1] if severity in SEVERITIES else ()
        return any(self.severities[each] for each in graver)

    def groups(self) -> list[tuple[Finding, int]]:
        """Return the first of all findings that say the same, with how many say it, for a short list."""
        counts = Counter(_says(finding) for finding in self.findings)
        firsts = {_says(finding): finding for finding in reversed(self.findings)}
        return [(firsts[key], n) for key, n in counts.items()]

    def to_json(self) -> dict[str, Any]:
        """Return the report as `lint.schema.json` describes it."""
        return {
            "version": self.version,
            "inputs": list(self.inputs),
            "questions": self.questions,
            "totals": dict(self.totals),
            "severities": dict(self.severities),
            "findings": [_finding(finding) for finding in self.findings],
            "unread": [_place(row.place) | {"reason": row.reason} for row in self.unread],
        }


def report(
    findings: Iterable[Finding],
    *,
    inputs: Iterable[str],
    questions: int,
    checks: Iterable[str],
    unread: Iterable[Unread],
) -> Report:
    """Count findings and make a report of them."""
    found = tuple(findings)
    by_check = Counter(finding.check for finding in found)
    by_severity = Counter(finding.severity for finding in found)
    return Report(
        inputs=tuple(inputs),
        questions=questions,
        totals={name: by_check[name] for name in checks},
        severities={name: by_severity[name] for name in SEVERITIES},
        findings=found,
        unread=tuple(unread),
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a report."""
    content: dict[str, Any] = json.loads(
        files("counterpoint.lint").joinpath("lint.schema.json").read_text("utf-8")
    )
    return content


def log(changes: Iterable[Change], unread: Iterable[Unread] = ()) -> Iterator[dict[str, Any]]:
    """Yield each change as a row for a log: what was there, what is there now, and why.

    Rows that could not be read come first: they have no `before`, and are not there now.
    """
    for row in unread:
        reason = f"not read, so not in the copy: {row.reason}"
        yield {"check": "unread", "reason": reason, **_place(row.place), "before": None, "after": None}
    for change in changes:
        yield {
            "check": change.check,
            "reason": change.reason,
            **_place(change.before.place),
            "before": _question(change.before),
            "after": None if change.after is None else _question(change.after),
        }


def _says(finding: Finding) -> tuple[str, str, str, str]:
    return finding.check, finding.severity, finding.rule, finding.message


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
        "fixable": finding.fixable,
        "questions": list(finding.questions),
        "places": [_place(place) for place in finding.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "row": place.row}


def _question(question: Question) -> dict[str, Any]:
    row = asdict(question)
    del row["place"]
    return row | {"slots": list(question.slots)}
