"""The checks other than logic, the fixes and the report, on literal rows."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.lint import CHECKS, Finding, Report, describe, fix, lint, log, schema
from counterpoint.records import DataSet, Notice, Place, Question, Unread

VOICEOVER = "Is there a voiceover?"
SOUND = "Is there a <Object> sound?"
BOTH = "Are there <Object> and <Object> sound?"
COUNT = "How many <Object> are in the entire video?"


def ask(
    template: str = VOICEOVER,
    answer: str = "no",
    slots: tuple[str, ...] = (),
    *,
    name: str = "",
    clip: str = "1",
    **more: str,
) -> Question:
    ask.row += 1  # type: ignore[attr-defined]
    row: int = ask.row  # type: ignore[attr-defined]
    return Question(
        question_id=name or f"q{row}",
        picture=clip,
        template=template,
        slots=slots,
        answer=answer,
        place=Place("rows.json", row),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(autouse=True)
def _rows() -> None:
    ask.row = 0  # type: ignore[attr-defined]


def check(name: str, *questions: Question, **data: object) -> list[Finding]:
    report = lint(DataSet(questions=questions, **data), [name])  # type: ignore[arg-type]
    assert report.totals == {name: len(report.findings)}
    return list(report.findings)


def test_duplicate_is_the_same_said_again_in_one_split() -> None:
    first, again, odd = ask(), ask(answer="No "), ask(clip="2")
    (found,) = check("duplicate", first, again, odd)
    assert found.questions == ("q1", "q2")
    assert found.places == (Place("rows.json", 1), Place("rows.json", 2))
    assert not check("duplicate", ask(split="train"), ask(split="test"))
    assert not check("duplicate", ask(), ask(sound="2"))


def test_contradiction_is_another_answer_about_the_same_picture_and_sound() -> None:
    (found,) = check("contradiction", ask(), ask(answer="yes"), ask(answer="yes", clip="2"))
    assert (found.severity, found.questions) == ("error", ("q1", "q2"))
    assert not check("contradiction", ask(), ask(answer="yes", sound="2"))
    assert not check("contradiction", ask(), ask(answer=" NO"))


def test_contradiction_sees_through_swapped_slots() -> None:
    swapped = ask(BOTH, "yes", ("erhu", "pipa")), ask(BOTH, "no", ("pipa", "erhu"))
    assert len(check("contradiction", *swapped)) == 1
    louder = "Is the <Object> louder than the <Object>?"
    assert not check(
        "contradiction", ask(louder, "yes", ("erhu", "pipa")), ask(louder, "no", ("pipa", "erhu"))
    )


def test_contradiction_crosses_splits() -> None:
    assert len(check("contradiction", ask(split="train"), ask(answer="yes", split="test"))) == 1


def test_leakage_counts_clips_once_and_names_each_shared_question() -> None:
    found = check(
        "leakage",
        ask(split="train"),
        ask(split="test"),
        ask(SOUND, "yes", ("erhu",), split="train"),
        ask(clip="2", split="train"),
        ask(SOUND, "yes", ("erhu",), clip="2", split="test"),
        ask(clip="3", split="val"),
    )
    assert [(f.severity, f.rule, f.questions) for f in found] == [
        ("warning", "question", ("q1", "q2")),
        ("note", "clip", ("q1", "q2", "q4", "q5")),
    ]
    assert found[1].message.startswith("2 clips occur in test and train: 1, 2")


@pytest.mark.parametrize(
    "derived",
    [{"clip": "1_flip"}, {"clip": "new", "source": "1"}, {"clip": "2", "sound": "1"}, {"sound": "2"}],
)
def test_leakage_follows_a_video_through_its_clips(derived: dict[str, str]) -> None:
    (found,) = check("leakage", ask(split="train"), ask(split="test", **derived))  # type: ignore[arg-type]
    assert (found.severity, found.rule) == ("note", "video")
    assert set(found.questions) == {"q1", "q2"}


def test_leakage_needs_two_splits() -> None:
    assert not check("leakage", ask(), ask(), ask(clip="1_flip"))


def test_slots_wants_as_many_values_as_slots_and_of_their_kind() -> None:
    found = check(
        "slots",
        ask(SOUND, "yes"),
        ask(BOTH, "yes", ("erhu",)),
        ask(SOUND, "yes", ("theremin",)),
        ask("Is the <FL> sound coming from the <LR> instrument?", "yes", ("left", "first")),
        ask("Is the <Thing> red?", "yes", ("theremin",)),
        ask(SOUND, "yes", ("erhu",)),
    )
    assert [(f.severity, f.rule, f.questions[0]) for f in found] == [
        ("error", "count", "q1"),
        ("error", "count", "q2"),
        ("warning", "value", "q3"),
        ("warning", "value", "q4"),
        ("warning", "value", "q4"),
    ]


def test_answer_must_be_declared() -> None:
    found = check(
        "answer",
        ask(COUNT, "violin", ("erhu",)),
        ask(COUNT, "eleven", ("erhu",)),
        ask(COUNT, "Two", ("erhu",)),
        ask(COUNT, "two", ("erhu",)),
        ask("Who plays?", "nobody"),
        ask("Who sings?", "nobody"),
        vocabulary={"Who plays?": ("anna", "ben")},
    )
    assert [(f.severity, f.rule, f.questions[0], f.fixable) for f in found] == [
        ("error", "kind", "q1", False),
        ("error", "vocabulary", "q2", False),
        ("warning", "spelling", "q3", True),
        ("error", "vocabulary", "q5", False),
    ]


def test_answer_to_how_many_is_a_count_where_nothing_is_declared() -> None:
    template = "How many <Thing> are there?"
    counts = [
        ask(template, answer, ("cats",)) for answer in ("2", "two", "none", "a lot", "more than 5", "20's")
    ]
    assert not check("answer", *counts)
    (found,) = check("answer", *counts, ask(template, "violin", ("cats",)))
    assert (found.severity, found.rule) == ("warning", "kind")


def test_id_finds_made_repeated_and_odd_ids() -> None:
    made, other = ask(name="made-1"), ask(clip="2", name="made-2")
    notices = tuple(Notice(q.place, "question_id", f"missing; made {q.question_id}") for q in (made, other))
    (found,) = check("id", made, other, ask(name="-1vnMOhaArA", clip="-1vnMOhaArA"), notices=notices)
    assert (found.rule, found.questions) == ("missing", ("made-1", "made-2"))
    (found,) = check("id", ask(name="a"), ask(name="a", clip="2"), ask(name="a", clip="3"))
    assert (found.rule, len(found.questions)) == ("repeated", 3)
    across = [ask(name=name, split=split, clip=split) for split in ("train", "test") for name in "abc"]
    (found,) = check("id", *across)
    assert (found.rule, found.message) == ("repeated", "3 ids are those of other questions in other splits")


@pytest.mark.parametrize("odd", ["47859.5", "4.7859e4", "a b", "nan", "NULL", "a\x00b", "a\u202eb"])
def test_id_finds_odd_ids_once_for_each_value(odd: str) -> None:
    (found,) = check("id", ask(name=odd))
    assert (found.rule, found.questions) == ("odd", (odd,))
    assert found.message.isprintable()
    (found,) = check("id", ask(clip=odd), ask(SOUND, "yes", ("erhu",), clip=odd))
    assert "picture" in found.message
    (found,) = check("id", ask(sound=odd))
    assert "sound" in found.message


@pytest.mark.parametrize(
    ("answer", "rule", "mended"),
    [
        ("two\x00", "control characters", "two"),
        ("two\u200b", "control characters", "two"),
        ("ｔｗｏ", "fullwidth characters", "two"),
        (" two", "stray blanks", "two"),
        ("two  of them", "stray blanks", "two of them"),
        ("two\nof them", "control characters", "two of them"),
        ("<b>two</b>", "HTML", None),
        ("two &amp; two", "HTML", None),
        ("tw\ufffd", "characters lost to a wrong encoding", None),
    ],
)
def test_text_finds_and_mends_characters(answer: str, rule: str, mended: str | None) -> None:
    question = ask("Who is <Name>?", answer, ("Anna",))
    (found,) = check("text", question)
    assert (found.rule, found.fixable) == (rule, mended is not None)
    fixed, changes = fix(DataSet(questions=(question,)), ["text"])
    assert fixed.questions[0].answer == (mended or answer)
    assert len(changes) == (mended is not None)


@pytest.mark.parametrize("fine", ["naïve", "何人？", "1 < 2 > 0", "AT&T", "x²", "a<b", "می\u200cخواهم"])
def test_text_leaves_other_writing_alone(fine: str) -> None:
    assert not check("text", ask("Who is <Name>?", fine, (fine,)))


def dirty() -> DataSet:
    return DataSet(
        questions=(
            ask(name="a"),
            ask(name="a"),
            ask(answer="no\u200b", name="b"),
            ask(COUNT, "Two", ("erhu",), name="c"),
            ask(COUNT, "two", ("erhu",), name="d"),
            ask(COUNT, "four", ("pipa",), name="e"),
            ask(COUNT, "three", ("pipa",), name="f"),
            ask(COUNT, "three", ("pipa",), name="f"),
            ask(clip="2", name="d"),
            ask(clip="3", name="made-0"),
        ),
        notices=(Notice(Place("rows.json", 10), "question_id", "missing; made made-0"),),
    )


def test_fix_keeps_the_first_copy_and_no_side_of_a_contradiction() -> None:
    data = dirty()
    fixed, changes = fix(data)
    assert [(q.template, q.answer, q.picture) for q in fixed.questions] == [
        (VOICEOVER, "no", "1"),
        (COUNT, "two", "1"),
        (VOICEOVER, "no", "2"),
        (VOICEOVER, "no", "3"),
    ]
    assert [q.question_id for q in fixed.questions][:2] == ["a", "c"]
    gone = [c for c in changes if c.after is None]
    assert len(data.questions) - len(gone) == len(fixed.questions)
    assert {c.before.place.row for c in gone if c.check == "contradiction"} == {6, 7}
    assert all("no way to know" in c.reason for c in gone if c.check == "contradiction")
    assert lint(fixed).totals == dict.fromkeys(CHECKS, 0)
    assert fix(fixed) == (fixed, [])


def test_fix_gives_ids_that_nobody_has() -> None:
    twice = ask(name="a"), ask(clip="2", name="a")
    made = fix(DataSet(questions=twice))[0].questions[1].question_id
    taken = DataSet(questions=(*twice, ask(clip="3", name=made)))
    ids = [question.question_id for question in fix(taken)[0].questions]
    assert ids[0] == "a"
    assert ids[2] == made
    assert len(set(ids)) == 3


def test_the_log_holds_every_change_with_its_row() -> None:
    rows = [json.loads(json.dumps(row)) for row in log(fix(dirty())[1])]
    assert {row["check"] for row in rows} == {"text", "answer", "duplicate", "contradiction", "id"}
    assert [row["row"] for row in rows if row["check"] == "contradiction"] == [6, 7]
    assert all(row["file"] == "rows.json" and row["reason"] and row["before"]["template"] for row in rows)
    (spelt,) = [row for row in rows if row["check"] == "answer"]
    assert (spelt["before"]["answer"], spelt["after"]["answer"]) == ("Two", "two")


questions = st.builds(
    ask,
    st.sampled_from([VOICEOVER, SOUND, COUNT]),
    st.sampled_from(["yes", "no", "No", "two", " two", "ｎｏ", "no\x00"]),
    st.sampled_from([(), ("erhu",), ("erhu ",)]),
    name=st.sampled_from(["a", "b", "made-1", "nan"]),
    clip=st.sampled_from(["1", "1_flip"]),
    split=st.sampled_from(["", "train"]),
)


@settings(deadline=None)
@given(st.lists(questions, max_size=12))
def test_what_is_fixable_is_fixed_once_and_for_all(rows: list[Question]) -> None:
    data = DataSet(questions=tuple(rows))
    fixed, changes = fix(data)
    assert not [finding for finding in lint(fixed).findings if finding.fixable]
    assert fix(fixed)[0] == fixed
    assert fix(fixed)[1] == []
    assert len(rows) - sum(change.after is None for change in changes) == len(fixed.questions)
    assert any(finding.fixable for finding in lint(data).findings) == bool(changes)


def report() -> Report:
    found = lint(replace(dirty(), unread=(Unread(Place("more.json", 3), "answer is missing"),)))
    assert found.inputs == ("rows.json", "more.json")
    return found


def test_the_report_follows_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    content = json.loads(json.dumps(report().to_json()))
    jsonschema.validate(content, schema())
    assert content["unread"] == [{"file": "more.json", "row": 3, "reason": "answer is missing"}]
    for name, n in content["totals"].items():
        assert n == sum(finding["check"] == name for finding in content["findings"])
    assert sum(content["severities"].values()) == len(content["findings"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content | {"version": "0"}, schema())


def test_totals_name_every_check_even_if_nothing_is_found() -> None:
    assert lint(DataSet()).totals == dict.fromkeys(CHECKS, 0)
    assert lint(DataSet()).severities == {"error": 0, "warning": 0, "note": 0}
    assert lint(DataSet(), ["slots", "answer"]).totals == {"answer": 0, "slots": 0}


def test_findings_that_say_the_same_are_grouped() -> None:
    found = lint(DataSet(questions=tuple(ask(COUNT, "violin", (x,)) for x in ("erhu", "pipa"))), ["answer"])
    assert len(found.findings) == 2
    assert [(finding.questions, n) for finding, n in found.groups()] == [(("q1",), 2)]


def test_messages_are_safe_to_print() -> None:
    hostile = "\x1b[2J\u202e<script>"
    rows = [ask(hostile, answer, (hostile,), name=hostile, clip=hostile) for answer in (hostile, "x", "x")]
    rows.append(ask(hostile, "x", name=hostile, clip=hostile))
    found = lint(DataSet(questions=tuple(rows)))
    assert min(found.totals[name] for name in ("text", "duplicate", "contradiction", "slots", "id")) > 0
    assert all(finding.message.isprintable() for finding in found.findings)


def test_an_unknown_check_is_refused() -> None:
    with pytest.raises(InputError, match="spelling") as caught:
        lint(DataSet(), ["spelling"])
    assert "contradiction" in caught.value.remedy


def test_the_reference_page_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "lint.md"
    assert page.read_text(encoding="utf-8") == describe()


def test_importing_the_checks_is_light() -> None:
    heavy = "{'numpy', 'scipy', 'pyarrow', 'narwhals', 'duckdb', 'torch'}"
    code = f"import sys, counterpoint.lint; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
