"""The checks on the real annotation files, against plain counting in the raw JSON."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counterpoint.datasets import read
from counterpoint.lint import CHECKS, Report, fix, lint
from counterpoint.records import DataSet

FILES = ("v1-test", "v1-update-test", "v1-val", "v2-bias-test", "v2-bias-val")
Row = dict[str, Any]


@cache
def data(folder: Path, *names: str) -> DataSet:
    return read([folder / f"{name}.json" for name in names])


@cache
def report(folder: Path, *names: str) -> Report:
    return lint(data(folder, *names))


def rows(folder: Path, name: str) -> list[Row]:
    found: list[Row] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig"))
    return found


def clip(row: Row) -> tuple[str, str]:
    return row["video_id"], row.get("unmatch_audio") or row["video_id"]


def question(row: Row) -> tuple[object, ...]:
    values = row["templ_values"]
    values = json.loads(values) if isinstance(values, str) else values
    words = "".join(row["question_content"].replace("？", "?").split())
    if words.startswith("Arethere"):
        values = sorted(values)
    return (*clip(row), words, *(value.strip() for value in values))


def by_question(all_rows: list[Row]) -> dict[tuple[object, ...], list[Row]]:
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in all_rows:
        groups[question(row)].append(row)
    return groups


def contradictory(all_rows: list[Row]) -> list[list[Row]]:
    return [g for g in by_question(all_rows).values() if len({row["anser"].strip() for row in g}) > 1]


@pytest.mark.parametrize("name", FILES)
def test_contradictions_and_duplicates(music_avqa: Path, name: str) -> None:
    found = report(music_avqa, name)
    raw = rows(music_avqa, name)
    copies = [
        group
        for group in by_question(raw).values()
        if len({row["anser"].strip() for row in group}) < len(group)
    ]
    assert found.totals["contradiction"] == len(contradictory(raw))
    assert found.totals["duplicate"] == len(copies)
    named = {
        tuple(sorted(place.row for place in finding.places))
        for finding in found.findings
        if finding.check == "contradiction"
    }
    assert named == {tuple(raw.index(row) + 1 for row in group) for group in contradictory(raw)}


def test_the_stated_numbers(music_avqa: Path) -> None:
    totals = {name: report(music_avqa, name).totals for name in FILES}
    assert totals["v1-test"]["contradiction"] == 55
    assert totals["v1-update-test"]["contradiction"] == 0
    assert totals["v2-bias-test"]["contradiction"] == 0
    for name in FILES:
        assert [totals[name][check] for check in ("text", "answer", "slots", "duplicate", "leakage")] == [
            0
        ] * 5


def test_questions_asked_twice_in_v2_differ_in_their_sound(music_avqa: Path) -> None:
    raw = rows(music_avqa, "v2-bias-test")
    pictures = defaultdict(set)
    for row in raw:
        pictures[(row["video_id"], *question(row)[2:])].add((clip(row), row["anser"].strip()))
    twice = [said for said in pictures.values() if len(said) > 1]
    assert twice
    assert all(len({media for media, _ in said}) == len(said) for said in twice)


def test_leakage_between_test_and_val(music_avqa: Path) -> None:
    test, val = rows(music_avqa, "v2-bias-test"), rows(music_avqa, "v2-bias-val")
    found = defaultdict(list)
    for finding in lint(data(music_avqa, "v2-bias-test", "v2-bias-val"), ["leakage"]).findings:
        found[finding.rule, finding.severity].append(finding)
    assert found.keys() == {("question", "warning"), ("clip", "note"), ("video", "note")}
    same = {question(row) for row in test} & {question(row) for row in val}
    assert len(found["question", "warning"]) == len(same) > 0
    shared = {clip(row) for row in test} & {clip(row) for row in val}
    (clips,) = found["clip", "note"]
    assert clips.message.startswith(f"{len(shared):,} clips occur in test and val")
    assert len(clips.questions) == 2 * len(shared)


def test_missing_ids_are_counted_by_file(music_avqa: Path) -> None:
    for name, expected in (("v2-bias-test", 600), ("v2-bias-val", None)):
        missing = sum(row.get("question_id") is None for row in rows(music_avqa, name))
        assert expected in (None, missing)
        (finding,) = lint(data(music_avqa, name), ["id"]).findings
        assert (finding.rule, len(finding.questions)) == ("missing", missing)


@pytest.mark.parametrize("name", FILES)
def test_fix_leaves_nothing_fixable(music_avqa: Path, name: str) -> None:
    fixed, changes = fix(data(music_avqa, name))
    found = lint(fixed)
    assert not [finding for finding in found.findings if finding.fixable]
    assert fix(fixed) == (fixed, [])
    assert {n for check, n in found.totals.items() if CHECKS[check].fix} == {0}
    removed = {change.before.place.row for change in changes if change.after is None}
    raw = rows(music_avqa, name)
    assert removed == {raw.index(row) + 1 for group in contradictory(raw) for row in group}
    assert len(fixed.questions) == len(raw) - len(removed)


def test_the_public_update_keeps_one_side_of_most_contradictions(music_avqa: Path) -> None:
    raw, update = rows(music_avqa, "v1-test"), rows(music_avqa, "v1-update-test")
    doubtful = {question(group[0]) for group in contradictory(raw)}
    fixed = {question(row) for row in raw} - doubtful
    kept = [row for row in update if question(row) in doubtful]
    # The update drops one side of 53 and both of 2; it agrees on all else and adds one row.
    assert (len(doubtful), len(kept)) == (55, 53)
    assert len(fixed) == 9075
    assert {question(row) for row in update} - doubtful >= fixed
    assert len({question(row) for row in update} - doubtful - fixed) == 1


@pytest.mark.parametrize("name", FILES)
def test_logic_is_rare_and_names_real_rows(music_avqa: Path, name: str) -> None:
    questions = data(music_avqa, name).questions
    places = {question.place: question for question in questions}
    found = [finding for finding in report(music_avqa, name).findings if finding.check == "logic"]
    assert len(found) <= len(questions) / 1000
    for finding in found:
        named = [places[place] for place in finding.places]
        assert len(named) >= 2
        assert len({question.media for question in named}) == 1
        assert [question.question_id for question in named] == list(finding.questions)
