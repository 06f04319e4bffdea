"""Before and after: what has moved between two audits."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from counterpoint.bias.audit import Audit, Row, Settings, Totals

STATUSES = {
    "flagged": "now over",
    "still": "still over",
    "cleared": "cleared",
    "new": "new",
    "gone": "gone",
    "within": "within",
}
"""What can become of a template, in the order of the comparison, and in words."""


@dataclass(frozen=True)
class Side:
    """A template before, or after."""

    n: int
    answers: Mapping[str, int]
    """Count of each answer, most common first."""
    threshold: float
    share: float
    """Share of the most common answer."""
    interval: tuple[float, float]
    """Wilson interval of the share."""
    flagged: bool
    confirmed: bool
    additions: int | None


@dataclass(frozen=True)
class Change:
    """What became of one template."""

    template: str
    status: str
    """`flagged` (now over its threshold), `still` over, `cleared`, `new`, `gone` or `within`."""
    before: Side | None
    """None if the template is new."""
    after: Side | None
    """None if it is gone."""
    difference: float | None
    """Largest share after, less that before."""


@dataclass(frozen=True)
class Comparison:
    """What has moved between an old audit and a new one."""

    inputs: tuple[str, ...]
    """What the old audit read."""
    settings: Settings
    """Those of the old audit."""
    differing: tuple[str, ...]
    """Settings that are not the same: shares may be compared then, verdicts may not."""
    before: Totals
    after: Totals
    templates: tuple[Change, ...]

    def count(self, status: str) -> int:
        """Return how many templates have this status."""
        return sum(change.status == status for change in self.templates)


def compare(old: Audit, new: Audit) -> Comparison:
    """Compare two audits, template by template.

    Changes are ordered by status, as in `STATUSES`, then by how far the largest share moved.
    """
    before = {row.template: row for row in old.templates}
    after = {row.template: row for row in new.templates}
    changes = [_change(text, before.get(text), after.get(text)) for text in before | after]
    order = list(STATUSES)
    return Comparison(
        inputs=old.inputs,
        settings=old.settings,
        differing=tuple(
            field.name
            for field in fields(Settings)
            if getattr(old.settings, field.name) != getattr(new.settings, field.name)
        ),
        before=old.totals,
        after=new.totals,
        templates=tuple(
            sorted(changes, key=lambda c: (order.index(c.status), -abs(c.difference or 0), c.template))
        ),
    )


def _change(template: str, before: Row | None, after: Row | None) -> Change:
    return Change(
        template=template,
        status=_status(before, after),
        before=_side(before) if before else None,
        after=_side(after) if after else None,
        difference=after.share - before.share if before and after else None,
    )


def _status(before: Row | None, after: Row | None) -> str:
    if before is None:
        return "new"
    if after is None:
        return "gone"
    table = {
        (False, False): "within",
        (False, True): "flagged",
        (True, False): "cleared",
        (True, True): "still",
    }
    return table[before.flagged, after.flagged]


def _side(row: Row) -> Side:
    return Side(**{field.name: getattr(row, field.name) for field in fields(Side)})
