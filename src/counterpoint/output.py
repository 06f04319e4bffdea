"""Writing files: under a temporary name first, and never over an input."""

import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counterpoint.errors import InputError


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`, which takes its place if the block succeeds.

    A link is followed, and a file that is replaced leaves its permissions to the new one. What is no
    regular file, such as `/dev/stdout` or a pipe, is written to at the end and never replaced.

    Raises
    ------
    InputError
        If the folder does not exist or cannot be written to.
    """
    try:
        if _is_stream(path):
            with tempfile.TemporaryDirectory() as folder:
                temporary = Path(folder, path.name)
                yield temporary
                with temporary.open("rb") as source, path.open("wb") as sink:
                    shutil.copyfileobj(source, sink)
        else:
            target = path.resolve()
            temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}{target.suffix}")
            temporary.touch(mode=0o666, exist_ok=False)
            try:
                yield temporary
                if target.exists():
                    shutil.copymode(target, temporary)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot write here: {error.strerror or error}", where=str(path), remedy="Name another place."
        ) from error


def _is_stream(path: Path) -> bool:
    """Whether a path is written to rather than replaced, wherever `/dev/stdout` happens to lead."""
    return path.absolute().is_relative_to("/dev") or (path.exists() and not path.is_file())


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with written(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def keep_apart(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read, or to write two things to one file.

    Raises
    ------
    InputError
        If an output is one of the inputs or of the other outputs, by whatever name or link.
    """
    taken = {_identity(path) for path in inputs}
    for output in outputs:
        if _is_stream(output):
            continue
        if _identity(output) in taken:
            raise InputError(
                "this file is read, or written twice, in the same command",
                where=str(output),
                remedy="Name another file for the output.",
            )
        taken.add(_identity(output))


def _identity(path: Path) -> object:
    """Return what two names of one file have in common, hard links and letter case included."""
    try:
        status = path.stat()
    except OSError:
        return path.resolve()
    return status.st_dev, status.st_ino
