"""Candidates: their file, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoint.balance.candidates import ORIGINS, Candidate, check, read_candidates, write_candidates
from counterpoint.errors import InputError
from counterpoint.records import Question
from counterpoint.vocabulary import TEMPLATES

VOICE = "Is there a voiceover?"

words = st.sampled_from(["-a", "<b>", "\x1b[2J", "音 楽", "a/../b", "q\n", "7"])


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    picture, sound, split, origin = (
        draw(words),
        draw(words),
        draw(st.just("") | words),
        draw(st.sampled_from(ORIGINS)),
    )
    questions = tuple(
        Question(
            question_id=draw(st.just("") | words),
            picture=picture,
            sound=sound,
            modality=draw(st.just("") | words),
            template=text,
            slots=tuple(draw(st.lists(words, max_size=2))),
            text=draw(st.just("") | words),
            answer=draw(st.sampled_from(TEMPLATES[text].answers)),
            split=split,
            origin=origin,
            source=draw(st.just("") | words),
            extra=draw(st.dictionaries(words, st.integers(0, 3) | words, max_size=2)),
        )
        for text in draw(st.lists(st.sampled_from(sorted(TEMPLATES)), min_size=1, max_size=4))
    )
    return Candidate(
        draw(words), origin, questions, draw(st.floats(0, 1e6)), draw(st.none() | st.just("seed 3"))
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(candidates(), max_size=4))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, offered: list[Candidate]) -> None:
    path = tmp_path_factory.mktemp("candidates") / "-candidates.jsonl"
    write_candidates(offered, path)
    assert read_candidates(path) == (offered, [])


def row(**changes: Any) -> dict[str, Any]:
    question = {"picture": "-clip", "template": VOICE, "answer": "no"}
    return {"id": "a", "origin": "stage", "questions": [question]} | changes


def question(**changes: Any) -> dict[str, Any]:
    return {"picture": "-clip", "template": VOICE, "answer": "no"} | changes


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[1]", "not an object"),
        ("[" * 100_000, "recursion"),
        (json.dumps(row(id="")), "id is missing"),
        (json.dumps(row(id=3)), "id is missing"),
        (json.dumps({"id": "a", "origin": "stage"}), "questions is missing"),
        (json.dumps(row(origin="magic")), "origin is 'magic'"),
        (json.dumps(row(cost=-1)), "cost"),
        (json.dumps(row(cost=True)), "cost"),
        (json.dumps(row(cost=float("nan"))), "cost"),
        (json.dumps(row(cost="1")), "cost"),
        (json.dumps(row(questions=[])), "no question"),
        (json.dumps(row(questions={})), "no list"),
        (json.dumps(row(questions=[question(answer="")])), "answer is missing"),
        (json.dumps(row(questions=[question(slots="cello")])), "slots"),
        (json.dumps(row(questions=[question(place="here")])), "unknown fields place"),
        (json.dumps(row(questions=[question(), question(picture="other")])), "2 clips"),
        (json.dumps(row(questions=[question(), question(split="test")])), "2 splits"),
    ],
)
def test_rows_that_cannot_be_read_are_listed(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "candidates.jsonl"
    path.write_text(
        f"{json.dumps(row(id='first'))}\n{line}\n\n{json.dumps(row(id='last'))}\n", encoding="utf-8"
    )
    found, refused = read_candidates(path)
    assert [each.id for each in found] == ["first", "last"]
    assert [each.place.row for each in refused] == [2]
    assert reason in str(refused[0])


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_candidates(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(InputError, match="not UTF-8"):
        read_candidates(tmp_path / "latin.jsonl")


def made(name: str, *questions: Question) -> Candidate:
    return Candidate(name, "flip", questions)


def asked(answer: str, picture: str = "clip", template: str = VOICE) -> Question:
    return Question(picture=picture, template=template, answer=answer)


@pytest.mark.parametrize(
    ("offered", "reason"),
    [
        (made("a", asked("no")), "it contradicts the annotations"),
        (made("a", asked("yes")), "is in the annotations already"),
        (made("a", asked("maybe", "new")), "'maybe' is no answer"),
        (made("a", asked("yes", "new", "Is it art?")), "unknown template"),
        (made("a", asked("yes", "new"), asked("no", "new")), "twice"),
        (made("b", asked("yes", "new")), "another candidate has this id"),
        (made("a", asked("no", "taken")), "it contradicts candidate b"),
        (made("a", asked("yes", "taken")), "is in candidate b already"),
    ],
)
def test_candidates_that_do_not_fit_are_refused(offered: Candidate, reason: str) -> None:
    first, last = made("b", asked("yes", "taken")), made("z", asked("yes", "elsewhere"))
    accepted, refused = check([first, offered, last], [asked("yes")])
    assert accepted == [first, last]
    assert [(each.candidate, reason in each.reason) for each in refused] == [(offered.id, True)]


def test_other_sound_is_another_clip() -> None:
    swapped = Question(picture="clip", sound="other", template=VOICE, answer="no")
    assert check([made("a", swapped)], [asked("yes")]) == ([made("a", swapped)], [])


def test_templates_of_the_data_are_known() -> None:
    own = asked("often", "old", "How often?")
    offered = [made("a", asked("never", "new", "How often?"))]
    assert check(offered, [own]) == (offered, [])
    accepted, refused = check(offered, [own], {"How often?": ("often", "seldom")})
    assert (accepted, len(refused)) == ([], 1)
