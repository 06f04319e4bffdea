"""The check `duplicate`: one question about one clip, with one answer, given several times."""

from collections.abc import Iterator

from counterpoint.lint.asked import alike, answered, asked
from counterpoint.lint.finding import Change, Check, Finding, finding, shown
from counterpoint.records import DataSet, Question


def find(data: DataSet) -> Iterator[Finding]:
    """Yield the sets of rows that say the same; copies in other splits are for `leakage`."""
    for group in _copies(data):
        first = group[0]
        message = f"given {len(group)} times: {shown(first.text)} {shown(first.answer)}"
        yield finding("duplicate", "warning", message, group, fixable=True)


def fix(data: DataSet) -> Iterator[Change]:
    """Remove every copy but the first."""
    for group in _copies(data):
        for copy in group[1:]:
            yield Change("duplicate", copy, None, f"the same as {group[0].place}, which stays")


def _copies(data: DataSet) -> list[list[Question]]:
    return [
        group
        for group in alike(data.questions, lambda q: (q.media, asked(q), answered(q), q.split))
        if len(group) > 1
    ]


CHECK = Check(
    name="duplicate",
    severity="warning",
    summary="The same question about the same clip (picture and sound), with the same answer, in one split.",
    example="“Is there a voiceover?” no, about clip 00001476, stands in rows 12 and 940.",
    find=find,
    fix=fix,
    mended="Keeps the first.",
)
