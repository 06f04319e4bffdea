from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from counterpoint.bias.audit import Audit, Settings, audit
from counterpoint.bias.counts import Cell, Counts, count_questions
from counterpoint.datasets import read
from counterpoint.report.compare import STATUSES, compare


def of(answers: dict[str, tuple[int, int]], settings: Settings | None = None) -> Audit:
    """Audit templates with given numbers of yes and no."""
    cells = {
        Cell(text, (), answer, ""): n
        for text, pair in answers.items()
        for answer, n in zip(("yes", "no"), pair, strict=True)
        if n
    }
    return audit(Counts(cells), settings=settings)


OLD = of({"a": (70, 30), "b": (50, 50), "c": (70, 30), "d": (55, 45), "e": (9, 1)})
NEW = of({"a": (58, 42), "b": (20, 80), "c": (65, 35), "d": (45, 55), "f": (1, 0)})


def test_statuses_and_order() -> None:
    comparison = compare(OLD, NEW)
    assert [(c.template, c.status) for c in comparison.templates] == [
        ("b", "flagged"),
        ("c", "still"),
        ("a", "cleared"),
        ("f", "new"),
        ("e", "gone"),
        ("d", "within"),
    ]
    assert sum(map(comparison.count, STATUSES)) == 6


def test_sides() -> None:
    changes = {change.template: change for change in compare(OLD, NEW).templates}
    one = changes["a"]
    assert one.before is not None
    assert one.after is not None
    assert (one.before.share, one.after.share) == (0.7, 0.58)
    assert one.difference == pytest.approx(-0.12)
    assert dict(one.before.answers) == {"yes": 70, "no": 30}
    assert changes["f"].before is None
    assert changes["e"].after is None
    assert changes["f"].difference is None


def test_totals_and_inputs() -> None:
    old = replace(OLD, inputs=("old.json",))
    comparison = compare(old, NEW)
    assert (comparison.before, comparison.after) == (OLD.totals, NEW.totals)
    assert comparison.inputs == ("old.json",)
    assert comparison.differing == ()


def test_differing_settings_are_named() -> None:
    stricter = of({"a": (70, 30)}, Settings(binary=Fraction(9, 10), level=0.01))
    assert compare(stricter, NEW).differing == ("binary", "level")


def test_nothing_moves_against_itself(update: Audit) -> None:
    comparison = compare(update, update)
    assert {change.status for change in comparison.templates} == {"still", "within"}
    assert all(change.difference == 0 for change in comparison.templates)
    assert comparison.count("still") == 16


def test_differences_are_those_of_the_answers(music_avqa: Path) -> None:
    paths = [music_avqa / "v1-update-test.json", music_avqa / "v2-bias-test.json"]
    shares: list[dict[str, float]] = []
    audits = []
    for path in paths:
        questions = read([path]).questions
        audits.append(audit(count_questions(questions)))
        sizes = Counter(question.template for question in questions)
        pairs = Counter((question.template, question.answer) for question in questions)
        shares.append({t: max(n for (u, _), n in pairs.items() if u == t) / sizes[t] for t in sizes})
    comparison = compare(*audits)
    assert len(comparison.templates) == 33
    for change in comparison.templates:
        assert change.difference == pytest.approx(shares[1][change.template] - shares[0][change.template])
