"""The audit: which templates are biased, by how much, and how sure that is.

The criterion is the paper's (arXiv 2310.06238, section 3): a template is over its threshold when one
answer has more than 60 % of its questions (two possible answers) or more than 50 % (more than two).
*Flagged* means over the threshold; *confirmed* means that an exact binomial test, corrected for the
number of templates tested, says that it is no accident.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from counterpoint.bias import statistics
from counterpoint.bias.counts import Counts
from counterpoint.bias.prior import Priors, priors
from counterpoint.errors import InputError
from counterpoint.vocabulary import TEMPLATES, YES_NO, slot_names

VERSION = "1"
"""Version of the result's schema, `audit.schema.json`."""


@dataclass(frozen=True)
class Settings:
    """What counts as biased."""

    binary: Fraction = Fraction(3, 5)
    """Largest allowed share of an answer where two answers are possible."""
    multiclass: Fraction = Fraction(1, 2)
    """Largest allowed share of an answer where more than two are possible."""
    level: float = 0.05
    """False discovery rate at which a flagged row is confirmed."""
    confidence: float = 0.95
    """Confidence of the intervals."""
    alpha: Fraction = Fraction(1, 5)
    """An answer with more than 1 + alpha times the mean count of its group is head, else tail."""
    head_by: str = "type"
    """The groups of head and tail: `type` (MUSIC-AVQA-R) or `template`."""

    def __post_init__(self) -> None:
        for name in ("binary", "multiclass"):
            if not 0 < float(getattr(self, name)) < 1:
                raise InputError(
                    f"the {name} threshold is {float(getattr(self, name)):g}",
                    remedy="Give a share between 0 and 1, such as 0.6.",
                )
        for name in ("level", "confidence"):
            if not 0 < getattr(self, name) < 1:
                raise InputError(f"the {name} is {getattr(self, name):g}", remedy="Give a number in (0, 1).")
        if self.alpha < 0:
            raise InputError(f"alpha is {float(self.alpha):g}", remedy="Give a number of 0 or more.")


@dataclass(frozen=True)
class Slot:
    """One value of one slot of a template; positions count from 1."""

    position: int
    name: str
    value: str


@dataclass(frozen=True)
class Row:
    """The bias of one group of questions: a template, perhaps in one split, or with one slot value."""

    template: str
    modality: str
    kind: str
    split: str | None
    slot: Slot | None
    n: int
    answers: Mapping[str, int]
    """Count of each answer, most common first."""
    k: int
    """Number of possible answers: those declared, or those seen where none are declared."""
    threshold: float
    share: float
    """Share of the most common answer."""
    interval: tuple[float, float]
    """Wilson interval of the share."""
    excess: float
    """Share beyond 1 / k."""
    flagged: bool
    p: float
    p_adjusted: float
    """Benjamini-Hochberg, within the table that the row stands in."""
    confirmed: bool
    entropy: float
    """Normalised: 1 is balanced."""
    total_variation: float
    """Distance from uniform: 0 is balanced."""
    head: tuple[str, ...]
    tail: tuple[str, ...]
    additions: int | None
    """Fewest added questions that bring the row under its threshold; None if none do."""


@dataclass(frozen=True)
class Totals:
    """The table of templates in numbers."""

    questions: int
    unread: int
    templates: int
    flagged: int
    confirmed: int
    additions: int
    """Sum over the templates that can be mended."""
    prior_accuracy: float
    """Leave-one-out accuracy of the template prior."""
    slot_prior_accuracy: float


@dataclass(frozen=True)
class Split:
    """The same audit of the questions of one split."""

    totals: Totals
    templates: tuple[Row, ...]


@dataclass(frozen=True)
class HeadTail:
    """Common and rare answers of one group of questions."""

    group: str
    mean: float
    """Mean count of the answers that occur."""
    head: Mapping[str, int]
    tail: Mapping[str, int]


@dataclass(frozen=True)
class Audit:
    """The whole result; `audit.schema.json` is its JSON form."""

    inputs: tuple[str, ...]
    settings: Settings
    totals: Totals
    templates: tuple[Row, ...]
    """Largest excess over the threshold first."""
    splits: Mapping[str, Split]
    slots: tuple[Row, ...]
    priors: Priors
    head_tail: tuple[HeadTail, ...]
    unread: tuple[str, ...] = ()
    """What could not be read, and where."""
    lint: Mapping[str, int] = field(default_factory=dict)
    """Findings of each check, if the questions were checked."""
    version: str = VERSION


def audit(
    counts: Counts,
    *,
    settings: Settings | None = None,
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
    types: Mapping[str, tuple[str, str]] | None = None,
    inputs: tuple[str, ...] = (),
    unread: tuple[str, ...] = (),
) -> Audit:
    """Audit the counts of a data set.

    Parameters
    ----------
    counts
        How often each answer is given.
    vocabulary
        Declared answers of each template; MUSIC-AVQA's templates declare theirs.
    types
        Modality and kind of each template; MUSIC-AVQA's templates have theirs.
    inputs
        What was read, for the record.
    unread
        What could not be read: it makes the audit incomplete.
    """
    settings = settings or Settings()
    declared = {text: template.answers for text, template in TEMPLATES.items()} | dict(vocabulary or {})
    kinds = {text: (t.modality, t.kind) for text, t in TEMPLATES.items()} | dict(types or {})
    sizes = {text: _size(declared.get(text), answers) for text, answers in counts.templates.items()}
    measure = _Measure(settings, declared, sizes, kinds)
    templates = measure.table({(text, None, None): answers for text, answers in counts.templates.items()})
    splits = {}
    for name, inside in counts.splits.items():
        rows = measure.table({(text, name, None): answers for text, answers in inside.templates.items()})
        splits[name] = Split(_totals(inside, rows, priors(inside)), rows)
    result = priors(counts)
    return Audit(
        inputs=inputs,
        settings=settings,
        totals=_totals(counts, templates, result, max(counts.unread, len(unread))),
        templates=templates,
        splits=splits,
        slots=measure.table(_slot_groups(counts)),
        priors=result,
        head_tail=_head_tail(counts, settings, kinds),
        unread=unread,
    )


