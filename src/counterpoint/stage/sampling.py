"""Scenes by seed: what a scene is like is drawn from a stated distribution, or fixed by a wish.

Each aspect (who is there, when they play, how loud...) has its own stream of draws, so that a wish for one
aspect leaves the others as they were. Everything is drawn in integers (milliseconds, tenths of LUFS,
hundredths of notes a second): the same seed gives the same scene on any machine.
"""

from collections.abc import Sequence

from counterpoint.errors import InputError
from counterpoint.stage import phrases
from counterpoint.stage.draw import Draw
from counterpoint.stage.scene import (
    HELD_OUT_SOUNDFONT,
    HELD_OUT_STYLE,
    LONGEST,
    MOST,
    SHORTEST,
    SOUNDFONTS,
    STYLES,
    VENUES,
    Performer,
    Scene,
    Voiceover,
)
from counterpoint.stage.timeline import timeline
from counterpoint.stage.wish import ANY, Part, SceneSettings, Wish
from counterpoint.vocabulary import INSTRUMENTS

SEEN = {1: 22, 2: 34, 3: 20, 4: 9, 5: 5, 6: 4, 7: 2, 8: 2, 9: 1, 10: 1}
"""Weights of the number of performers in the picture: small ensembles are common."""
LIKENESS = {"one kind": 30, "some alike": 30, "all different": 40}
"""Weights of how the kinds of several performers are drawn."""
BALANCE = {"equal": 30, "one louder": 30, "one softer": 20, "mixed": 20}
"""Weights of how loud several performers are."""
PACES = ((100, 250), (125, 300), (150, 350))
"""Slow and quick: onsets in 100 seconds."""
FREEDOM = {"strict": 60, "alike": 20, "each its own": 20}
"""Weights of how regular the onsets are."""

DROP = (95, 120)
"""How much softer the softer ones are, in tenths of LUFS: never less than 9.5."""

WORDS = (
    "Good evening, and welcome to our little concert.",
    "Thank you all for coming tonight.",
    "We recorded this piece last summer.",
    "Listen closely to how the tune begins.",
    "Here is a melody that I have always loved.",
    "This is the second take of the morning.",
    "Let me know what you think of it.",
    "The next part is my favourite one.",
    "We have practised this for several weeks.",
    "Please enjoy the music, and stay with us.",
    "This tune was written a long time ago.",
    "Today we play something slow and simple.",
)
"""What is said over the music: nothing that tells an answer."""


def sample(
    seed: int,
    *,
    duration: float = 8.0,
    settings: SceneSettings | None = None,
    wish: Wish = ANY,
    scene_id: str | None = None,
) -> Scene:
    """Draw a scene.

    Parameters
    ----------
    seed
        Any integer: the same one gives the same scene.
    duration
        Seconds, from 6 to 60.
    settings
        How common things are.
    wish
        What is fixed.
    scene_id
        Its id; made of the seed if not given.

    Raises
    ------
    InputError
        If the duration is out of range.
    """
    if not SHORTEST <= duration <= LONGEST:
        raise InputError(
            f"the duration is {duration:g} s", remedy=f"Give {SHORTEST:g} to {LONGEST:g} seconds."
        )
    settings = settings or SceneSettings()
    length = round(duration * 1000)
    kinds, parts, seen = _cast(seed, wish, settings)
    sounds = _sounds(seed, wish, parts, kinds, settings)
    plays = _silences(seed, parts, seen, settings)
    intervals = timeline(seed, parts, plays, length)
    loudness, paces = _loudness(seed, parts), _paces(seed, parts)
    regularity = _regularity(seed, parts)
    positions = _positions(seed, seen)
    shared = phrases.harmony(Draw("harmony", seed))
    performers = []
    for n, kind in enumerate(kinds):
        draw = Draw("player", seed, n)
        notes = [
            note
            for start, end in intervals[n]
            for note in phrases.phrase(draw, sounds[n], start, end, paces[n], regularity[n], shared)
        ]
        performers.append(
            Performer(
                instrument=kind,
                sounds_as=sounds[n],
                position=positions[n] / 1000 if n < seen else None,
                intervals=tuple((start / 1000, end / 1000) for start, end in intervals[n]),
                loudness=loudness[n] / 10,
                rate=paces[n] / 100,
                regularity=regularity[n] / 100,
                notes=tuple(notes),
                voice=Draw("voice", seed, n).below(1000),
                look=Draw("look", seed, n).below(1000),
            )
        )
    return Scene(
        scene_id=scene_id if scene_id is not None else f"stage-{seed}",
        seed=seed,
        duration=length / 1000,
        performers=tuple(performers),
        venue=_venue(seed, wish, settings),
        voiceover=_voiceover(seed, wish, settings, heard=any(plays)),
        style=_one_of(seed, "style", STYLES, HELD_OUT_STYLE, settings),
        soundfont=_one_of(seed, "soundfont", SOUNDFONTS, HELD_OUT_SOUNDFONT, settings),
    )


