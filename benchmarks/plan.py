"""What plans cost: the program, the greedy search and one clip for each question, on made candidates.

Writes the table of `docs/balance.md`:

    python benchmarks/plan.py v2-bias-test.json --docs docs/balance.md
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from counterpoint.balance.candidates import Candidate
from counterpoint.balance.plan import METHODS, Plan, plan
from counterpoint.balance.resample import downsample, reweight
from counterpoint.bias.counts import Counts, count_questions
from counterpoint.datasets import read
from counterpoint.records import DataSet, Question

ASKED = 6
"""Questions of each candidate, about different templates."""

PLANS = {"program": "the program", "greedy": "greedy", "single": "one clip per question"}


def candidates(data: DataSet, number: int, seed: int = 0) -> list[Candidate]:
    """Make candidates whose answers are as biased as the data, on the root of the counts."""
    random = np.random.default_rng(seed)
    tallies: dict[str, Counter[str]] = {}
    for question in data.questions:
        tallies.setdefault(question.template, Counter())[question.answer] += 1
    templates = sorted(tallies)
    made = []
    for clip in range(number):
        asked = []
        for text in random.choice(templates, ASKED, replace=False):
            answers = sorted(tallies[str(text)])
            weights = np.sqrt([tallies[str(text)][answer] for answer in answers])
            answer = str(random.choice(answers, p=weights / weights.sum()))
            asked.append(Question(picture=f"made-{clip}", template=str(text), answer=answer, origin="stage"))
        made.append(Candidate(f"made-{clip:06}", "stage", tuple(asked)))
    return made


def planned(counts: Counts, made: Sequence[Candidate]) -> Iterator[str]:
    yield "| candidates | target | method | clips | questions | still missing | gap | time / greedy |"
    yield "|---:|---|---|---:|---:|---:|---:|---:|"
    for number in (1_000, 5_000, len(made)):
        for target in ("threshold", "0.52"):
            results = {}
            for method in ("greedy", *(m for m in METHODS if m != "greedy")):
                start = time.monotonic()
                result = plan(counts, made[:number], target=target, method=method)
                results[method] = result, time.monotonic() - start
            for method in METHODS:
                yield _row(number, target, method, *results[method], results["greedy"][1])


def _row(number: int, target: str, method: str, result: Plan, seconds: float, unit: float) -> str:
    totals = result.totals
    gap = "" if totals.gap is None else f"{100 * totals.gap:.1f} %"
    cells = (totals.clips, totals.questions, totals.unmet)
    print(f"{number} {target} {method}: {seconds:.1f} s {totals}", flush=True)
    counts = " | ".join(f"{cell:,}" for cell in cells)
    return f"| {number:,} | {target} | {PLANS[method]} | {counts} | {gap} | {seconds / unit:.1f} |"


def closed(counts: Counts) -> Iterator[str]:
    yield "| target | questions added | templates mended |"
    yield "|---|---:|---:|"
    for target in ("threshold", "0.55", "0.53", "0.52", "uniform"):
        result = plan(counts, target=target)
        mended = sum(bool(change.added) for change in result.groups)
        yield f"| {target} | {result.totals.questions:,} | {mended} |"


def without_clips(data: DataSet) -> Iterator[str]:
    total = len(data.questions)
    weights = [float(weight) for weight in reweight(data)]
    effective = sum(weights) ** 2 / sum(weight * weight for weight in weights)
    added = plan(count_questions(data.questions)).totals.questions
    yield "| way | questions | that count for |"
    yield "|---|---:|---:|"
    yield f"| as it is | {total:,} | {total:,} |"
    yield f"| complement (closed form) | {total + added:,} | {total + added:,} |"
    left = len(downsample(data).questions)
    yield f"| downsample | {left:,} | {left:,} |"
    yield f"| reweight | {total:,} | {effective:,.0f} |"


def replaced(text: str, name: str, lines: Iterator[str]) -> str:
    """Return a page with the lines between the markers of this name."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    head, rest = text.split(begin)
    return head + begin + "\n" + "\n".join(lines) + "\n" + end + rest.split(end)[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--candidates", type=int, default=20_000)
    options = parser.parse_args()
    data = read([options.file])
    counts = count_questions(data.questions)
    page = options.docs.read_text(encoding="utf-8")
    page = replaced(page, "closed form", closed(counts))
    page = replaced(page, "without clips", without_clips(data))
    page = replaced(page, "plans", planned(counts, candidates(data, options.candidates)))
    options.docs.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
