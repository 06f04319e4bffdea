"""The reference page of the checks, made from the registry."""

from collections.abc import Iterable, Iterator, Sequence

from counterpoint.lint.finding import Check
from counterpoint.lint.logic.answers import SAYS
from counterpoint.lint.logic.rules import RULES
from counterpoint.vocabulary import TEMPLATES

_HEAD = """\
# Lint

`counterpoint lint FILES...` says what is wrong with the annotations themselves. A finding is an `error` (an
answer or a row is wrong), a `warning` (it may be) or a `note` (worth knowing, often by design), and names its
questions with their files and rows. `--json` gives a report whose form is `lint.schema.json`; its `totals`
count the findings of each check. `--fix OUT` writes a mended copy with a log of every change; it changes only
what is certain, and never its input.

From Python: `counterpoint.lint.lint(data)` and `counterpoint.lint.fix(data)`, where `data` is what
`counterpoint.datasets.read` gives.

A question is about a clip, and a clip is a picture with a sound. Rows that show one picture with different
sounds never contradict each other in what is heard.

<!-- Made by `counterpoint.lint.describe()`; a test holds it to the code. -->
"""

_LOGIC = """\
## The rules of `logic`

Each answer is turned into facts (the last table), and facts that cannot all hold are found: bounds on numbers
that cross, or an order that runs in a circle. A finding is a smallest such set of answers: without any one of
them the rest may all be true. It names the rules used to get there, and is an error if all of them hold in
every clip, a warning if one rests on a reading of the wording.

What is heard is a fact about the sound, what is seen about the picture, all else about the two together. What
sounds off screen is heard but not seen, so hearing more than is seen is no contradiction. Where a wording can
be read in several ways, only what holds in all of them is used; a missed contradiction is better than a false
one. Nothing is said of "lowest", which may mean softest or deepest.
"""


def describe(checks: Iterable[Check]) -> str:
    """Return the page, as Markdown."""
    checks = list(checks)
    rows = [(f"`{c.name}`", c.severity, c.summary, c.example, c.mended or "—") for c in checks]
    rules = [(f"`{name}`", rule.severity, rule.statement, rule.example) for name, rule in RULES.items()]
    says = [(template, SAYS[template].words if template in SAYS else "Nothing.") for template in TEMPLATES]
    return "\n".join(
        (
            _HEAD,
            "## Checks\n",
            *_table(("Check", "At worst", "Looks for", "Example", "`--fix`"), rows),
            "",
            _LOGIC,
            *_table(("Rule", "Severity", "Says", "Broken by"), rules),
            "",
            "## What answers say\n",
            "X and Y stand for the values of the slots, in order.\n",
            *_table(("Question", "Its answer says"), says),
            "",
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
