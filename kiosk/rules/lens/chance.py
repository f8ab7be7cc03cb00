"""How likely it is that honest people come out so. Plain probability; knows nothing of an armoury.

Floats stay in here: what is reported is counted in whole numbers.
"""

from collections.abc import Sequence


def at_least(seen: int, chances: Sequence[float]) -> float:
    """Return the chance that of independent draws with these chances so many or more succeed.

    The Poisson binomial distribution, summed exactly: n draws take n * seen steps.
    """
    if seen <= 0:
        return 1.0
    fewer = [1.0] + [0.0] * (seen - 1)  # fewer[k]: exactly k succeeded, all k below `seen`
    reached = 0.0
    for chance in chances:
        reached += fewer[-1] * chance
        for k in range(seen - 1, 0, -1):
            fewer[k] += chance * (fewer[k - 1] - fewer[k])
        fewer[0] *= 1 - chance
    return min(reached, 1.0)


def spread(seen: Sequence[tuple[int, int]], *, trim_most: bool) -> float:
    """Return how much more people differ than chance alone would let them; 1 or more.

    Pearson's dispersion of shares `(k, n)`: honest people are not dice, and differ by habit, unit
    and weapon. Nobody must hide behind others of their kind, so that the largest of ten is left
    out, or the smallest.
    """
    kept = sorted((one for one in seen if one[1]), key=lambda one: one[0] / one[1])
    trimmed = len(kept) // 10
    kept = kept[: len(kept) - trimmed] if trim_most else kept[trimmed:]
    total, of = sum(k for k, _ in kept), sum(n for _, n in kept)
    if len(kept) < 3 or not 0 < total < of:  # noqa: PLR2004 - two people have no spread
        return 1.0
    rate = total / of
    squares = sum((k - n * rate) ** 2 / (n * rate * (1 - rate)) for k, n in kept)
    return max(squares / (len(kept) - 1), 1.0)


def many(seen: int, of: int, rate: float, spread_: float) -> float:
    """Return the chance of so many or more, of so many acts, where a share `rate` is expected.

    Where people spread, so many acts say only as much as fewer of dice would.
    """
    return at_least(int(seen / spread_), [rate] * max(round(of / spread_), 1))


def none(of: int, rate: float, spread_: float) -> float:
    """Return the chance of none at all."""
    chance: float = (1.0 - rate) ** (of / spread_)
    return chance
