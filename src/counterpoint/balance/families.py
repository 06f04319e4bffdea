"""Families: videos that must stay together, because one was made from the other."""

from collections.abc import Iterable

from counterpoint.records import Question


def families(questions: Iterable[Question]) -> dict[str, str]:
    """Return the family of each video: the first id of those that clips or derivations join.

    A clip joins its picture and its sound, and both to the video that it was derived from.
    """
    parent: dict[str, str] = {}

    def root(video: str) -> str:
        parent.setdefault(video, video)
        while parent[video] != video:
            parent[video] = parent[parent[video]]
            video = parent[video]
        return video

    for question in questions:
        for video in (question.sound, question.source):
            if video:
                one, other = sorted((root(question.picture), root(video)))
                parent[other] = one
    return {video: root(video) for video in parent}
