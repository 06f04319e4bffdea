"""The check `leakage`: clips and questions that several splits share."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from counterpoint.lint.asked import alike, asked
from counterpoint.lint.finding import Check, Finding, finding, shown
from counterpoint.records import DataSet, Question

FLIPPED = "_flip"
"""How the ids of MUSIC-AVQA's mirrored clips end."""
SHOWN = 3


def find(data: DataSet) -> Iterator[Finding]:
    """Yield what splits share: each question, and, for each set of splits, the clips and the videos."""
    if len({question.split for question in data.questions}) > 1:
        yield from _questions(data.questions)
        yield from _clips(data.questions)
        yield from _videos(data.questions)


def _questions(questions: Iterable[Question]) -> Iterator[Finding]:
    for group in _shared(alike(questions, lambda q: (q.media, asked(q)))):
        message = f"asked of one clip in {_splits(group)}: {shown(group[0].text)}"
        yield finding("leakage", "warning", message, group, rule="question")


def _clips(questions: Iterable[Question]) -> Iterator[Finding]:
    shared = _shared(alike(questions, lambda q: q.media))
    yield from _together(shared, "clip", "clips occur")


def _videos(questions: Iterable[Question]) -> Iterator[Finding]:
    """Yield videos that splits share in different clips: mirrored, or with another sound."""
    by_video: dict[str, list[Question]] = {}
    for question in questions:
        for video in dict.fromkeys(videos(question)):
            by_video.setdefault(video, []).append(question)
    derived = [group for group in by_video.values() if len({question.media for question in group}) > 1]
    yield from _together(_shared(derived), "video", "videos occur, in different clips,")


def videos(question: Question) -> tuple[str, ...]:
    """Return the videos that a clip was made from.

    >>> videos(Question(picture="iveNvQ4jCis_flip", template="Is there a voiceover?", answer="no"))
    ('iveNvQ4jCis', 'iveNvQ4jCis')
    """
    seen = question.source or question.picture.removesuffix(FLIPPED)
    return seen, seen if question.sound == question.picture else question.sound.removesuffix(FLIPPED)


def _shared(groups: Iterable[list[Question]]) -> list[list[Question]]:
    return [group for group in groups if len({question.split for question in group}) > 1]


def _together(groups: list[list[Question]], rule: str, occur: str) -> Iterator[Finding]:
    """Yield one finding for each set of splits, which names one question of each clip and split."""
    for splits, members in groupby(sorted(groups, key=_splits), key=_splits):
        clips = list(members)
        firsts = [question for clip in clips for question in _one_a_split(clip)]
        some = ", ".join(shown(clip[0].picture, 40) for clip in clips[:SHOWN])
        more = ", …" if len(clips) > SHOWN else ""
        message = f"{len(clips):,} {occur} in {splits}: {some}{more}"
        yield finding("leakage", "note", message, firsts, rule=rule)


def _one_a_split(questions: Iterable[Question]) -> Iterable[Question]:
    firsts: dict[str, Question] = {}
    for question in questions:
        firsts.setdefault(question.split, question)
    return firsts.values()


def _splits(questions: Iterable[Question]) -> str:
    names = sorted({shown(question.split, 40) or "(no split)" for question in questions})
    return " and ".join((", ".join(names[:-1]), names[-1]))


CHECK = Check(
    name="leakage",
    severity="warning",
    summary="What several splits share. A question asked of one clip in several splits is a warning each. "
    "Clips, and videos in different clips (mirrored, or with another sound), are one note for each set of "
    "splits, which names one question of each clip and split: MUSIC-AVQA splits questions, not videos.",
    example="“Is there a voiceover?” is asked of clip 00001476 in train and test.",
    find=find,
)
