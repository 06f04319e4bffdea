import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from counterpoint.bias.audit import Audit, audit
from counterpoint.bias.counts import Cell, Counts
from counterpoint.report.compare import compare
from counterpoint.report.terminal import bar, show


def printed(result: Audit, old: Audit | None = None, width: int = 80, **options: object) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False, **options)  # type: ignore[arg-type]
    show(result, console, compare(old, result) if old else None)
    return stream.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [80, 109, 110, 200])
def test_fits(width: int, update: Audit, bias: Audit, hostile: Audit) -> None:
    for text in (printed(bias, update, width), printed(hostile, hostile, width)):
        assert max(map(cell_len, text.split("\n"))) <= width


def test_verdict_comes_first(update: Audit) -> None:
    assert (
        printed(update).strip().split("\n")[0] == "16 of 33 templates are over the threshold, 10 confirmed."
    )


def test_marks_need_no_colour(update: Audit) -> None:
    marks = re.findall(r"^ ?(!!?) ", printed(update, width=200).split("! flagged")[0], re.MULTILINE)
    assert (marks.count("!!"), marks.count("!")) == (10, 6)


def test_numbers_stand_in_their_row(update: Audit) -> None:
    line = next(line for line in printed(update, width=200).split("\n") if "voiceover" in line)
    assert words(line).split(" ", 1)[0] == "!!"
    assert re.findall(r"[\d.,–]+", line) == ["433", "79.7", "75.6–83.2", "60", "142"]


def test_what_else_is_told(bias: Audit) -> None:
    text = words(printed(bias))
    for told in (
        "13,618 questions, 33 templates",
        "val -> test: template",
        "test: 9,119 questions, 16 of 33 templates flagged",
        "in 9 groups are head",
    ):
        assert told in text


def test_unread_and_lint(small: Audit) -> None:
    text = words(printed(replace(small, lint={"contradiction": 55, "leakage": 0})))
    assert text.startswith("1 row could not be read, so this audit cannot pass.")
    assert "Not read a.json, row 3: anser is missing" in text
    assert "Annotations contradiction 55" in text
    assert "leakage" not in text
    assert "none" in text


def test_baseline(update: Audit, bias: Audit) -> None:
    text = words(printed(bias, update, width=160))
    assert "Before and after" in text
    assert "additions: 974 -> 1,361" in text
    assert re.search(r"still over Is there a voiceover\? !! 79\.7 !! 71\.5 −8\.2", text)


def test_hostile_text_is_text(hostile: Audit) -> None:
    text = printed(hostile, width=400)
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "[red]rich[/red]" in text
    assert r"escape \x1b[2J null \x00 line break" in text
    assert r"\u202e" in text


def test_colours_come_from_the_report_alone(hostile: Audit) -> None:
    text = printed(hostile, width=400, force_terminal=True, color_system="standard")
    assert set(re.findall(r"\x1b(?!\[[\d;]*m)..", text)) == set()
    assert "\x1b]8" not in text


def test_plain_ascii(update: Audit, hostile: Audit) -> None:
    for result in (update, hostile):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding="ascii")
        show(result, Console(file=stream, width=80), compare(result, result))
        stream.flush()
        assert raw.getvalue().isascii()


def test_many_templates_are_cut() -> None:
    many = audit(Counts({Cell(f"Is it {at}?", (), "yes", ""): 3 for at in range(1000)}))
    text = printed(many)
    assert text.count("Is it") == 200
    assert "and 800 templates more, in the JSON" in words(text)


def test_nothing_to_tell() -> None:
    assert "There is no question in what was read." in printed(audit(Counts()))


@pytest.mark.parametrize("width", [10, 20])
def test_bars_end_on_the_right_side(width: int, update: Audit, bias: Audit) -> None:
    for row in (*update.templates, *bias.templates, *update.slots):
        drawn = bar(row, width)
        assert len(drawn) == width
        assert ("▓" in drawn) is row.flagged
        assert ("│" in drawn) is not row.flagged