_Group = tuple[str, str | None, Slot | None]


def _size(declared: Sequence[str] | None, answers: Mapping[str, int]) -> int:
    """Return how many answers a template allows: those declared, else those seen in the whole data set."""
    if declared:
        return len(set(declared))
    return 2 if answers.keys() <= set(YES_NO) else len(answers)


@dataclass(frozen=True)
class _Measure:
    settings: Settings
    declared: Mapping[str, Sequence[str]]
    sizes: Mapping[str, int]
    kinds: Mapping[str, tuple[str, str]]

    def table(self, groups: Mapping[_Group, Counter[str]]) -> tuple[Row, ...]:
        """Measure groups that are tested together, the furthest over its threshold first."""
        p = [
            statistics.binomial_p(max(counts.values()), counts.total(), self.threshold(self.sizes[group[0]]))
            for group, counts in groups.items()
        ]
        adjusted = statistics.benjamini_hochberg(p)
        rows = [
            self.row(group, counts, *ps)
            for (group, counts), *ps in zip(groups.items(), p, adjusted, strict=True)
        ]
        return tuple(sorted(rows, key=_rank))

    def threshold(self, size: int) -> Fraction:
        return self.settings.binary if size <= 2 else self.settings.multiclass

    def row(self, group: _Group, counts: Counter[str], p: float, p_adjusted: float) -> Row:
        template, split, slot = group
        k = self.sizes[template]
        modality, kind = self.kinds.get(template, ("", ""))
        answers = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        n, top = counts.total(), max(counts.values())
        threshold = self.threshold(k)
        flagged = statistics.over(top, n, threshold)
        common = statistics.head(answers, self.settings.alpha)
        numbers = list(answers.values())
        # An answer that is not declared is possible all the same; it does not change the threshold.
        possible = max(k, len({*self.declared.get(template, ()), *answers}))
        return Row(
            template=template,
            modality=modality,
            kind=kind,
            split=split,
            slot=slot,
            n=n,
            answers=answers,
            k=k,
            threshold=float(threshold),
            share=top / n,
            interval=statistics.wilson(top, n, self.settings.confidence),
            excess=top / n - 1 / k,
            flagged=flagged,
            p=p,
            p_adjusted=p_adjusted,
            confirmed=flagged and p_adjusted <= self.settings.level,
            entropy=statistics.normalised_entropy(numbers, possible),
            total_variation=statistics.variation_from_uniform(numbers, possible),
            head=tuple(answer for answer in answers if answer in common),
            tail=tuple(answer for answer in answers if answer not in common),
            additions=statistics.additions(numbers, possible, threshold),
        )


def _rank(row: Row) -> tuple[object, ...]:
    """Return what rows are sorted by; no two rows of a table are equal in it."""
    slot = (row.slot.position, row.slot.value) if row.slot else ()
    return row.threshold - row.share, row.template, -row.n, slot


def _slot_groups(counts: Counts) -> dict[_Group, Counter[str]]:
    groups: dict[tuple[str, int, str], Counter[str]] = defaultdict(Counter)
    for (template, values), answers in counts.filled.items():
        for position, value in enumerate(values):
            groups[template, position, value].update(answers)
    names = {template: slot_names(template) for template, *_ in groups}

    def slot(template: str, position: int, value: str) -> Slot:
        known = names[template]
        return Slot(position + 1, known[position] if position < len(known) else "", value)

    return {(key[0], None, slot(*key)): answers for key, answers in groups.items()}


def _head_tail(
    counts: Counts, settings: Settings, kinds: Mapping[str, tuple[str, str]]
) -> tuple[HeadTail, ...]:
    def group(text: str) -> str:
        return " ".join(kinds.get(text, ())).strip() or text if settings.head_by == "type" else text

    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for text, answers in counts.templates.items():
        groups[group(text)].update(answers)
    found: list[HeadTail] = []
    for name, answers in sorted(groups.items(), key=lambda pair: (-pair[1].total(), pair[0])):
        common = statistics.head(answers, settings.alpha)
        ranked = sorted(answers.items(), key=lambda pair: (-pair[1], pair[0]))
        sides = [{a: n for a, n in ranked if (a in common) is wanted} for wanted in (True, False)]
        found.append(HeadTail(name, answers.total() / len(answers), *sides))
    return tuple(found)


def _totals(counts: Counts, rows: tuple[Row, ...], result: Priors, unread: int = 0) -> Totals:
    return Totals(
        questions=counts.total,
        unread=unread,
        templates=len(rows),
        flagged=sum(row.flagged for row in rows),
        confirmed=sum(row.confirmed for row in rows),
        additions=sum(row.additions or 0 for row in rows),
        prior_accuracy=result.template,
        slot_prior_accuracy=result.slot,
    )
