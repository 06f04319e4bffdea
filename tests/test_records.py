"""Questions check themselves, and ids are made that stay."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.records import Place, Question, identify

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda text: text.strip()
)


def question(**fields: Any) -> Question:
    return Question(**({"picture": "v", "template": "Is there a <Object>?", "answer": "yes"} | fields))


def test_sound_and_text_follow_from_the_other_fields() -> None:
    plain = question(slots=("cello",))
    assert plain.media == ("v", "v")
    assert plain.text == "Is there a cello?"
    mixed = question(sound="w", text="A cello?")
    assert mixed.media == ("v", "w")
    assert mixed.text == "A cello?"


@pytest.mark.parametrize("field", ["picture", "template", "answer"])
@pytest.mark.parametrize("blank", ["", " \t"])
def test_a_question_needs_clip_wording_and_answer(field: str, blank: str) -> None:
    with pytest.raises(ValueError, match=f"{field} is missing"):
        question(**{field: blank})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"answer": 3}, "answer is 3, not text"),
        ({"split": None}, "split is None, not text"),
        ({"slots": ["cello"]}, "slot values"),
        ({"slots": (1,)}, "slot values"),
        ({"picture": "v" * 5, "kind": ["x"] * 1000}, r"kind is \['x', .*\.\.\., not text"),
    ],
)
def test_a_question_refuses_what_is_no_text(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        question(**fields)


def test_questions_can_be_keys_and_do_not_compare_their_places() -> None:
    there = question(extra={"a": [1]}, place=Place("x.json", 3))
    assert there == question(extra={"a": [1]})
    assert {there: 1}[question(extra={"a": [1]})] == 1
    assert there != question(extra={"a": [2]})


def test_given_ids_are_kept() -> None:
    given_id = question(question_id="-1vn")
    assert identify([given_id]) == ([given_id], [])


def test_a_missing_id_is_made_and_noticed() -> None:
    (made,), (notice,) = identify([question(place=Place("x.json", 7))])
    assert made.question_id.startswith("made-")
    assert (notice.place, notice.field) == (Place("x.json", 7), "question_id")
    assert made.question_id in notice.message


def test_the_beginning_of_an_id_is_completed() -> None:
    (one, two), notices = identify([question(question_id="12#"), question(question_id="12#", text="Cello?")])
    assert one.question_id.startswith("12#")
    assert two.question_id.startswith("12#")
    assert one.question_id != two.question_id
    assert not notices


def test_an_id_does_not_depend_on_the_template_that_a_text_is_given() -> None:
    said = question(text="Is there a cello?")
    (one,), _ = identify([said])
    (two,), _ = identify([replace(said, template="Is there a <Answer>?", slots=("cello",))])
    assert one.question_id == two.question_id


def test_a_made_id_gives_way_to_a_given_one() -> None:
    (made,), _ = identify([question()])
    (given_id, other), _ = identify([made, question()])
    assert given_id.question_id == made.question_id
    assert other.question_id == f"{made.question_id}-2"


@st.composite
def rows(draw: st.DrawFn) -> Question:
    return question(
        question_id=draw(st.sampled_from(["", "", "7#", "8#"])),
        picture=draw(st.sampled_from("vw")),
        answer=draw(WORDS),
        text=draw(WORDS),
        split=draw(st.sampled_from(["", "test"])),
        extra=draw(st.dictionaries(WORDS, st.integers() | WORDS, max_size=1)),
    )


@given(st.lists(rows(), max_size=8), st.randoms(use_true_random=False))
def test_made_ids_are_unique_and_stay_when_distinct_rows_are_reordered(
    questions: list[Question], random: Any
) -> None:
    distinct = [each for at, each in enumerate(questions) if each not in questions[:at]]
    identified, _ = identify(distinct)
    ids = [each.question_id for each in identified]
    assert len(set(ids)) == len(ids)
    assert [
        replace(each, question_id=before.question_id)
        for each, before in zip(identified, distinct, strict=True)
    ] == distinct
    order = list(range(len(distinct)))
    random.shuffle(order)
    again, _ = identify([distinct[at] for at in order])
    assert [each.question_id for each in again] == [ids[at] for at in order]


@given(st.lists(rows(), max_size=8))
def test_made_ids_are_unique_among_rows_that_say_the_same(questions: list[Question]) -> None:
    identified, _ = identify([*questions, *questions])
    assert len({each.question_id for each in identified}) == 2 * len(questions)
