"""What can be fixed of a scene before it is drawn: how common things are, and wishes for one scene."""

from dataclasses import dataclass, fields

from counterpoint.errors import InputError
from counterpoint.stage.scene import MOST
from counterpoint.vocabulary import INSTRUMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSettings:
    """How common things are, in percent of scenes, where no wish fixes them."""

    held_out: bool = False
    """Use the art style and the set of sounds that are used nowhere else."""
    silent: int = 35
    """Some of several performers stay silent."""
    offscreen: int = 10
    """Somebody plays off-screen."""
    mismatched: int = 12
    """The sound is that of other instruments."""
    voiceover: int = 25
    outdoor: int = 35

    def __post_init__(self) -> None:
        for field in fields(self)[1:]:
            if not 0 <= getattr(self, field.name) <= 100:
                raise InputError(
                    f"{field.name} is {getattr(self, field.name)}", remedy="Give a percentage from 0 to 100."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is wished of one performer; None leaves it to the draw.

    Entries and rests are granted as far as the clip has time: six entries, or five and rests, in 8 s.
    """

    kind: str | int | None = None
    """An instrument; or a number: parts with one number are of one kind, with others of other kinds."""
    sounds: bool | None = None
    """Whether it plays at all."""
    entry: int | None = None
    """Rank of its first sound: equal ranks start together, others at least a second apart."""
    rests: bool | None = None
    """True: it is clearly silent for a while; False: it plays from its entry to the end. Who enters first
    and does not rest plays always."""
    loud: bool | None = None
    """Louder or softer than the others, clearly."""
    quick: bool | None = None
    """Quicker or slower than the others, clearly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wished of a scene; None leaves it to the draw."""

    parts: tuple[Part, ...] | None = None
    """The performers in the picture, from left to right."""
    more: bool = False
    """Whether others, of other kinds, may stand to the right of `parts`."""
    mirrored: bool = False
    """Whether the whole row may stand mirrored instead, so that the place tells nothing."""
    offscreen: int | None = None
    """How many play off-screen."""
    mismatched: bool | None = None
    voiceover: bool | None = None
    venue: str | None = None

    def __post_init__(self) -> None:
        parts = self.parts if self.parts is not None else (Part(),)
        names = {part.kind for part in parts if isinstance(part.kind, str)}
        if not 1 <= len(parts) + (self.offscreen or 0) <= MOST or not parts:
            raise InputError("the wish has no performer, or too many", remedy=f"Wish for 1 to {MOST}.")
        if names - set(INSTRUMENTS):
            raise InputError(f"no instrument is called {min(names - set(INSTRUMENTS))!r}")
        if self.mismatched and self.offscreen:
            raise InputError("the wish is for mismatched sound and for somebody off-screen")


ANY = Wish()
