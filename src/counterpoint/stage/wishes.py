"""Wishes by answer: for each question and each answer, a scene that asks it with that answer.

Drawing scenes by wish meets a want for rare answers directly, where drawing at random and throwing away
would take long.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from counterpoint.stage.sampling import Part, Wish
from counterpoint.vocabulary import INSTRUMENTS, NUMBERS, PLACES, TEMPLATES


def wish_for(template: str, answer: str) -> Wish | None:
    """Return what to wish of a scene so that the template can be asked of it with this answer.

    None if no scene gives the answer: there are at most ten performers, and at least one is seen.
    """
    return WISHES[template].get(answer)


def reachable(template: str) -> tuple[str, ...]:
    """Return the allowed answers of a template that some scene gives."""
    return tuple(answer for answer in TEMPLATES[template].answers if answer in WISHES[template])


def _scene(*parts: Part, more: bool = False) -> Wish:
    """Return the wish for performers, seen and heard without disturbance."""
    return Wish(parts=parts, more=more, offscreen=0, mismatched=False)


def _players(count: int, like: Part) -> tuple[Part, ...]:
    """Return performers of one kind."""
    return (like,) * count


def _counts(first: int, wish: Callable[[int], Wish]) -> dict[str, Wish]:
    """Return a wish for each number from `first` to ten."""
    return {NUMBERS[n]: wish(n) for n in range(first, 11)}


def _instruments(wish: Callable[[str], Wish]) -> dict[str, Wish]:
    """Return a wish for each instrument, either way round."""
    return {kind: replace(wish(kind), mirrored=True) for kind in INSTRUMENTS}


def _duel(yes: Part, no: Part, *, more: bool = False) -> dict[str, Wish]:
    """Return the wish for two players that differ; asked both ways they give both answers."""
    wish = replace(_scene(yes, no, more=more), mirrored=True)
    return {"yes": wish, "no": wish}


def _standing_out(
    out: Mapping[str, bool | int], rest: Mapping[str, bool | int], same: bool = False
) -> dict[str, Wish]:
    """Return wishes for one player that stands out, at each place; of several kinds, or all the same."""

    def wish(count: int, at: int) -> Wish:
        return _scene(
            *(Part(kind=0 if same else n, **(out if n == at else rest)) for n in range(count))  # type: ignore[arg-type]
        )

    return dict(zip(PLACES, (wish(2, 0), wish(3, 1), wish(2, 1)), strict=True))


_SILENT = Wish(parts=(Part(sounds=False),), offscreen=0, mismatched=False, voiceover=True)
_SEEN = Part(sounds=True)
_PLAYING = Part(kind=0, sounds=True)
_FIRST, _SECOND = Part(kind=0, sounds=True, entry=0), Part(kind=1, sounds=True, entry=1)
_LOUD, _SOFT = Part(kind=0, sounds=True, loud=True), Part(kind=1, sounds=True, loud=False)
_QUICK, _SLOW = Part(kind=0, sounds=True, quick=True), Part(kind=1, sounds=True, quick=False)
_LONG = Part(kind=0, sounds=True, entry=0, rests=False)
_SHORT = Part(kind=1, sounds=True, entry=0, rests=True)
_ENTERS, _IS_IN = {"sounds": True, "entry": 0}, {"sounds": True, "entry": 1}
_TWO_KINDS = (Part(kind=0), Part(kind=1))

WISHES: Mapping[str, Mapping[str, Wish]] = {
    "Is there a <Object> sound?": {"yes": Wish(), "no": Wish()},
    "Are there <Object> and <Object> sound?": {
        "yes": Wish(parts=(Part(kind=0, sounds=True), Part(kind=1, sounds=True)), more=True),
        "no": Wish(),
    },
    "How many musical instruments were heard throughout the video?": {
        "zero": _SILENT,
        **_counts(1, lambda n: Wish(parts=(_SEEN,) * n, offscreen=0)),
    },
    "Is the <Object> louder than the <Object>?": _duel(_LOUD, _SOFT, more=True),
    "Is the <Object> more rhythmic than the <Object>?": _duel(_QUICK, _SLOW, more=True),
    "Is the <Object> playing longer than the <Object>?": _duel(_LONG, _SHORT, more=True),
    "Is there a <Object> in the entire video?": {"yes": Wish(), "no": Wish()},
    "Are there <Object> and <Object> instruments in the video?": {
        "yes": Wish(parts=_TWO_KINDS, more=True),
        "no": Wish(),
    },
    "How many <Object> are in the entire video?": {
        "zero": Wish(),
        **_counts(1, lambda n: Wish(parts=_players(n, Part(kind=0)), more=True)),
    },
    "How many types of musical instruments appeared in the entire video?": _counts(
        1, lambda n: Wish(parts=tuple(Part(kind=k) for k in range(n)))
    ),
    "Where is the performance?": {
        "indoor": Wish(venue="indoor"),
        "outdoor": Wish(venue="outdoor"),
    },
    "What is the instrument on the <LR> of <Object>?": _instruments(
        lambda kind: Wish(parts=(Part(kind=kind), Part(kind=0)))
    ),
    "What kind of instrument is the <LRer> instrument?": _instruments(
        lambda kind: Wish(parts=(Part(kind=kind), Part()), more=True)
    ),
    "What kind of musical instrument is it?": _instruments(lambda kind: Wish(parts=(Part(kind=kind),))),
    "Is there a voiceover?": {
        "yes": Wish(voiceover=True),
        "no": Wish(parts=(_SEEN,), more=True, voiceover=False),
    },
    "Is this sound from the instrument in the video?": {
        "yes": _scene(_SEEN, more=True),
        "no": Wish(parts=(_SEEN,), more=True, mismatched=True),
    },
    "Is the <Object> in the video always playing?": {
        "yes": _scene(_LONG, more=True),
        "no": _scene(_SHORT, more=True),
    },
    "How many instruments are sounding in the video?": {
        "zero": _SILENT,
        **_counts(1, lambda n: _scene(*(_SEEN,) * n)),
    },
    "How many instruments in the video did not sound from beginning to end?": {
        "zero": _scene(_SEEN, _SEEN),
        **_counts(1, lambda n: _scene(*(Part(sounds=False),) * n, *(_SEEN,) * (n < 10))),
    },
    "How many sounding <Object> in the video?": {
        "zero": Wish(mismatched=False),
        **_counts(1, lambda n: _scene(*_players(n, _PLAYING), more=True)),
    },
    "How many types of musical instruments sound in the video?": {
        "zero": _SILENT,
        **_counts(1, lambda n: _scene(*(Part(kind=k, sounds=True) for k in range(n)))),
    },
    "Where is the <LL> instrument?": _standing_out(
        {"sounds": True, "loud": True}, {"sounds": True, "loud": False}
    ),
    "Is the <FL> sound coming from the <LR> instrument?": _duel(_FIRST, _SECOND),
    "What is the <LR> instrument of the <FL> sounding instrument?": _instruments(
        lambda kind: _scene(Part(kind=kind, sounds=True, entry=1), Part(kind=0, sounds=True, entry=0))
    ),
    "Which is the musical instrument that sounds at the same time as the <Object>?": _instruments(
        lambda kind: _scene(Part(kind=kind, sounds=True, entry=0, rests=False), _LONG)
    ),
    "Is the instrument on the <LR> louder than the instrument on the <LR>?": _duel(_LOUD, _SOFT),
    "Is the instrument on the <LR> more rhythmic than the instrument on the <LR>?": _duel(_QUICK, _SLOW),
    "Is the <Object> on the <LR> louder than the <Object> on the <LR>?": _duel(_LOUD, _SOFT),
    "Is the <Object> on the <LR> more rhythmic than the <Object> on the <LR>?": _duel(_QUICK, _SLOW),
    "What is the <TH> instrument that comes in?": _instruments(
        lambda kind: _scene(Part(kind=0, sounds=True, entry=0), Part(kind=kind, sounds=True, entry=1))
    ),
    "Which instrument makes sounds <BA> the <Object>?": _instruments(
        lambda kind: _scene(Part(kind=kind, sounds=True, entry=1), Part(kind=0, sounds=True, entry=0))
    ),
    "Which <Object> makes the sound <FL>?": {
        **_standing_out(_ENTERS, _IS_IN, same=True),
        "simultaneously": _scene(*_players(2, _FIRST)),
    },
    "Where is the <FL> sounding instrument?": _standing_out(_ENTERS, _IS_IN),
}
"""Per template and answer, what to wish. An answer that is missing here is out of reach."""
