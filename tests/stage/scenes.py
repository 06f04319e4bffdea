"""Scenes written by hand, for the tests of what is seen and of files."""

from counterpoint.stage.scene import Note, Performer, Scene, Voiceover


def player(
    instrument: str,
    position: float | None = 0.5,
    *,
    intervals: tuple[tuple[float, float], ...] = (),
    rate: float = 2.0,
    look: int = 3,
    sounds_as: str = "",
) -> Performer:
    """Return a player who plays the same few notes over and over, on a strict beat, while it plays."""
    step = 1 / rate
    notes = [
        Note(round(start + n * step, 3), round(step * 0.9, 3), 60 + 3 * (n % 3), 96)
        for start, end in intervals
        for n in range(round((end - start) * rate))
    ]
    return Performer(
        instrument=instrument,
        sounds_as=sounds_as or instrument,
        position=position,
        intervals=intervals,
        loudness=-20.0,
        rate=rate,
        regularity=1.0,
        notes=tuple(notes),
        voice=0,
        look=look,
    )


def scene(
    *players: Performer,
    seed: int = 1,
    duration: float = 6.0,
    style: str = "flat",
    venue: str = "indoor",
    voiceover: Voiceover | None = None,
) -> Scene:
    """Return a scene of these players."""
    return Scene(
        scene_id=f"scene-{seed}",
        seed=seed,
        duration=duration,
        performers=players,
        venue=venue,
        voiceover=voiceover,
        style=style,
        soundfont="main",
    )