def _cast(seed: int, wish: Wish, settings: SceneSettings) -> tuple[list[str], list[Part], int]:
    """Draw who is there: the kinds, what is wished of each, and how many of them are seen."""
    draw = Draw("cast", seed)
    wished = wish.parts if wish.parts is not None else (Part(),) * draw.weighted(SEEN)
    pinned = {part.kind for part in wished if isinstance(part.kind, str)}
    new = iter([kind for kind in draw.shuffled(INSTRUMENTS) if kind not in pinned])
    by_number = {number: next(new) for number in sorted({p.kind for p in wished if isinstance(p.kind, int)})}
    likeness = draw.weighted(LIKENESS)
    free: list[str] = []
    kinds: list[str] = []
    for part in wished:
        if isinstance(part.kind, int):
            kinds.append(by_number[part.kind])
        elif isinstance(part.kind, str):
            kinds.append(part.kind)
        else:
            repeated = free and (likeness == "one kind" or (likeness == "some alike" and draw.chance(60)))
            free.append(draw.pick(free) if repeated else next(new))
            kinds.append(free[-1])
    parts = list(wished)
    if wish.more:
        others = min(draw.weighted({0: 50, 1: 30, 2: 15, 3: 5}), MOST - len(parts) - (wish.offscreen or 0))
        kinds += [next(new) for _ in range(others)]
        parts += [Part()] * others
    if wish.mirrored and Draw("mirrored", seed).chance(50):
        kinds.reverse()
        parts.reverse()
    seen, hidden = len(parts), wish.offscreen
    if hidden is None:
        wanted = Draw("offscreen", seed).chance(settings.offscreen) and not _mismatched(seed, wish, settings)
        hidden = min(draw.weighted({1: 80, 2: 20}), MOST - seen) if wanted else 0
    kinds += [draw.pick(kinds) if draw.chance(30) else next(new) for _ in range(hidden)]
    return kinds, parts + [Part(sounds=True)] * hidden, seen


def _mismatched(seed: int, wish: Wish, settings: SceneSettings) -> bool:
    drawn = Draw("mismatched", seed).chance(settings.mismatched) and not wish.offscreen
    return drawn if wish.mismatched is None else wish.mismatched


def _sounds(
    seed: int, wish: Wish, parts: Sequence[Part], kinds: Sequence[str], settings: SceneSettings
) -> list[str]:
    """Draw what each is heard as: itself, or in a mismatched scene a kind that is not seen."""
    if not _mismatched(seed, wish, settings) or all(part.sounds is False for part in parts):
        return list(kinds)
    others = [kind for kind in Draw("sounds", seed).shuffled(INSTRUMENTS) if kind not in kinds]
    heard = dict(zip(dict.fromkeys(kinds), others, strict=False))
    return [heard[kind] for kind in kinds]


