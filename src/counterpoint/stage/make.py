"""Many clips with their questions: drawn by seed, rendered in parallel, resumable."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

import joblib
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from counterpoint import __version__, datasets
from counterpoint.errors import InputError
from counterpoint.output import written
from counterpoint.records import DataSet, Question
from counterpoint.stage import answers as distributions
from counterpoint.stage import manifest as manifests
from counterpoint.stage.draw import Draw
from counterpoint.stage.manifest import CLIPS
from counterpoint.stage.render import Rendered, Spent, check, encode
from counterpoint.stage.sampling import SceneSettings
from counterpoint.stage.scene import from_json, to_json

SPLITS = (("train", 70), ("val", 10), ("test", 20))
"""The splits, and percent of the clips in each; all questions of a clip are in its split."""
BACKENDS = {"loky": "generator_unordered", "dask": "generator_unordered", "ray": "list"}
"""Where clips can be rendered: processes of this machine, a Dask cluster, a Ray cluster; and how joblib
hands back what they rendered."""
_MODULES = {"dask": "distributed", "ray": "ray.util.joblib"}
_PACKAGES = {"dask": "'dask[distributed]'", "ray": "ray"}
LIBRARIES = ("av", "numpy", "scipy", "thorvg-python")
"""Packages whose version may change what is seen or heard."""
SCENES = "scenes.jsonl"
QUESTIONS = "questions.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    folder: Path
    clips: int
    questions: int
    rendered: int
    """Clips rendered now; the others were there."""
    unmet: tuple[distributions.Unmet, ...]
    """Answers whose share is not as wanted."""
    spent: Spent
    """Seconds of work on the clips rendered now, added up over processes."""
    seconds: float
    """Seconds that it took in all."""


def make(
    out: Path,
    clips: int,
    seed: int = 0,
    *,
    size: int = 224,
    fps: int = 8,
    rate: int = 16_000,
    duration: float = 8.0,
    answers: str | Path = "natural",
    per_clip: int = 6,
    settings: SceneSettings | None = None,
    backend: str | None = None,
    jobs: int | None = None,
    console: Console | None = None,
) -> Made:
    """Make a folder of clips, their ground truth and their questions.

    In `out` come `clips/ID.mp4`, `scenes.jsonl` (ground truth), `questions.json` (in MUSIC-AVQA's layout,
        with
    splits) and `manifest.json` (settings, library versions,
        and size and SHA-256 of each file). A run that was
    cut off goes on where it stopped when it is repeated, and ends with the same files.

    Parameters
    ----------
    out
        The folder; made if it is not there.
    clips, seed, duration, per_clip, settings
        Which clips, and how many questions of each; see `answers.draw_clips`.
    size, fps, rate
        See `render.render`.
    answers
        `natural`, `balanced`, or a file whose answer shares to follow; see `answers.like`.
    backend
        Of `BACKENDS`; processes of this machine if not given.
    jobs
        Clips rendered at once; as many as there are cores if not given.
    console
        Where progress is shown; nowhere if not given.

    Raises
    ------
    InputError
        If a setting is impossible, the folder holds something else, the disk is full, or it is interrupted.
    """
    start = perf_counter()
    check(size=size, fps=fps, rate=rate)
    _check_backend(backend)
    wanted = _target(answers)
    plan = {
        "clips": clips, "seed": seed, "size": size, "fps": fps, "rate": rate, "duration": duration,
        "answers": _named(answers), "per_clip": per_clip, "scenes": _fields(settings or SceneSettings()),
    }  # fmt: skip
    manifest = {"counterpoint": __version__, "libraries": _versions(), "settings": plan}
    drawn = distributions.draw_clips(
        clips, seed=seed, wanted=wanted, per_clip=per_clip, duration=duration, settings=settings
    )
    known = manifests.begun(out, manifest)
    names, questions = _write_truth(out, drawn)
    missing = [name for name in names if not _sound_copy(out, name, known)]
    spent = _render(out, missing, {"size": size, "fps": fps, "rate": rate}, backend, jobs, console)
    files = [f"{CLIPS}/{name}.mp4" for name in names]
    manifests.write(
        out, {**manifest, "complete": True, "files": manifests.digests(out, [SCENES, QUESTIONS, *files])}
    )
    unmet = tuple(distributions.unmet(wanted, questions)) if wanted else ()
    return Made(out, len(names), len(questions), len(missing), unmet, spent, perf_counter() - start)


def split_of(seed: int, number: int) -> str:
    """Return the split that a clip of a set belongs to."""
    drawn = Draw("split", seed, number).below(100)
    for name, share in SPLITS:
        if drawn < share:
            return name
        drawn -= share
    raise AssertionError("the shares of the splits make 100")


def _target(answers: str | Path) -> distributions.Target | None:
    if answers == "natural":
        return None
    return distributions.balanced() if answers == "balanced" else distributions.like(answers)


def _named(answers: str | Path) -> str:
    """Return what identifies the wanted answers: a name, or the digest of a file."""
    if answers in ("natural", "balanced"):
        return str(answers)
    return "like sha256:" + hashlib.sha256(Path(answers).read_bytes()).hexdigest()


def _fields(settings: SceneSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _write_truth(out: Path, drawn: Iterator[distributions.Clip]) -> tuple[list[str], list[Question]]:
    """Write scenes and questions; return the ids of the clips, and the questions."""
    names: list[str] = []
    questions: list[Question] = []
    with written(out / SCENES) as temporary, temporary.open("w", encoding="utf-8") as lines:
        for scene, asked in drawn:
            split = split_of(scene.seed, len(names))
            lines.write(to_json(scene).rstrip("\n") + "\n")
            names.append(scene.scene_id)
            questions += [replace(question, split=split) for question in asked]
    datasets.write(DataSet(questions=tuple(questions)), out / QUESTIONS, format="music-avqa")
    return names, questions


def _sound_copy(out: Path, name: str, known: dict[str, dict[str, Any]]) -> bool:
    """Whether a clip is there: whole, since it has its final name, and as the manifest says if it says so."""
    path = out / CLIPS / f"{name}.mp4"
    said = known.get(f"{CLIPS}/{name}.mp4")
    return path.is_file() and (said is None or said == manifests.digest(path))


def _render(
    out: Path,
    names: Sequence[str],
    how: dict[str, int],
    backend: str | None,
    jobs: int | None,
    console: Console | None,
) -> Spent:
    """Render the clips that are missing, and return the seconds of work."""
    wanted = set(names)
    total = Spent()
    columns = (
        TextColumn("rendering"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"),
            TimeRemainingColumn(),
    )  # fmt: skip
    start = perf_counter()
    done = 0
    try:
        with _at(backend), Progress(*columns, console=console, disable=console is None) as progress:
            task = progress.add_task("", total=len(names), pace="")
            parallel = joblib.Parallel(n_jobs=jobs or -1, return_as=BACKENDS[backend or "loky"])
            work = (
                joblib.delayed(_rendered)(name, line, how) for name, line in _lines(out) if name in wanted
            )
            for name, clip in parallel(work):
                with written(out / CLIPS / f"{name}.mp4") as temporary:
                    temporary.write_bytes(clip.content)
                total = Spent(*(a + b for a, b in zip(total, clip.spent, strict=True)))
                done += 1
                pace = f"{60 * done / (perf_counter() - start):.0f} clips a minute"
                progress.update(task, advance=1, pace=pace)
    except KeyboardInterrupt:
        raise InputError(
            f"interrupted after {done} of {len(names)} clips",
            where=str(out),
            remedy="Repeat the command: it goes on where it stopped.",
        ) from None
    return total


def _lines(out: Path) -> Iterator[tuple[str, str]]:
    with (out / SCENES).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["scene_id"], line


def _rendered(name: str, line: str, how: dict[str, int]) -> tuple[str, Rendered]:
    return name, encode(from_json(line), **how)


@contextmanager
def _at(backend: str | None) -> Iterator[None]:
    """Let joblib render at a place.

    A Dask or Ray cluster is found as these libraries find it: a client made before, or the address in
    `DASK_SCHEDULER_ADDRESS` or `RAY_ADDRESS`; without one, they start one on this machine.
    """
    with ExitStack() as stack:
        if backend == "dask":
            distributed = import_module("distributed")
            try:
                distributed.get_client()
            except ValueError:
                stack.enter_context(distributed.Client())
        if backend == "ray":
            import_module("ray.util.joblib").register_ray()
        if backend is not None:
            stack.enter_context(joblib.parallel_config(backend=backend))
        yield


def _check_backend(backend: str | None) -> None:
    if backend is None:
        return
    if backend not in BACKENDS:
        raise InputError(f"there is no backend {backend!r}", remedy=f"Give one of {', '.join(BACKENDS)}.")
    try:
        import_module(_MODULES.get(backend, "joblib"))
    except ImportError:
        raise InputError(
            f"{backend} is not installed", remedy=f"Install it: pip install {_PACKAGES[backend]}"
        ) from None
