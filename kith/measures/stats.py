"""Statistics by hand where they are one formula, each with its source and its worked value in the tests."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # the 97.5 % point of the standard normal distribution


@dataclass(frozen=True)
class Interval:
    """A range that holds the true value with 95 % confidence; both ends as shares from 0 to 1."""

    low: float
    high: float


def wilson(hits: int, n: int, z: float = Z95) -> Interval:
    """The Wilson score interval of a proportion.

    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212. For 18 of 24 it is
    [0.551, 0.880].

    Raises:
        ValueError: n is not positive, or hits are not between 0 and n.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError("A proportion needs 0 <= hits <= n and n > 0.")
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
