"""Audits to report on: small ones made here, a hostile one, and the real ones."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from counterpoint.bias.audit import Audit, audit
from counterpoint.bias.counts import Cell, Counts, count_questions
from counterpoint.datasets import read

HOSTILE = (
    "<script>window.harmed = 1</script>",
    "<img src=x onerror='window.harmed = 2'>",
    '"><svg onload="window.harmed = 3">',
    "{{ 7 * 191 }} {% raw %}",
    '=HYPERLINK("http://example.org")',
    "[red]rich[/red] [link=http://example.org]markup[/link]",
    "a | `b` \\| *c* ![d](http://example.org/e.png) @f",
    "bell \x07 escape \x1b[2J null \x00 line\r\nbreak",
    "right to left \u202e override \u2066 isolate",
    "half a pair \ud800",
    "long " * 2000,
    "unbroken" * 1250,
    "</style></title></table>",
)
"""What a template, a slot value, an answer or a split may be."""


def made(answers: Mapping[str, Mapping[str, int]], split: str = "test", **options: object) -> Audit:
    """Audit counts given as {template: {answer: n}}."""
    cells = {Cell(text, (), a, split): n for text, each in answers.items() for a, n in each.items()}
    return audit(Counts(cells), **options)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def small() -> Audit:
    """Two splits, four templates: confirmed, flagged, within, and one that nothing mends."""
    cells = {
        Cell("Is there a <Object> sound?", ("cello",), "yes", "test"): 90,
        Cell("Is there a <Object> sound?", ("flute",), "no", "test"): 10,
        Cell("Is there a voiceover?", (), "yes", "val"): 7,
        Cell("Is there a voiceover?", (), "no", "test"): 3,
        Cell("Where is the <LL> instrument?", ("left",), "left", "test"): 5,
        Cell("Where is the <LL> instrument?", ("left",), "right", "val"): 5,
        Cell("What is this?", (), "noise", "val"): 4,
    }
    return audit(
        Counts(cells),
        inputs=("a.json",),
        unread=("a.json, row 3: anser is missing",),
        vocabulary={"What is this?": ("noise",)},
    )


@pytest.fixture(scope="session")
def hostile() -> Audit:
    """Every text that comes from data is hostile."""
    cells = {
        Cell(text, (HOSTILE[at - 1],), answer, HOSTILE[at - 2]): 1 + at
        for at, text in enumerate(HOSTILE)
        for answer in (HOSTILE[at - 3], HOSTILE[at - 4])
    }
    return audit(Counts(cells), inputs=HOSTILE, unread=HOSTILE)


@pytest.fixture(scope="session")
def update(music_avqa: Path) -> Audit:
    """The real v1-update test split."""
    return _real(music_avqa / "v1-update-test.json")


@pytest.fixture(scope="session")
def bias(music_avqa: Path) -> Audit:
    """The real v2.0 bias val and test splits."""
    return _real(music_avqa / "v2-bias-val.json", music_avqa / "v2-bias-test.json")


def _real(*paths: Path) -> Audit:
    data = read(paths)
    return audit(
        count_questions(data.questions), vocabulary=data.vocabulary, inputs=tuple(path.name for path in paths)
    )


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
