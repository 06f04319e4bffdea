import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from counterpoint.bias.audit import Audit, audit
from counterpoint.bias.counts import Cell, Counts
from counterpoint.lint.finding import Finding
from counterpoint.lint.report import report
from counterpoint.records import Place
from counterpoint.report import wording
from counterpoint.report.compare import compare
from counterpoint.report.html import LIMITS, render

Opened = Callable[..., AbstractContextManager[Page]]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Opened:
    """Open a page as a file, as from a mail, and hold it to silence: no message, no error, no request."""

    @contextmanager
    def open_page(content: str, expected: str = "", **options: Any) -> Iterator[Page]:
        file = tmp_path / "report.html"
        file.write_text(content, encoding="utf-8")
        heard: list[str] = []
        with browser.new_context(**options) as context:
            page = context.new_page()
            page.on("console", lambda message: heard.append(message.text))
            page.on("pageerror", lambda error: heard.append(str(error)))
            page.on("dialog", lambda dialog: heard.append(dialog.message))
            page.on("request", lambda request: heard.append(request.url))
            page.goto(file.as_uri())
            yield page
        heard = [each for each in heard if each not in (file.as_uri(), "data:,")]
        assert [each for each in heard if not expected or expected not in each] == []
        assert heard or not expected

    return open_page


@pytest.fixture(scope="module")
def full(update: Audit, bias: Audit) -> str:
    """The page with all that it can hold."""
    return everything(bias, update)


def everything(result: Audit, old: Audit, text: str = "yes") -> str:
    findings = [
        Finding(
            "contradiction", "error", f"two answers: {text}", (text, "-5"), (Place(text, 5), Place("b", 9))
        ),
        Finding("logic", "warning", f"cannot all be true: {text}", tuple("123456"), (Place("b", 1),) * 6),
    ]
    checked = report(
        findings, inputs=(), questions=2, checks=("contradiction", "logic", "leakage"), unread=()
    )
    unread = replace(result, unread=("a.json, row 1: no",), totals=replace(result.totals, unread=40))
    return render(unread, compare(old, result), checked)


def test_verdict_comes_first(opened: Opened, update: Audit) -> None:
    with opened(render(update)) as page:
        assert page.inner_text("h1") == "16 of 33 templates are over the threshold, 10 confirmed."
        assert page.title().startswith("16 of 33 templates")
        figures = page.locator(".figure .value").all_inner_texts()
        assert figures == ["9,129", "16", "10", "974", "50.2 %"]


def test_table_holds_the_audit(opened: Opened, update: Audit) -> None:
    with opened(render(update)) as page:
        rows = page.locator("#templates tbody tr").all()
        assert len(rows) == 33
        for row, told in zip(update.templates, rows, strict=True):
            cells = [" ".join(text.split()) for text in told.locator("th, td").all_inner_texts()]
            assert cells[0].startswith(row.template)
            top, count = max(row.answers.items(), key=lambda pair: pair[1])
            assert cells[2] == top
            assert float(cells[4]) == pytest.approx(100 * count / row.n, abs=0.0501)
            assert cells[5] == wording.interval(row.interval)
            assert cells[7].split()[-1] == wording.state(row)
            assert cells[8] == str(row.additions)


def test_bars_are_as_long_as_shares(opened: Opened, update: Audit) -> None:
    with opened(render(update), viewport={"width": 1280, "height": 900}) as page:
        drawn = page.evaluate(
            """[...document.querySelectorAll('#templates tbody tr')].map(row => {
                 const box = one => row.querySelector(one).getBoundingClientRect();
                 const all = box('svg.chart');
                 return [box('.bar').width / all.width, (box('.limit').x - all.x) / all.width,
                         (box('.whisker').x - all.x) / all.width];
               })"""
        )
        for (share, limit, low), row in zip(drawn, update.templates, strict=True):
            assert share == pytest.approx(row.share, abs=0.006)
            assert limit == pytest.approx(row.threshold, abs=0.006)
            assert low == pytest.approx(row.interval[0], abs=0.006)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_its_screen(width: int, opened: Opened, full: str, hostile: Audit) -> None:
    for content in (full, everything(hostile, hostile, hostile.templates[0].template)):
        with opened(content, viewport={"width": width, "height": 800}) as page:
            for details in page.locator("details").all():
                details.evaluate("one => one.open = true")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            # answers of the small multiples may be cut short, and some headings are only heard
            spilt = "[...document.querySelectorAll('td, th')].filter(c => c.scrollWidth > c.clientWidth + 1)"
            spilt += ".filter(c => !c.matches('.multiple tbody th, thead th'))"
            assert page.evaluate(f"{spilt}.map(c => c.className + ': ' + c.textContent.trim())") == []


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"viewport": PHONE}, {"forced_colors": "active"}],
    ids=str,
)
def test_accessible(options: dict[str, Any], opened: Opened, bias: Audit, update: Audit) -> None:
    fewer = replace(bias, templates=bias.templates[8:24], slots=bias.slots[: LIMITS["slots"] + 4])
    # axe is put into the page by the browser's debugger, past the page's own policy
    with opened(everything(fewer, update), bypass_csp=True, **options) as page:
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_headings_are_in_order(opened: Opened, full: str) -> None:
    with opened(full) as page:
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        anchors = page.evaluate("[...document.querySelectorAll('nav a')].map(a => a.getAttribute('href'))")
        assert all(page.locator(anchor).count() == 1 for anchor in anchors)


