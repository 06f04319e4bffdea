"""The instruments, drawn: a file for each family."""

from counterpoint.stage.drawing import bowed, brass, keys, percussion, plucked, woodwind
from counterpoint.stage.drawing.instrument import Instrument

INSTRUMENTS: dict[str, Instrument] = {
    **bowed.INSTRUMENTS,
    **plucked.INSTRUMENTS,
    **woodwind.INSTRUMENTS,
    **brass.INSTRUMENTS,
    **percussion.INSTRUMENTS,
    **keys.INSTRUMENTS,
}
