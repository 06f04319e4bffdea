"""Distributions of answers: which scenes to draw and which questions to keep, so that shares come out right.

Clips are drawn one after another. A question is kept only if its answer is not ahead of its share among the
questions of its template; so at any number of clips, no answer is ahead by more than one question. Where an
answer has fallen behind, the next scene is drawn by a wish for it (`wishes`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from counterpoint import datasets
from counterpoint.errors import InputError
from counterpoint.records import Question
from counterpoint.stage.draw import Draw
from counterpoint.stage.questions import ask
from counterpoint.stage.sampling import ANY, SceneSettings, sample
from counterpoint.stage.scene import Scene
from counterpoint.stage.wishes import reachable, wish_for
from counterpoint.vocabulary import TEMPLATES

TOLERANCE = 0.01
"""How far the share of an answer may be from what is wanted: one percentage point."""
BEHIND = 0.5
"""Questions that an answer may be behind before a scene is drawn for it."""
SEEDS = 1_000_000
"""Seeds that belong to a set of clips: clip n of the set with seed s is drawn with seed s * SEEDS + n."""


@dataclass(frozen=True)
class Target:
    """The wanted shares; all sum to 1."""

    mix: Mapping[str, float]
    """Share of each template among all questions."""
    shares: Mapping[str, Mapping[str, float]]
    """Share of each answer among the questions of a template."""

    @property
    def possible(self) -> Mapping[str, Mapping[str, float]]:
        """The shares without the answers that no scene gives."""
        kept = {
            template: {answer: share for answer, share in shares.items() if answer in reachable(template)}
            for template, shares in self.shares.items()
        }
        return {
            template: {answer: share / sum(shares.values()) for answer, share in shares.items()}
            for template, shares in kept.items()
            if shares
        }


class Clip(NamedTuple):
    """A scene with the questions that are kept of it."""

    scene: Scene
    questions: tuple[Question, ...]


class Unmet(NamedTuple):
    """An answer whose share is not what was wanted."""

    template: str
    answer: str
    wanted: float
    got: float
    why: str

    def __str__(self) -> str:
        return f"{self.template} {self.answer}: {self.got:.1%} instead of {self.wanted:.1%}; {self.why}"


def balanced() -> Target:
    """Return the target in which all templates, and all possible answers of each, are alike."""
    return target({template: dict.fromkeys(reachable(template), 1) for template in TEMPLATES}, even=True)


def like(source: str | Path | Iterable[Question]) -> Target:
    """Return the target of an annotation file, of the JSON of an audit, or of questions at hand.

    Raises
    ------
    InputError
        If a file cannot be read, or asks none of MUSIC-AVQA's questions.
    """
    counts: dict[str, Counter[str]] = {}
    if isinstance(source, str | Path) and (audited := _audited(Path(source))):
        counts = {row["template"]: Counter(row["answers"]) for row in audited}
    else:
        told = datasets.read([source]).questions if isinstance(source, str | Path) else source
        for question in told:
            counts.setdefault(question.template, Counter())[question.answer] += 1
    known = {template: counts[template] for template in TEMPLATES if counts.get(template)}
    if not known:
        raise InputError(
            "it asks none of MUSIC-AVQA's questions",
            where=str(source) if isinstance(source, str | Path) else "",
            remedy="Give an annotation file of MUSIC-AVQA, or the JSON of an audit of one.",
        )
    return target(known)


def target(counts: Mapping[str, Mapping[str, int]], *, even: bool = False) -> Target:
    """Return the target of counts of answers by template; with all templates alike if `even`."""
    totals = {template: sum(answers.values()) for template, answers in counts.items()}
    whole = sum(totals.values())
    return Target(
        mix={template: 1 / len(totals) if even else total / whole for template, total in totals.items()},
        shares={
            template: {answer: count / totals[template] for answer, count in answers.items()}
            for template, answers in counts.items()
        },
    )


def draw_clips(
    clips: int,
    *,
    seed: int = 0,
    wanted: Target | None = None,
    per_clip: int = 6,
    duration: float = 8.0,
    settings: SceneSettings | None = None,
) -> Iterator[Clip]:
    """Draw scenes and keep questions of them.

    Parameters
    ----------
    clips
        How many scenes.
    seed
        Any integer: the same one gives the same clips and questions.
    wanted
        The target; if not given, answers come as the scenes give them (`natural`).
    per_clip
        Questions kept of a clip: fewer only where not so many fit the target. No two of them are of one
        template.
    duration, settings
        As of `sampling.sample`.

    Raises
    ------
    InputError
        If no such clip can be drawn; at once, not when the first is asked for.
    """
    if clips < 1 or per_clip < 1:
        raise InputError("nothing is to be drawn", remedy="Ask for at least one clip, with one question.")
    drawn = _drawn(clips, seed, _Ledger(wanted) if wanted else None, per_clip, duration, settings)
    return chain([next(drawn)], drawn)


def _drawn(
    clips: int,
    seed: int,
    ledger: "_Ledger | None",
    per_clip: int,
    duration: float,
    settings: SceneSettings | None,
) -> Iterator[Clip]:
    for n in range(clips):
        draw = Draw("clip", seed, n)
        short = ledger.shortest(per_clip) if ledger else None
        scene = sample(
            seed * SEEDS + n,
            duration=duration,
            settings=settings,
            wish=(wish_for(*short) if short else None) or ANY,
            scene_id=f"stage-{seed}-{n:05}",
        )
        asked: dict[str, list[Question]] = {}
        for question in ask(scene):
            asked.setdefault(question.template, []).append(question)
        kept = ledger.keep(draw, asked, per_clip, short) if ledger else _some(draw, asked, per_clip)
        yield Clip(scene, tuple(sorted(kept, key=lambda question: question.question_id)))


def unmet(wanted: Target, questions: Iterable[Question]) -> list[Unmet]:
    """Return the answers whose shares are not within `TOLERANCE` of what is wanted, and why."""
    counts: dict[str, Counter[str]] = {}
    for question in questions:
        counts.setdefault(question.template, Counter())[question.answer] += 1
    missed = []
    for template, shares in wanted.shares.items():
        got = counts.get(template, Counter())
        for answer, share in shares.items():
            actual = got[answer] / max(got.total(), 1)
            possible = answer in reachable(template)
            if abs(actual - share) > TOLERANCE or (not possible and share):
                why = f"{got.total()} questions are too few" if possible else "no scene gives this answer"
                missed.append(Unmet(template, answer, share, actual, why))
    return missed


def _some(draw: Draw, asked: Mapping[str, Sequence[Question]], most: int) -> list[Question]:
    """Keep one question of each of some templates, at random."""
    return [draw.pick(asked[template]) for template in draw.shuffled(list(asked))[:most]]


class _Ledger:
    """What is wanted, and what has been kept so far."""

    def __init__(self, wanted: Target) -> None:
        self.shares = wanted.possible
        self.mix = {template: wanted.mix[template] for template in self.shares}
        self.kept = {template: Counter[str]() for template in self.shares}
        self.asked: Counter[str] = Counter()
        self.worded: Counter[tuple[str, str]] = Counter()

    def behind(self, template: str, answer: str) -> float:
        """Return how far an answer would be behind its share, were one more question asked: at most 1."""
        share = self.shares[template].get(answer, 0.0)
        return share * (self.asked[template] + 1) - self.kept[template][answer]

    def shortest(self, coming: int) -> tuple[str, str] | None:
        """Return the template and answer whose share is furthest behind; None if all are close."""
        total = self.asked.total() + coming
        furthest, found = 0.0, None
        for template, shares in self.shares.items():
            due = self.mix[template] * total
            for answer, share in shares.items():
                missing = due * share - self.kept[template][answer]
                if missing >= BEHIND and missing / due > furthest and self.behind(template, answer) > 0:
                    furthest, found = missing / due, (template, answer)
        return found

    def keep(
        self,
        draw: Draw,
        asked: Mapping[str, Sequence[Question]],
        most: int,
        short: tuple[str, str] | None,
    ) -> list[Question]:
        """Keep questions whose answers are behind, of the templates that are furthest behind.

        The one that the scene was drawn for comes first. Of several with one answer, the wording is kept
        that has had the answer least often, so that slots tell little of answers.
        """
        total = self.asked.total() + most
        first = short[0] if short else ""
        order = sorted(
            (template for template in self.shares if template in asked),
            key=lambda template: (template != first, self.asked[template] - self.mix[template] * total),
        )
        kept: list[Question] = []
        for template in order:
            by_answer: dict[str, list[Question]] = {}
            for question in asked[template]:
                by_answer.setdefault(question.answer, []).append(question)
            # The first of equals would always be, say, what is true of the left.
            answer = max(draw.shuffled(list(by_answer)), key=lambda answer: self.behind(template, answer))
            if self.behind(template, answer) > 0 and len(kept) < most:
                kept.append(
                    min(draw.shuffled(by_answer[answer]), key=lambda q: self.worded[q.text, q.answer])
                )
        for question in kept:
            self.asked[question.template] += 1
            self.kept[question.template][question.answer] += 1
            self.worded[question.text, question.answer] += 1
        return kept


def _audited(path: Path) -> list[dict[str, Any]] | None:
    """Return the rows of an audit's JSON; None if the file is something else, or broken."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows = content["templates"]
        return rows if all(isinstance(row["answers"], dict) and row["template"] for row in rows) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None  # `datasets.read` knows what is wrong with it
