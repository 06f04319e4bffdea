"""The words and numbers that every form of the report shares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from counterpoint.bias.audit import Audit, Row
from counterpoint.errors import printable


class Judged(Protocol):
    """What is over its threshold or not: a row, or one side of a comparison."""

    @property
    def flagged(self) -> bool:
        """Whether it is over its threshold."""

    @property
    def confirmed(self) -> bool:
        """Whether the evidence says that this is no accident."""


@dataclass(frozen=True)
class Verdict:
    """What an audit says, in words."""

    state: str
    """`empty`, `incomplete`, `confirmed`, `flagged` or `passed`."""
    label: str
    headline: str
    """One sentence."""
    detail: str
    """What follows from it, and what it does not say."""


def verdict(audit: Audit) -> Verdict:
    """Say in words what an audit found, the gravest thing first."""
    totals = audit.totals
    counted = f"{counts(totals.flagged)} of {plural(totals.templates, 'template')}"
    verb = "is" if totals.flagged == 1 else "are"
    finding = f"{counted} {verb} over the threshold, {counts(totals.confirmed)} confirmed."
    if not totals.flagged:
        finding = f"None of {plural(totals.templates, 'template')} is over the threshold."
    if totals.unread:
        rows = plural(totals.unread, "row")
        return Verdict(
            "incomplete",
            "Incomplete",
            f"{rows} could not be read, so this audit cannot pass.",
            f"Of what was read: {finding[0].lower() + finding[1:]}",
        )
    if not totals.questions:
        return Verdict("empty", "Nothing to audit", "There is no question in what was read.", "")
    if not totals.flagged:
        return Verdict(
            "passed",
            "Within the threshold",
            finding,
            "No answer has more than its allowed share of a template. Other shortcuts are not ruled out.",
        )
    if not totals.confirmed:
        return Verdict(
            "flagged",
            "Over the threshold",
            finding,
            f"At a false discovery rate of {percent(audit.settings.level, short=True)} %, "
            "chance alone may explain them all.",
        )
    return Verdict("confirmed", "Biased", finding, _remedy(audit))


def _remedy(audit: Audit) -> str:
    hopeless = sum(row.additions is None for row in audit.templates)
    text = f"{plural(audit.totals.additions, 'added question')} would bring every template under it."
    if hopeless:
        text = (
            f"{plural(audit.totals.additions, 'added question')} would bring all but "
            f"{plural(hopeless, 'template')} under it."
        )
    prior = percent(audit.totals.prior_accuracy)
    return f"{text} Without the clips, guessing each template's usual answer is right {prior} % of the time."


def state(judged: Judged) -> str:
    """Return `confirmed`, `flagged` or `within`."""
    return "confirmed" if judged.confirmed else "flagged" if judged.flagged else "within"


def top(row: Row) -> str:
    """Return the most common answer of a row."""
    return next(iter(row.answers), "")


def by_evidence(rows: tuple[Row, ...]) -> list[Row]:
    """Return rows with the strongest evidence first, so that rows of one question do not lead."""
    return sorted(rows, key=lambda row: (not row.confirmed, not row.flagged, row.p, row.template))


def shown(text: str, limit: int = 160) -> str:
    r"""Return data text for people: one line, of bounded length, control characters spelt out.

    >>> shown("a\x1b[2J\nb"), shown("x" * 9, limit=5), shown(" ")
    ('a\\x1b[2J b', 'xxxx…', '(blank)')
    """
    line = printable(" ".join(text[: 4 * limit].split())) or "(blank)"
    return line if len(line) <= limit and len(text) <= 4 * limit else f"{line[: limit - 1]}…"


def percent(share: float, limit: float | None = None, *, short: bool = False) -> str:
    """Return a share in per cent, with decimals enough to show on which side of a limit it lies.

    >>> percent(0.515), percent(0.50004, 0.5), percent(0.5, 0.5), percent(0.6, short=True)
    ('51.5', '50.004', '50.0', '60')
    """
    if short:
        return f"{100 * share:.4g}"
    for decimals in range(1, 7):
        text = f"{100 * share:.{decimals}f}"
        if limit is None or share == limit or float(text) != float(f"{100 * limit:.6f}"):
            break
    return text


def interval(bounds: tuple[float, float]) -> str:
    """Return an interval in per cent.

    >>> interval((0.4678, 0.5622))
    '46.8–56.2'
    """
    return "–".join(percent(bound) for bound in bounds)


def points(difference: float) -> str:
    """Return a difference in percentage points, with its sign.

    >>> points(-0.2511), points(0.0)
    ('−25.1', '0.0')
    """
    text = f"{100 * difference:+.1f}".replace("-", "−")
    return "0.0" if text[1:] == "0.0" else text


def probability(p: float) -> str:
    """Return a p-value.

    >>> probability(0.00001), probability(0.0123), probability(0.284)
    ('< 0.001', '0.012', '0.28')
    """
    return "< 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def counts(number: int) -> str:
    """Return a whole number, its thousands set apart."""
    return f"{number:,}"


def added(additions: int | None) -> str:
    """Return a number of additions, or that there is none."""
    return "none mend it" if additions is None else counts(additions)


def plural(number: int, noun: str) -> str:
    """Return a number of things.

    >>> plural(1, "row"), plural(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{counts(number)} {noun}" if number == 1 else f"{counts(number)} {noun}s"


def leading(answers: Mapping[str, int], limit: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return the most common answers and the others; one more than the limit is no reason to fold."""
    pairs = list(answers.items())
    cut = limit if len(pairs) > limit + 1 else len(pairs)
    return pairs[:cut], pairs[cut:]


def settings(audit: Audit) -> Iterator[tuple[str, str]]:
    """Yield what was set, and to what."""
    given = audit.settings
    yield "Threshold, two answers", f"{percent(float(given.binary), short=True)} %"
    yield "Threshold, more than two", f"{percent(float(given.multiclass), short=True)} %"
    yield "False discovery rate", f"{percent(given.level, short=True)} %"
    yield "Confidence of intervals", f"{percent(given.confidence, short=True)} %"
    yield "Head and tail", f"alpha {float(given.alpha):g}, by {given.head_by}"


def first(items: tuple[str, ...], limit: int) -> tuple[list[str], int]:
    """Return the first items, and how many are left out."""
    return list(islice(items, limit)), max(0, len(items) - limit)
