"""Who plays when: entries, pauses and early ends, drawn or as wished."""

from collections.abc import Sequence

from counterpoint.stage.draw import Draw
from counterpoint.stage.wish import Part

ENTRIES = {"together": 40, "apart": 35, "in groups": 25}
"""Weights of how several performers come in."""
MANNERS_OF_STAYING = {"to the end": 60, "stops early": 20, "pauses": 20}
"""Weights of how long one that has come in goes on."""

STEP = 1050
"""Least milliseconds between two entries that are to be told apart."""
TOGETHER = 30
"""Most milliseconds between entries that count as simultaneous."""
PLAY = 1800
"""Least milliseconds of a playing interval."""
REST = 1600
"""Least milliseconds of a rest."""


def timeline(
    seed: int, parts: Sequence[Part], plays: Sequence[bool], length: int
) -> list[list[tuple[int, int]]]:
    """Draw the playing intervals of each, in milliseconds."""
    draw = Draw("timeline", seed)
    ranks = _ranks(draw, parts, plays)
    reserve = PLAY + (REST if any(part.rests for part in parts) else 0)
    always = any(part.entry == 0 and part.rests is False for part in parts)
    entries = _entries(draw, max(ranks, default=0) + 1, length - reserve, opening=not always)
    intervals: list[list[tuple[int, int]]] = []
    for part, rank, playing in zip(parts, ranks, plays, strict=True):
        start = entries[min(rank, len(entries) - 1)] + draw.between(0, TOGETHER)
        staying = draw.weighted(MANNERS_OF_STAYING)
        if part.rests is not None:
            staying = draw.pick(("stops early", "pauses")) if part.rests else "to the end"
        intervals.append(_stay(draw, start, length, staying) if playing else [])
    return intervals


def _ranks(draw: Draw, parts: Sequence[Part], plays: Sequence[bool]) -> list[int]:
    """Draw in which order they come in; equal ranks come in together."""
    wished = [part.entry for part in parts if part.entry is not None]
    if wished:
        return [draw.between(0, max(wished)) if part.entry is None else part.entry for part in parts]
    manner = draw.weighted(ENTRIES)
    groups = {"together": 1, "apart": min(sum(plays), 5), "in groups": min(sum(plays), 2)}[manner]
    order = draw.shuffled(range(len(parts)))
    places = {n: at % max(groups, 1) for at, n in enumerate(n for n in order if plays[n])}
    return [places.get(n, 0) for n in range(len(parts))]


def _entries(draw: Draw, number: int, latest: int, *, opening: bool) -> list[int]:
    """Draw when the ranks come in; ranks for which there is no time come in with the last one."""
    number = min(number, latest // STEP + 1)
    spare = latest - TOGETHER - (number - 1) * STEP
    start = min(draw.between(300, 1200), max(spare, 0)) if opening and draw.chance(30) else 0
    spare = max(spare - start, 0)
    gaps = [draw.between(0, spare // number) for _ in range(number - 1)]
    entries = [start]
    for gap in gaps:
        entries.append(entries[-1] + STEP + gap)
    return entries


def _stay(draw: Draw, start: int, length: int, staying: str) -> list[tuple[int, int]]:
    """Draw the intervals of one that comes in at `start`."""
    if staying == "pauses" and length - start >= 2 * PLAY + REST:
        intervals = []
        for _ in range(1 + draw.below(1 + length // 15_000)):
            if length - start < 2 * PLAY + REST:
                break
            room = (length - start - 2 * PLAY - REST) // 2
            stop = start + PLAY + draw.between(0, room)
            intervals.append((start, stop))
            start = stop + REST + draw.between(0, min(room, 4000))
        return [*intervals, (start, length)]
    if staying != "to the end" and length - start >= PLAY + REST:
        return [(start, draw.between(start + PLAY, length - REST))]
    return [(start, length)]
