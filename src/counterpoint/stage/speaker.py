"""A process that speaks one text by eSpeak NG and ends: `speech` runs it, by its path.

    python speaker.py LIBRARY DATA VOICE PITCH PACE < text > samples

It writes the sampling rate as four bytes, then 16-bit samples. It exists because eSpeak NG keeps state from
one text to the next, so that only its first one is always the same; the process imports little, to be quick.
"""

import ctypes
import sys

SYNCHRONOUS = 2  # of espeak_AUDIO_OUTPUT: hand the samples over, play nothing
UTF8, CHARACTERS = 1, 1
PACE, PITCH = 1, 3  # of espeak_PARAMETER


def main(path: str, data: str, voice: str, pitch: str, pace: str) -> None:
    """Speak what stands on the standard input."""
    library = ctypes.CDLL(path)
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data.encode() if data else None, 0)
    if rate <= 0:
        raise SystemExit("eSpeak NG does not find its voices")
    if library.espeak_SetVoiceByName(voice.encode()):
        raise SystemExit(f"eSpeak NG has no voice {voice}")
    library.espeak_SetParameter(PITCH, int(pitch), 0)
    library.espeak_SetParameter(PACE, int(pace), 0)
    out = sys.stdout.buffer
    out.write(rate.to_bytes(4, "little"))

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    def receive(samples: int | None, count: int, _events: object) -> int:
        if samples and count > 0:
            out.write(ctypes.string_at(samples, 2 * count))
        return 0

    library.espeak_SetSynthCallback(receive)
    text = sys.stdin.buffer.read() + b"\0"
    library.espeak_Synth(text, len(text), 0, CHARACTERS, 0, UTF8, None, None)
    out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