def test_hostile_text_is_text(opened: Opened, hostile: Audit) -> None:
    for text in ("<script>window.harmed = 4</script>", "</script><script>window.harmed = 5</script>"):
        content = everything(hostile, hostile, text)
        assert "\x1b" not in content
        assert "\u202e" not in content
        with opened(content, bypass_csp=True) as page:  # nothing but the escaping protects here
            assert page.evaluate("window.harmed === undefined")
            assert page.locator("script").count() == 1
            assert page.locator("img, iframe, object, base, form").count() == 0
            shown = page.locator("#templates tbody th bdi").all_inner_texts()
            assert "<script>window.harmed = 1</script>" in shown
            assert "{{ 7 * 191 }} {% raw %}" in shown
            assert r"right to left \u202e override \u2066 isolate" in shown
            assert max(map(len, shown)) <= 160


def test_policy_stops_scripts_and_styles_that_are_not_ours(opened: Opened, small: Audit) -> None:
    content = render(small)
    injected = "<script>window.harmed = 1</script><style>h1 { display: none }</style>"
    with opened(content.replace("<main", f"{injected}<main"), expected="Content Security Policy") as page:
        assert page.evaluate("window.harmed === undefined")
        assert page.locator("h1").is_visible()


def test_whole_without_script(opened: Opened, full: str) -> None:
    with opened(full, java_script_enabled=False) as page:
        assert page.locator("#templates tbody tr").count() == 33
        assert page.locator(".controls").count() == 0
        summary = page.locator("#slots summary")
        rows = page.locator("#slots details tbody tr")
        assert not rows.first.is_visible()
        summary.click()
        assert rows.first.is_visible()


def test_filter_and_sort(opened: Opened, full: str) -> None:
    with opened(full, viewport={"width": 1280, "height": 900}) as page:
        visible = page.locator("#templates tbody tr:visible")
        page.select_option("#templates select", label="confirmed")
        assert visible.count() == 10
        page.fill("#templates input", "voiceover")
        assert visible.count() == 1
        assert page.inner_text("#templates output") == "1 of 33 rows"
        page.fill("#templates input", "")
        page.select_option("#templates select", label="all")
        page.click("#templates th:has-text('Additions') button")
        additions = page.locator("#templates tbody tr td:last-child").all_inner_texts()
        assert additions == sorted(additions, key=int, reverse=True)
        page.keyboard.press("Enter")
        assert page.locator("#templates tbody tr td:last-child").all_inner_texts()[0] == "0"
        assert page.get_attribute("#templates th:has-text('Additions')", "aria-sort") == "ascending"


def test_keyboard_skips_to_the_result(opened: Opened, full: str) -> None:
    with opened(full) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_print_is_light_and_whole(opened: Opened, full: str) -> None:
    with opened(full, color_scheme="dark") as page:
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        assert not page.locator("nav").is_visible()
        assert page.locator("#templates tbody tr").last.is_visible()
        assert page.pdf().startswith(b"%PDF")


def test_before_and_after(opened: Opened, update: Audit, bias: Audit) -> None:
    with opened(render(bias, compare(update, bias))) as page:
        assert page.locator(".was").all_inner_texts() == [
            "was 9,129",
            "was 16",
            "was 10",
            "was 974",
            "was 50.2 %",
        ]
        row = page.locator("#change tbody tr", has_text="voiceover")
        assert " ".join(row.inner_text().split()) == (
            "Is there a voiceover? no 79.7 75.6–83.2 ▲ confirmed 71.5 67.4–75.3 ▲ confirmed −8.2 still over"
        )
        assert page.locator(".multiple .bar.before").count() > 33


def test_lint_is_summed_up(opened: Opened, small: Audit, full: str) -> None:
    with opened(full) as page:
        told = [" ".join(text.split()) for text in page.locator("#annotations tbody tr").all_inner_texts()]
    assert told == [
        "contradiction 1 error two answers: yes yes at yes, row 5; -5 at b, row 9",
        "logic 1 warning cannot all be true: yes "
        "1 at b, row 1; 2 at b, row 1; 3 at b, row 1; 4 at b, row 1; and 2 more",
        "leakage 0",
    ]
    assert "were not checked" in render(small)
    assert "contradiction" in render(replace(small, lint={"contradiction": 55}))


def test_unread_is_told_before_the_tables(small: Audit) -> None:
    content = render(small)
    assert content.index("a.json, row 3: anser is missing") < content.index('id="templates"')


def test_size_is_bounded(opened: Opened) -> None:
    sizes = []
    for many in (1_000, 5_000):
        cells = {
            Cell(
                f"{at} {'long ' * 2000}",
                (f"{at} {'value ' * 500}",),
                f"{at % 40} {'answer ' * 200}",
                f"s{at % 90}",
            ): 1
            for at in range(many)
        }
        content = render(audit(Counts(cells), inputs=("x" * 5000,) * many, unread=("y" * 5000,) * many))
        sizes.append(len(content))
    assert sizes[1] < 3_000_000
    assert sizes[1] < 1.02 * sizes[0]
    with opened(content, viewport=PHONE) as page:
        assert page.locator("#templates tbody tr").count() == LIMITS["rows"] + LIMITS["folded"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_same_audit_same_page(small: Audit) -> None:
    assert render(small) == render(small)


def test_nothing_to_show(opened: Opened) -> None:
    with opened(render(audit(Counts()))) as page:
        assert page.inner_text("h1") == "There is no question in what was read."
        assert Axe().run(page).violations_count == 0


def test_no_address_is_asked_for(full: str) -> None:
    assert not re.search(r"""(?:src|href|action)=(?!["']?(?:#|data:,))|url\((?!#)|@import""", full)


def test_templates_are_loaded_when_used() -> None:
    code = "import sys, counterpoint.report.html; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
