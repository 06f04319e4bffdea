"""Merging, splitting and resampling, by their properties."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoint.balance.candidates import Candidate
from counterpoint.balance.merge import merge
from counterpoint.balance.resample import downsample, kept, reweight, weighed
from counterpoint.balance.split import split
from counterpoint.bias.audit import audit
from counterpoint.bias.counts import count_questions
from counterpoint.datasets import read
from counterpoint.errors import InputError
from counterpoint.records import DataSet, Question

VOICE, VENUE = "Is there a voiceover?", "Where is the performance?"
ANSWERS = {VOICE: ("yes", "no"), VENUE: ("indoor", "outdoor")}


@st.composite
def rows(draw: st.DrawFn, most: int = 30, splits: bool = False) -> list[Question]:
    made = []
    for number in range(draw(st.integers(1, most))):
        template = draw(st.sampled_from([VOICE, VENUE]))
        video = f"v{draw(st.integers(0, most // 2))}"
        derived = draw(st.sampled_from(["", "_flip", "_swap"]))
        made.append(
            Question(
                question_id=f"q{number}",
                picture=video + derived,
                sound=f"v{draw(st.integers(0, most // 2))}" if derived == "_swap" else "",
                source=video if derived else "",
                template=template,
                answer=draw(st.sampled_from(ANSWERS[template])),
            )
        )
    home = (
        {q.picture.split("_")[0]: draw(st.sampled_from(["", "train", "test"])) for q in made}
        if splits
        else {}
    )
    return [
        replace(q, split="" if q.picture.endswith("_swap") else home.get(q.picture.split("_")[0], ""))
        for q in made
    ]


def videos(question: Question) -> set[str]:
    return {question.picture, question.sound, *([question.source] if question.source else [])}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows())
def test_no_video_and_nothing_made_of_it_is_in_two_splits(questions: list[Question]) -> None:
    result, division = split(DataSet(questions=tuple(questions)))
    where: dict[str, set[str]] = {}
    for question in result.questions:
        for video in videos(question):
            where.setdefault(video, set()).add(question.split)
    assert all(len(splits) == 1 for splits in where.values())
    assert (division.leaked, division.leaked_questions) == ((), 0)
    assert [replace(q, split="") for q in result.questions] == questions
    assert sum(division.sizes.values()) == sum(division.assigned.values()) == len(questions)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows(splits=True), st.sampled_from(["source", "question"]))
def test_splits_that_are_there_stay(questions: list[Question], by: str) -> None:
    data = DataSet(questions=tuple(questions))
    result, division = split(data, by=by)
    assert split(data, by=by) == (result, division)
    for before, after in zip(questions, result.questions, strict=True):
        assert after.split in ("train", "val", "test")
        assert before.split in ("", after.split)
    over = {(o.split, o.template) for o in division.over}
    counts = count_questions(result.questions)
    flagged = {
        (name, row.template)
        for name, part in audit(counts).splits.items()
        for row in part.templates
        if row.flagged
    }
    assert over == flagged


def test_a_new_clip_follows_its_source() -> None:
    old = Question(question_id="1", picture="v", template=VOICE, answer="yes", split="val")
    new = Question(question_id="2", picture="v_flip", source="v", template=VOICE, answer="no")
    result, _ = split(DataSet(questions=(old, new)))
    assert [q.split for q in result.questions] == ["val", "val"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(["yes", "no"]), min_size=1, max_size=2), min_size=4, max_size=8))
def test_every_split_passes_where_that_can_be(clips: list[list[str]]) -> None:
    questions = [
        Question(question_id=f"{n}-{m}", picture=f"v{n}", template=VOICE, text=f"{m}", answer=answer)
        for n, answers in enumerate(clips)
        for m, answer in enumerate(answers)
    ]
    total, largest = len(questions), max(map(len, clips))
    ratio = {"train": 50, "test": 50}
    _, division = split(DataSet(questions=tuple(questions)), ratio=ratio)

    def missing(choice: tuple[str, ...]) -> int | None:
        found = 0
        for name in ratio:
            tally = Counter(
                a for where, answers in zip(choice, clips, strict=True) if where == name for a in answers
            )
            if abs(tally.total() - total / 2) > largest:
                return None
            while tally and max(tally.values()) > Fraction(3, 5) * tally.total():
                tally[min(("yes", "no"), key=lambda answer: tally[answer])] += 1
                found += 1
        return found

    best = min(m for choice in product(ratio, repeat=len(clips)) if (m := missing(choice)) is not None)
    assert sum(over.missing for over in division.over) <= best


def test_real_file_by_source_and_by_question(music_avqa: Path) -> None:
    data = read([music_avqa / "v1-val.json"], split="")
    data = data.with_questions(replace(q, split="") for q in data.questions)
    by_source, division = split(data, time_limit=2)
    assert division.leaked == ()
    for name, part in {"train": 0.7, "val": 0.1, "test": 0.2}.items():
        assert division.sizes[name] == pytest.approx(
            part * len(data.questions), abs=0.02 * len(data.questions)
        )
    by_question, leaking = split(data, by="question", time_limit=2)
    homes: dict[str, set[str]] = {}
    for question in by_question.questions:
        homes.setdefault(question.picture, set()).add(question.split)
    assert len(leaking.leaked) == sum(len(splits) > 1 for splits in homes.values()) > 100
    assert leaking.leaked_questions == sum(
        q.split != "train" and "train" in homes[q.picture] for q in by_question.questions
    )
    assert {q.split for q in by_source.questions} == {"train", "val", "test"}


@pytest.mark.parametrize(
    "wrong", [{"by": "moon"}, {"ratio": {}}, {"ratio": {"train": 0}}, {"ratio": {"train": -1}}]
)
def test_wrong_settings(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        split(DataSet(questions=(Question(picture="v", template=VOICE, answer="no"),)), **wrong)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows(most=10), rows(most=10), st.randoms())
def test_merge_keeps_the_old_and_tells_of_the_new(
    old: list[Question], new: list[Question], random: object
) -> None:
    original = DataSet(questions=tuple(old))
    chosen = [Candidate(f"c{n}", "flip", (replace(q, question_id=""),)) for n, q in enumerate(new)]
    merged = merge(original, chosen)
    random.shuffle(chosen)  # type: ignore[attr-defined]
    assert merge(original, chosen) == merged
    assert merged.questions[: len(old)] == original.questions
    ids = [q.question_id for q in merged.questions]
    assert len(set(ids)) == len(ids) == len(old) + len(new)
    assert {q.origin for q in merged.questions[len(old) :]} == {"flip"}
    alone = {q.question_id: q for q in merge(original, chosen[:1]).questions[len(old) :]}
    assert alone.items() <= {q.question_id: q for q in merged.questions}.items()


def test_merge_finds_a_free_id() -> None:
    old = DataSet(questions=(Question(question_id="7", picture="v", template=VOICE, answer="yes"),))
    new = Question(question_id="7", picture="w", template=VOICE, answer="no")
    assert [q.question_id for q in merge(old, [Candidate("c", "stage", (new,))]).questions] == ["7", "7-2"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 6), min_size=1),
    st.fractions("1/4", "8/9", max_denominator=9),
)
def test_no_more_can_stay(counts: dict[str, int], limit: Fraction) -> None:
    found = kept(counts, limit)
    best = 0
    for numbers in product(*(range(n + 1) for n in counts.values())):
        if not numbers or max(numbers) <= limit * sum(numbers):
            best = max(best, sum(numbers))
    assert found.total() == best
    assert all(n <= counts[answer] and n <= limit * best for answer, n in found.items())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 40), min_size=1),
    st.fractions("1/4", "8/9", max_denominator=9),
)
def test_weights_keep_the_limit(counts: dict[str, int], limit: Fraction) -> None:
    weights = weighed(counts, limit)
    mass = {answer: weights[answer] * count for answer, count in counts.items()}
    assert sum(mass.values()) == sum(counts.values())
    assert max(mass.values()) <= max(limit, Fraction(1, len(counts))) * sum(mass.values())
    if max(counts.values()) <= limit * sum(counts.values()):
        assert set(weights.values()) == {Fraction(1)}


def test_real_file_without_new_clips(music_avqa: Path) -> None:
    data = read([music_avqa / "v2-bias-test.json"])
    smaller = downsample(data)
    assert audit(count_questions(smaller.questions)).totals.flagged == 0
    assert downsample(data.with_questions(reversed(data.questions))).questions == smaller.questions[::-1]
    assert set(smaller.questions) <= set(data.questions)
    assert downsample(data, seed=1) != smaller
    weights = reweight(data)
    assert sum(weights) == len(data.questions)
    tallies: dict[str, dict[str, Fraction]] = {}
    for question, weight in zip(data.questions, weights, strict=True):
        tally = tallies.setdefault(question.template, {})
        tally[question.answer] = tally.get(question.answer, Fraction(0)) + weight
    for template, tally in tallies.items():
        limit = Fraction(3, 5) if len(data.vocabulary[template]) == 2 else Fraction(1, 2)
        assert max(tally.values()) <= limit * sum(tally.values())
