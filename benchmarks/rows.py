"""Generated questions in Parquet: like MUSIC-AVQA in everything but their number.

The 33 templates are asked with all values of their slots; each template, and each set of slot values,
has its own skewed distribution of answers. The same part is the same bytes on every run.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from counterpoint.vocabulary import INSTRUMENTS, TEMPLATES, fill, slot_names

PART = 1_000_000
"""Rows of one file."""
GROUP = 125_000
"""Rows of one row group: what is in memory at a time."""
VIDEOS = 10_000
SPLITS = ("train", "val", "test")
SHARES = (0.7, 0.1, 0.2)
SLOTS = {
    "Object": INSTRUMENTS,
    "LR": ("left", "right"),
    "LRer": ("leftmost", "rightmost"),
    "FL": ("first", "last"),
    "LL": ("loudest", "quietest"),
    "TH": ("first", "second", "third", "fourth", "fifth"),
    "BA": ("before", "after"),
}
SCHEMA = pa.schema(
    {
        "question_id": pa.int64(),
        "video_id": pa.string(),
        "template": pa.string(),
        "slots": pa.string(),
        "text": pa.string(),
        "answer": pa.string(),
        "split": pa.string(),
    }
)


@dataclass(frozen=True)
class Asked:
    """All questions that can be asked, each with the odds of its answers."""

    template: pa.Array
    slots: pa.Array
    text: pa.Array
    odds: np.ndarray
    """Cumulative shares: questions by answers."""
    answers: pa.Array


def questions() -> Asked:
    """Return every template with every combination of its slot values."""
    rng = np.random.default_rng(0)
    answers = sorted({answer for template in TEMPLATES.values() for answer in template.answers})
    rows: list[tuple[str, str, str]] = []
    odds = []
    for text, template in TEMPLATES.items():
        usual = rng.dirichlet(np.full(len(template.answers), 0.7))
        for values in product(*(SLOTS[name] for name in slot_names(text))):
            rows.append((text, json.dumps(values), fill(text, values)))
            shares = np.zeros(len(answers))
            own = rng.dirichlet(np.full(len(template.answers), 0.7))
            shares[[answers.index(answer) for answer in template.answers]] = 0.7 * usual + 0.3 * own
            odds.append(shares.cumsum())
    template, slots, text = (pa.array(column) for column in zip(*rows, strict=True))
    return Asked(template, slots, text, np.array(odds), pa.array(answers))


def batches(asked: Asked, part: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one part, a row group at a time."""
    videos = pa.array([f"video{number:06}" for number in range(VIDEOS)])
    for start in range(part * PART, (part + 1) * PART, GROUP):
        rng = np.random.default_rng([1, start])
        # Templates are asked equally often, however many values their slots have.
        names = asked.template.dictionary_encode().indices.to_numpy()
        first = np.searchsorted(names, np.arange(len(TEMPLATES) + 1))
        template = rng.integers(len(TEMPLATES), size=GROUP)
        question = rng.integers(first[template], first[template + 1])
        answer = (rng.random(GROUP)[:, None] > asked.odds[question]).sum(axis=1)
        columns = [
            pa.array(np.arange(start, start + GROUP)),
            videos.take(pa.array(rng.integers(VIDEOS, size=GROUP))),
            asked.template.take(pa.array(question)),
            asked.slots.take(pa.array(question)),
            asked.text.take(pa.array(question)),
            asked.answers.take(pa.array(np.minimum(answer, len(asked.answers) - 1))),
            pa.array(SPLITS).take(pa.array(rng.choice(3, p=SHARES, size=GROUP))),
        ]
        yield pa.record_batch(columns, schema=SCHEMA)


def write(folder: Path, parts: int) -> list[Path]:
    """Write files of `PART` rows each into a folder, and return them."""
    asked = questions()
    paths = [folder / f"part-{part:03}.parquet" for part in range(parts)]
    for part, path in enumerate(paths):
        with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
            for batch in batches(asked, part):
                writer.write_batch(batch, row_group_size=GROUP)
    return paths
