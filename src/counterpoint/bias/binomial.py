"""The tail of the binomial distribution, to ten digits and without the cost of loading SciPy.

The probability of one count is Loader's saddle-point form ("Fast and accurate computation of binomial
probabilities", 2000), which stays exact for millions of questions; its neighbours follow by their ratios.
"""

import math
from collections.abc import Iterable


def at_least(count: int, total: int, p: float) -> float:
    """P(X >= count) for X ~ Binomial(total, p), with 0 < p < 1."""
    if count <= 0:
        return 1.0
    if count > total:
        return 0.0
    odds = p / (1 - p)
    if count > total * p:
        return _series(_mass(count, total, p), (odds * (total - k) / (k + 1) for k in range(count, total)))
    below = ((k / (total - k + 1)) / odds for k in range(count - 1, 0, -1))
    return 1 - _series(_mass(count - 1, total, p), below)


def _series(term: float, ratios: Iterable[float]) -> float:
    """Add up terms, each the one before times the next ratio, until they no longer count."""
    total = term
    for ratio in ratios:
        term *= ratio
        total += term
        if term <= total * 1e-17:
            break
    return total


def _mass(k: int, n: int, p: float) -> float:
    """P(X = k)."""
    if k == 0:
        return math.exp(n * math.log1p(-p))
    if k == n:
        return math.exp(n * math.log(p))
    exponent = (
        _stirling(n) - _stirling(k) - _stirling(n - k) - _deviance(k, n * p) - _deviance(n - k, n * (1 - p))
    )
    return math.exp(exponent) * math.sqrt(n / (2 * math.pi * k * (n - k)))


def _stirling(n: int) -> float:
    """Return the error of Stirling's formula: log n! - log(sqrt(2 pi n) (n / e)^n)."""
    if n <= 15:
        return math.log(math.factorial(n)) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    terms = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
    return math.fsum(term / float(n) ** (2 * power + 1) for power, term in enumerate(terms))


def _deviance(x: int, mean: float) -> float:
    """Return x log(x / mean) + mean - x, without loss where the two are close."""
    d = (x - mean) / mean
    return mean * ((1 + d) * math.log1p(d) - d) if abs(d) < 0.1 else x * math.log(x / mean) + mean - x
