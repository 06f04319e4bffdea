import csv as tables
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from counterpoint.bias.audit import Audit
from counterpoint.report import wording
from counterpoint.report.compare import compare
from counterpoint.report.text import COLUMNS, code, csv, markdown, safe

PARSER = MarkdownIt("commonmark").enable("table")


def rendered(text: str) -> list[list[list[str]]]:
    """Return the cells of each table in Markdown, as another parser reads them."""
    found: list[list[list[str]]] = []
    for token in PARSER.parse(text):
        match token.type:
            case "table_open":
                found.append([])
            case "tr_open":
                found[-1].append([])
            case "inline" if found and token.map is None:
                found[-1][-1].append(plain(token))
            case "inline" if found and token.level >= 4:
                found[-1][-1].append(plain(token))
    return found


def plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def test_markdown_of_a_real_audit(update: Audit) -> None:
    text = markdown(update)
    assert text.startswith("**16 of 33 templates are over the threshold, 10 confirmed.** 974 added questions")
    rows = rendered(text)[0][1:]
    assert len(rows) == 33
    assert [row[0] for row in rows] == [row.template for row in update.templates]
    assert [row[1] for row in rows] == [str(row.n) for row in update.templates]
    assert [row[6] for row in rows].count("confirmed") == 10
    assert [row[6] for row in rows].count("flagged") == 6
    assert sum(int(row[7]) for row in rows) == 974


def test_markdown_before_and_after(update: Audit, bias: Audit) -> None:
    rows = rendered(markdown(bias, compare(update, bias)))[1][1:]
    assert len(rows) == 33
    assert {row[4] for row in rows} == {"still over", "within"}


def test_markdown_of_several_splits(bias: Audit) -> None:
    rows = rendered(markdown(bias))[2][1:]
    assert [row[:2] for row in rows] == [["test", "9,119"], ["val", "4,499"]]


def test_markdown_of_hostile_text(hostile: Audit) -> None:
    text = markdown(hostile, compare(hostile, hostile))
    kinds = {child.type for token in PARSER.parse(text) for child in token.children or []}
    assert kinds == {"text", "code_inline", "strong_open", "strong_close", "softbreak"} - (
        {"softbreak"} - kinds
    )
    assert not {token.type for token in PARSER.parse(text)} & {"html_block", "heading_open", "fence"}
    shapes = [{len(row) for row in table} for table in rendered(text)]
    assert all(len(shape) == 1 for shape in shapes)
    assert all(c.isprintable() or c == "\n" for c in text)
    assert len(text) < 100_000
    text.encode("utf-8")


@given(st.text())
def test_code_spans_keep_text(text: str) -> None:
    tokens = [child for token in PARSER.parse(f"a {code(text)} b") for child in token.children or []]
    assert [token.type for token in tokens] == ["text", "code_inline", "text"]
    assert tokens[1].content.strip() == wording.shown(text).replace("|", "¦").strip()


def lines(audit: Audit) -> list[dict[str, str]]:
    return list(tables.DictReader(io.StringIO(csv(audit), newline="")))


def test_csv_holds_every_row(update: Audit) -> None:
    found = lines(update)
    assert list(found[0]) == list(COLUMNS)
    by_table = {
        name: [line for line in found if line["table"] == name] for name in ("templates", "splits", "slots")
    }
    assert len(by_table["templates"]) == len(by_table["splits"]) == 33
    assert len(by_table["slots"]) == len(update.slots)
    assert sum(int(line["n"]) for line in by_table["templates"]) == 9129
    assert sum(int(line["additions"]) for line in by_table["templates"]) == 974
    for line, row in zip(by_table["templates"], update.templates, strict=True):
        assert float(line["share"]) == row.share
        assert json.loads(line["answers"]) == row.answers


def test_csv_leaves_additions_empty_where_none_help(small: Audit) -> None:
    assert [line["additions"] for line in lines(small) if line["template"] == "What is this?"] == ["", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1vnMOhaArA", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


@given(st.text(min_size=1))
def test_safe_text_is_kept(text: str) -> None:
    told = safe(text)
    assert told[0] not in "=+-@\t\r\n＝＋－＠"
    assert (
        told.removeprefix("'").removeprefix("'") == text.removeprefix("'").removeprefix("'") or "\\ud" in told
    )


def test_csv_of_hostile_text(hostile: Audit) -> None:
    csv(hostile).encode("utf-8")
    found = lines(hostile)
    assert len(found) == 3 * len(hostile.templates)
    for line in found:
        assert not any(str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line.values())


@given(st.floats(0, 1), st.sampled_from([0.5, 0.6]))
def test_percent_tells_the_side_of_the_limit(share: float, limit: float) -> None:
    if abs(share - limit) < 1e-7 and share != limit:
        return
    told = float(wording.percent(share, limit))
    assert (told > 100 * limit) == (share > limit)
    assert told == pytest.approx(100 * share, abs=0.0501)
