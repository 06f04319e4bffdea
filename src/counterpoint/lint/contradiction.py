"""The check `contradiction`: one question about one clip, with different answers."""

from collections.abc import Iterator

from counterpoint.lint.asked import alike, answered, asked
from counterpoint.lint.finding import Change, Check, Finding, finding, shown
from counterpoint.records import DataSet, Question


def find(data: DataSet) -> Iterator[Finding]:
    """Yield the sets of rows that answer one question about one clip differently."""
    for group in _conflicts(data):
        answers = ", ".join(dict.fromkeys(shown(question.answer) for question in group))
        message = f"answered {answers}: {shown(group[0].text)}"
        yield finding("contradiction", "error", message, group, fixable=True)


def fix(data: DataSet) -> Iterator[Change]:
    """Remove every side: nothing in the data tells which is right."""
    for group in _conflicts(data):
        others = {answered(question): question for question in reversed(group)}
        for question in group:
            other = next(o for answer, o in others.items() if answer != answered(question))
            reason = (
                f"contradicts {other.place}, which answers {shown(other.answer)!r}; "
                "there is no way to know which is right, so all sides go"
            )
            yield Change("contradiction", question, None, reason)


def _conflicts(data: DataSet) -> list[list[Question]]:
    return [
        group
        for group in alike(data.questions, lambda q: (q.media, asked(q)))
        if len(group) > 1 and len({answered(question) for question in group}) > 1
    ]


CHECK = Check(
    name="contradiction",
    severity="error",
    summary="The same question about the same clip (picture and sound), with different answers. "
    "“Are there A and B” and “are there B and A” are the same question; "
    "a picture with another video's sound is another clip.",
    example="“How many sounding bagpipe in the video?” is answered two and four.",
    find=find,
    fix=fix,
    mended="Removes all sides: nothing tells which is right.",
)
