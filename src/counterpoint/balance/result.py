"""What a plan says; `plan.schema.json` is its JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from counterpoint.balance.reasons import Unmet
from counterpoint.bias.audit import Slot

VERSION = "1"
"""Version of the plan's schema, `plan.schema.json`."""


@dataclass(frozen=True)
class Choice:
    """A candidate to make."""

    candidate: str
    origin: str
    split: str | None
    """Split that its questions go to; None if the plan does not tell splits apart."""
    questions: tuple[int, ...]
    """Places of the questions to ask of it, from 0."""


@dataclass(frozen=True)
class Change:
    """One group of questions before and after."""

    split: str | None
    template: str
    slot: Slot | None
    k: int
    """Number of possible answers."""
    limit: Fraction
    """Largest share allowed."""
    before: Mapping[str, int]
    wanted: Mapping[str, int]
    """The fewest additions that would bring this group alone under its limit, by answer."""
    added: Mapping[str, int]
    after: Mapping[str, int]
    unmet: int
    """Questions still missing after the plan."""

    @property
    def share_before(self) -> float:
        """Share of the most common answer."""
        return max(self.before.values(), default=0) / max(1, sum(self.before.values()))

    @property
    def share_after(self) -> float:
        """The same after the plan."""
        return max(self.after.values(), default=0) / max(1, sum(self.after.values()))


@dataclass(frozen=True)
class Totals:
    """The plan in numbers."""

    method: str
    """One of `plan.METHODS`, or `closed form`."""
    candidates: int
    """Those that the plan chose from."""
    clips: int
    """Clips to make; without candidates, one for each question."""
    questions: int
    cost: float
    wanted: int
    """Sum of the groups' fewest additions, each by itself."""
    unmet: int
    """Questions still missing, of all groups."""
    unmet_bound: int
    """No plan leaves fewer missing."""
    cost_bound: float | None
    """No plan that leaves as few missing costs less; None if that is not known."""
    gap: float | None
    """How far the plan may be from the best, relatively: 0 is proven best. None if that is not known."""


@dataclass(frozen=True)
class Plan:
    """The whole result; `plan.schema.json` is its JSON form."""

    inputs: tuple[str, ...]
    target: str
    per_split: bool
    by: str
    leave_out: bool
    totals: Totals
    groups: tuple[Change, ...]
    chosen: tuple[Choice, ...]
    unmet: tuple[Unmet, ...]
    refused: tuple[str, ...] = ()
    """Candidates that could not be used, and why."""
    steps: tuple[str, ...] = ()
    """How each step of the solver ended."""
    version: str = VERSION
