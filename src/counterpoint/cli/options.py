"""Options that several commands share."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from counterpoint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclopts import Token

    from counterpoint.bias.audit import Settings

Several = Parameter(negative=(), show_default=False)
"""An option that can be given more than once."""


def _fraction(_: type, tokens: "Sequence[Token]") -> Fraction:
    try:
        number = Fraction(tokens[0].value)
        float(number)  # it is shown as one
    except (ArithmeticError, ValueError):
        raise ValueError(f"{tokens[0].value} is no number such as 0.6 or 3/5") from None
    return number


Exact = Parameter(converter=_fraction, show_default=float)
"""A number that is compared as it is written: 0.6 is 3/5."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Reading:
    """How files are read; see `datasets.read`."""

    format: str | None = None
    """Layout of the files; found by their content if not given."""
    split: str | None = None
    """Split of all questions; if not given, what the rows or the file's name say."""
    column: Annotated[tuple[str, ...], Several] = ()
    """FIELD=NAME: the column of a generic table that holds a field, such as answer=label."""
    slot_lists: Path | None = None
    """JSON file of words that become slots where a set has no templates."""
    vocabulary: Path | None = None
    """JSON file of the possible answers: a list, or {template: list}."""
    originals: Annotated[tuple[Path, ...], Several] = ()
    """For MUSIC-AVQA-R: the files whose questions were rephrased."""

    def inputs(self, files: tuple[str, ...]) -> list[Path]:
        """Return all files that are read: those that `files` stand for, and those that options name."""
        from counterpoint.datasets.documents import files as found

        if not files:
            raise InputError("no files are named", remedy="Name annotation files, or try: counterpoint demo.")
        named = [path for path in (self.slot_lists, self.vocabulary) if path]
        return [*found(files), *named, *self.originals]

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `datasets.read`."""
        pairs = [pair.partition("=") for pair in self.column]
        if odd := [name for name, equals, column in pairs if not (name and equals and column)]:
            raise InputError(f"--column {odd[0]} names no column", remedy="Give --column FIELD=NAME.")
        return {
            "format": self.format,
            "split": self.split,
            "columns": {name: column for name, _, column in pairs},
            "slot_lists": self.slot_lists,
            "vocabulary": self.vocabulary,
            "originals": self.originals,
        }


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Limits:
    """What counts as biased; see `bias.audit.Settings`."""

    binary: Annotated[Fraction, Exact] = Fraction(3, 5)
    """Largest allowed share of an answer where two answers are possible."""
    multiclass: Annotated[Fraction, Exact] = Fraction(1, 2)
    """Largest allowed share of an answer where more than two are possible."""
    level: float = 0.05
    """False discovery rate at which a flagged template is confirmed."""
    confidence: float = 0.95
    """Confidence of the intervals."""
    alpha: Annotated[Fraction, Exact] = Fraction(1, 5)
    """An answer with more than 1 + alpha times its group's mean count is head, else tail."""
    head_by: Literal["type", "template"] = "type"
    """Groups of head and tail."""

    def settings(self) -> "Settings":
        """Return the settings of the audit, checked."""
        from counterpoint.bias.audit import Settings

        return Settings(**vars(self))


AS_FOUND = Reading()
USUAL = Limits()
