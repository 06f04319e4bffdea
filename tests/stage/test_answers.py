"""Distributions of answers: shares follow the target, and what cannot be met is said."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint import datasets
from counterpoint.bias.audit import audit
from counterpoint.bias.counts import count_questions
from counterpoint.errors import InputError
from counterpoint.lint import lint
from counterpoint.records import DataSet, Question
from counterpoint.stage.answers import TOLERANCE, Clip, balanced, draw_clips, like, target, unmet
from counterpoint.stage.sampling import SceneSettings
from counterpoint.stage.wishes import reachable
from counterpoint.vocabulary import TEMPLATES

LOCATION = "Where is the performance?"
VOICE = "Is there a voiceover?"


def questions(clips: list[Clip]) -> list[Question]:
    return [question for clip in clips for question in clip.questions]


def shares(asked: list[Question]) -> dict[str, dict[str, float]]:
    counts: dict[str, Counter[str]] = {}
    for question in asked:
        counts.setdefault(question.template, Counter())[question.answer] += 1
    return {t: {answer: n / c.total() for answer, n in c.items()} for t, c in counts.items()}


@pytest.fixture(scope="module")
def even() -> list[Clip]:
    return list(draw_clips(1750, seed=11, wanted=balanced()))


@pytest.fixture(scope="module")
def biased(music_avqa: Path) -> list[Clip]:
    return list(draw_clips(2000, seed=12, wanted=like(music_avqa / "v1-update-test.json")))


def test_balanced_gives_every_answer_alike(even: list[Clip]) -> None:
    asked = questions(even)
    got = shares(asked)
    assert set(got) == set(TEMPLATES)
    for template in TEMPLATES:
        wanted = 1 / len(reachable(template))
        assert set(got[template]) == set(reachable(template))
        assert all(abs(share - wanted) <= TOLERANCE for share in got[template].values())
    assert unmet(balanced(), asked) == []
    assert audit(count_questions(asked)).totals.flagged == 0


def test_nothing_is_wrong_with_ten_thousand_questions(even: list[Clip]) -> None:
    asked = questions(even)
    assert len(asked) > 10_000
    found = lint(DataSet(questions=tuple(asked)))
    assert not found.findings


def test_nothing_is_wrong_with_natural_questions_either() -> None:
    asked = questions(list(draw_clips(150, seed=13, per_clip=33)))
    assert not lint(DataSet(questions=tuple(asked))).findings


def test_like_a_real_file_has_its_shares(biased: list[Clip], music_avqa: Path) -> None:
    asked = questions(biased)
    real = shares(list(datasets.read([music_avqa / "v1-update-test.json"]).questions))
    got = shares(asked)
    assert set(got) == set(real) == set(TEMPLATES)
    for template, answers in real.items():
        for answer in {*answers, *got[template]}:
            assert abs(got[template].get(answer, 0) - answers.get(answer, 0)) <= TOLERANCE, (template, answer)


def test_like_a_real_file_reproduces_what_its_audit_flags(biased: list[Clip], music_avqa: Path) -> None:
    real = audit(count_questions(datasets.read([music_avqa / "v1-update-test.json"]).questions))
    ours = audit(count_questions(questions(biased)))
    flagged = {row.template for row in real.templates if row.flagged}
    assert len(flagged) == 16
    assert {row.template for row in ours.templates if row.flagged} == flagged


def test_like_a_real_file_says_what_is_out_of_reach(biased: list[Clip], music_avqa: Path) -> None:
    missed = unmet(like(music_avqa / "v1-update-test.json"), questions(biased))
    assert missed
    assert {miss.answer for miss in missed} == {"more than ten"}
    assert all("no scene gives this answer" in str(miss) and miss.wanted < TOLERANCE for miss in missed)


def test_templates_come_in_the_mix_of_the_file(biased: list[Clip], music_avqa: Path) -> None:
    wanted = like(music_avqa / "v1-update-test.json").mix
    asked = questions(biased)
    got = Counter(question.template for question in asked)
    assert all(abs(got[template] / len(asked) - share) < TOLERANCE for template, share in wanted.items())


def test_an_audit_is_as_good_as_its_file(tmp_path: Path, music_avqa: Path) -> None:
    data = datasets.read([music_avqa / "v1-update-test.json"])
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(asdict(audit(count_questions(data.questions))), default=str))
    from_audit, from_file = like(path), like(music_avqa / "v1-update-test.json")
    assert from_audit.mix == from_file.mix
    assert from_audit.shares == from_file.shares
    assert like(data.questions) == from_file


def test_the_same_seed_gives_the_same_clips() -> None:
    wanted = balanced()
    first = list(draw_clips(40, seed=5, wanted=wanted))
    assert first == list(draw_clips(40, seed=5, wanted=wanted))
    assert first[:25] == list(draw_clips(25, seed=5, wanted=wanted))
    assert first != list(draw_clips(40, seed=6, wanted=wanted))
    assert list(draw_clips(40, seed=5)) == list(draw_clips(40, seed=5))


@pytest.mark.parametrize("per_clip", [1, 4, 9])
def test_a_clip_has_the_stated_number_of_questions(per_clip: int) -> None:
    for clip in draw_clips(60, seed=per_clip, per_clip=per_clip):
        assert len(clip.questions) == per_clip
        assert len({question.template for question in clip.questions}) == per_clip
        assert {question.media for question in clip.questions} == {(clip.scene.scene_id, clip.scene.scene_id)}
    assert max(len(c.questions) for c in draw_clips(60, per_clip=per_clip, wanted=balanced())) == per_clip


def test_ids_are_unique_in_a_set_and_between_sets() -> None:
    clips = [*draw_clips(200, seed=1), *draw_clips(200, seed=2)]
    assert len({clip.scene.scene_id for clip in clips}) == 400
    assert len({clip.scene.seed for clip in clips}) == 400
    asked = questions(clips)
    assert len({question.question_id for question in asked}) == len(asked)


counts = st.dictionaries(
    st.sampled_from([LOCATION, VOICE, "Where is the <FL> sounding instrument?"]),
    st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any),
    min_size=1,
)


@settings(max_examples=25, deadline=None)
@given(wanted=counts, seed=st.integers(0, 1000))
def test_no_answer_is_ever_ahead_by_more_than_one_question(wanted: dict[str, list[int]], seed: int) -> None:
    given_counts = {
        t: dict(zip(TEMPLATES[t].answers, n, strict=False))
        for t, n in wanted.items()
        if any(n[: len(TEMPLATES[t].answers)])
    }
    if not given_counts:
        return
    aim = target(given_counts)
    kept: dict[str, Counter[str]] = {}
    for clip in draw_clips(25, seed=seed, wanted=aim, per_clip=2):
        for question in clip.questions:
            kept.setdefault(question.template, Counter())[question.answer] += 1
        for template, answers in kept.items():
            for answer, count in answers.items():
                assert count < answers.total() * aim.shares[template].get(answer, 0) + 1


def test_a_rare_answer_is_drawn_for_not_waited_for() -> None:
    aim = target({"How many <Object> are in the entire video?": {"nine": 1, "ten": 1}})
    clips = list(draw_clips(20, seed=3, wanted=aim))
    assert [len(clip.questions) for clip in clips] == [1] * 20
    (answers,) = shares(questions(clips)).values()
    assert answers == {"nine": 0.5, "ten": 0.5}


def test_settings_reach_the_scenes() -> None:
    clips = draw_clips(10, duration=6.0, settings=SceneSettings(held_out=True))
    assert {(clip.scene.duration, clip.scene.style) for clip in clips} == {(6.0, "poster")}


def test_too_few_questions_are_reported() -> None:
    aim = target({LOCATION: {"indoor": 1, "outdoor": 2}})
    asked = questions(list(draw_clips(1, wanted=aim)))
    missed = unmet(aim, asked)
    assert {miss.answer for miss in missed} == {"indoor", "outdoor"}
    assert "1 questions are too few" in str(missed[0])


def test_what_asks_none_of_the_questions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    row = {
        "video_id": "1",
        "question_id": 1,
        "type": '["A", "B"]',
        "question_content": "Why?",
        "templ_values": "[]",
        "anser": "so",
    }
    path.write_text(json.dumps([row]))
    with pytest.raises(InputError, match="none of MUSIC-AVQA's questions") as caught:
        like(path)
    assert str(path) in caught.value.where
    with pytest.raises(InputError, match="no such file"):
        like(tmp_path / "absent.json")
    path.write_text("{")
    with pytest.raises(InputError):
        like(path)


@pytest.mark.parametrize(("clips", "per_clip"), [(0, 6), (-1, 6), (5, 0)])
def test_nothing_to_draw_is_refused(clips: int, per_clip: int) -> None:
    with pytest.raises(InputError, match="nothing is to be drawn"):
        list(draw_clips(clips, per_clip=per_clip))