def _silences(seed: int, parts: Sequence[Part], seen: int, settings: SceneSettings) -> list[bool]:
    """Draw who plays: at least one does, unless all are wished to be silent."""
    draw = Draw("silent", seed)
    free = [n for n, part in enumerate(parts[:seen]) if part.sounds is None]
    others = any(part.sounds for part in parts)
    most = len(free) if others else len(free) - 1
    silent: set[int] = set()
    if most > 0 and draw.chance(settings.silent):
        silent = set(draw.shuffled(free)[: draw.between(1, most)])
    return [n not in silent if part.sounds is None else part.sounds for n, part in enumerate(parts)]


def _loudness(seed: int, parts: Sequence[Part]) -> list[int]:
    """Draw loudness in tenths of LUFS: loud or soft, with a clear drop between the two."""
    draw = Draw("loudness", seed)
    loud, drop = draw.between(-170, -140), draw.between(*DROP)
    chosen = _two(draw, [part.loud for part in parts], BALANCE)
    return [loud if high else loud - drop for high in chosen]


def _paces(seed: int, parts: Sequence[Part]) -> list[int]:
    """Draw onsets in 100 seconds: quick or slow, with a clear ratio between the two."""
    draw = Draw("paces", seed)
    slow, quick = draw.pick(PACES)
    chosen = _two(draw, [part.quick for part in parts], {"equal": 35, "mixed": 65})
    if len(set(chosen)) == 1 and all(part.quick is None for part in parts):
        return [draw.pick((slow, quick))] * len(parts)
    return [quick if high else slow for high in chosen]


def _two(draw: Draw, wished: Sequence[bool | None], patterns: dict[str, int]) -> list[bool]:
    """Draw which are the high ones of two levels, where that is not wished."""
    pattern, odd = draw.weighted(patterns), draw.below(max(len(wished), 1))
    if any(wish is not None for wish in wished):
        pattern = "mixed"
    drawn = {
        "equal": [True] * len(wished),
        "one louder": [n == odd for n in range(len(wished))],
        "one softer": [n != odd for n in range(len(wished))],
        "mixed": [draw.chance(50) for _ in wished],
    }[pattern]
    return [value if wish is None else wish for wish, value in zip(wished, drawn, strict=True)]


def _regularity(seed: int, parts: Sequence[Part]) -> list[int]:
    """Draw regularity in percent."""
    draw = Draw("regularity", seed)
    freedom = draw.weighted(FREEDOM)
    if freedom == "each its own" and all(part.quick is None for part in parts):
        return [draw.pick((100, 80, 60)) for _ in parts]
    return [100 if freedom == "strict" else draw.pick((80, 60))] * len(parts)


def _positions(seed: int, seen: int) -> list[int]:
    """Draw where they stand, from left to right, in thousandths of the picture's width."""
    draw = Draw("positions", seed)
    centres, sway = {1: ([500], 60), 2: ([290, 710], 40), 3: ([180, 500, 820], 30)}.get(
        seen, ([(2 * n + 1) * 500 // seen for n in range(seen)], 60 // seen)
    )
    return [centre + draw.between(-sway, sway) for centre in centres]


def _venue(seed: int, wish: Wish, settings: SceneSettings) -> str:
    drawn = VENUES[Draw("venue", seed).chance(settings.outdoor)]
    return wish.venue if wish.venue is not None else drawn


def _voiceover(seed: int, wish: Wish, settings: SceneSettings, *, heard: bool) -> Voiceover | None:
    """Draw a voiceover; where nobody plays somebody must speak, so that there is a sound."""
    draw = Draw("voiceover", seed)
    wanted = draw.chance(settings.voiceover)
    if wish.voiceover is not None:
        wanted = wish.voiceover
    spoken = Voiceover(draw.pick(WORDS), draw.below(1000), draw.between(300, 1500) / 1000)
    return spoken if wanted or not heard else None


def _one_of(seed: int, aspect: str, names: Sequence[str], held_out: str, settings: SceneSettings) -> str:
    """Draw a style or a set of sounds."""
    if settings.held_out:
        return held_out
    return Draw(aspect, seed).pick([name for name in names if name != held_out])


__all__ = ["ANY", "Part", "SceneSettings", "Wish", "sample"]
