"""The lenses: each asks one question of what was done, and says how often chance would answer so.

None of them accuses. A pattern is a reason to ask, and has honest answers: a friend's shift, one
man's handwriting, a night team. So each number stands beside what chance has it be, and who is told
is somebody above whoever it is about.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk.rules.lens import chance
from kiosk.rules.lens.acts import Acts, Choice, Pair
from kiosk.rules.second import SECONDS
from kiosk.rules.things import OfficerNumber, Role

ONE_IN = 1_000
"""A pattern is told if honest people show it, anywhere in a lens, in less than one quarter in so
many. With eight lenses an honest warehouse is asked for nothing once in some thirty years. Ours."""

LEAST = 8
"""Fewer acts than this say nothing, whatever chance has to say about them. Ours."""

BEYOND = 5
"""So many more than expected there must be, too: what is unlikely and small is not told. Ours."""


VOUCHING = SECONDS | {Role.REGISTRAR}
"""Who may stand by a correction."""


EVERYBODY = 2
"""Of fewer others than this nobody can say what everybody does. Ours."""


class Lens(StrEnum):
    """What is looked for."""

    SAME_PAIR = "same_pair"
    """An officer's weapons are signed for by one and the same person."""
    AFTER_HOURS = "after_hours"
    """Two people open cables out of hours while nobody else does."""
    OVERRIDES = "overrides"
    """Wrong weapons cleared, counts skipped or dropped, under one signature."""
    ALWAYS_AGREES = "always_agrees"
    """No count that one person signed ever differed from the book."""
    ROUNDS_AGREE = "rounds_agree"
    """No rounds ever differed at the returns that one person saw."""
    SAME_SETTLER = "same_settler"
    """Doubts that one officer left are settled by one and the same person."""
    MISPLACED = "misplaced"
    """What one officer brings back is found in a wrong place."""
    SAME_VOUCHERS = "same_vouchers"
    """The same two stand by corrections and adjustments."""


class Level(StrEnum):
    """Who is told: somebody above all whom a pattern is about."""

    CHIEF = "chief"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Finding:
    """One pattern. `seen` of `of` acts; `expected`: by chance, in thousandths of an act.

    `one_in`: how seldom honest people would show so much anywhere in this lens, in quarters.
    """

    lens: Lens
    people: tuple[OfficerNumber, ...]
    seen: int
    of: int
    expected: int
    one_in: int
    level: Level


_FAR = 10**9
"""What is more seldom than this is as seldom as this."""


def findings(acts: Acts) -> tuple[Finding, ...]:
    """Return every pattern, lens by lens, the most unlikely of each first."""
    found = []
    for lens, look in _LENSES.items():
        tried = [one for one in look(acts) if one[2] >= LEAST]
        for people, seen, of, expected, likely in tried:
            likely_here = likely * len(tried)
            if likely_here * ONE_IN >= 1 or abs(seen - expected) < BEYOND:
                continue
            one_in = min(int(1 / likely_here), _FAR) if likely_here else _FAR
            level = _level(acts.roles, people)
            found.append(Finding(lens, people, seen, of, round(1_000 * expected), one_in, level))
    return tuple(sorted(found, key=lambda one: ([*Lens].index(one.lens), -one.one_in, one.people)))


def _level(roles: Mapping[OfficerNumber, Role], people: Iterable[OfficerNumber]) -> Level:
    chief = any(roles.get(who) is Role.CHIEF for who in people)
    return Level.ABOVE if chief else Level.CHIEF


Who = TypeVar("Who", bound=Hashable)

Tried = tuple[tuple[OfficerNumber, ...], int, int, float, float]
"""Who, how often, of how many, how many by chance, and how likely."""


def _pairs(
    acts: Acts, choices: Sequence[Choice], roles: AbstractSet[Role] = SECONDS
) -> Iterator[Tried]:
    """Hold every pair against whoever else was on duty then, and how much each signs for others.

    Acts at which nobody else could have been chosen say nothing and are left out.
    """
    free = [(one, acts.on_duty(one.quarter, roles) - {one.subject}) for one in choices]
    free = [(one, there) for one, there in free if one.chosen in there and len(there) > 1]
    every = _Signing()
    own: dict[OfficerNumber, _Signing] = defaultdict(_Signing)
    by_subject: dict[OfficerNumber, list[set[OfficerNumber]]] = defaultdict(list)
    for one, there in free:
        every.note(one.chosen, there)
        own[one.subject].note(one.chosen, there)
        by_subject[one.subject].append(there)
    for subject, alone in own.items():
        for chosen, seen in alone.signed.items():
            if sum(each.could[chosen] > 0 for each in own.values()) <= EVERYBODY:
                continue
            chances = [
                every.without(alone, chosen) / sum(every.without(alone, who) for who in there)
                for there in by_subject[subject]
                if chosen in there
            ]
            expected = sum(chances)
            likely = chance.at_least(seen, chances)
            yield (subject, chosen), seen, len(chances), expected, likely


class _Signing:
    """How often each person signed, of all the acts at which they could have."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.signed: Counter[OfficerNumber] = Counter()
        self.could: Counter[OfficerNumber] = Counter()

    def note(self, chosen: OfficerNumber, there: Iterable[OfficerNumber]) -> None:
        """Note one act."""
        self.signed[chosen] += 1
        self.could.update(there)

    def without(self, own: "_Signing", who: OfficerNumber) -> float:
        """Return how readily somebody signs for others than one: their share, which is never 0."""
        signed = self.signed[who] - own.signed[who]
        return (signed + 1) / (self.could[who] - own.could[who] + 2)


class _Shares(Generic[Who]):
    """How often something was so, of how often it could be, by who is looked at."""

    def __init__(self, seen: Mapping[Who, int], of: Mapping[Who, int]) -> None:
        """Take what was counted."""
        self._shares = {who: (seen.get(who, 0), n) for who, n in of.items()}
        self._seen = sum(k for k, _ in self._shares.values())
        self._of = sum(n for _, n in self._shares.values())

    def each(self) -> Iterator[tuple[Who, int, int, float]]:
        """Return everybody with their share, and what the shares of all others let expect."""
        for who, (k, n) in self._shares.items():
            others = self._of - n
            yield who, k, n, (self._seen - k) / others if others else 0.0

    def spread(self, without: Who, *, trim_most: bool) -> float:
        """Return how the shares of all others spread."""
        others = [share for who, share in self._shares.items() if who != without]
        return chance.spread(others, trim_most=trim_most)


def _too_many(shares: _Shares[Who]) -> Iterator[tuple[Who, int, int, float, float]]:
    for who, k, n, rate in shares.each():
        likely = 1.0
        if k - n * rate >= BEYOND:
            floor = max(rate, 1 / (2 * n))  # others may be too few to have shown any
            likely = chance.many(k, n, floor, shares.spread(who, trim_most=True))
        yield who, k, n, n * rate, likely


def _never(shares: _Shares[Who]) -> Iterator[tuple[Who, int, int, float, float]]:
    for who, k, n, rate in shares.each():
        likely = 1.0
        if k == 0:
            likely = chance.none(n, rate, shares.spread(who, trim_most=False))
        yield who, k, n, n * rate, likely


def _people(
    tried: Iterable[tuple[OfficerNumber, int, int, float, float]],
) -> Iterator[Tried]:
    for who, seen, of, expected, likely in tried:
        yield (who,), seen, of, expected, likely


def _alone_at_night(acts: Acts) -> Iterator[Tried]:
    """Look at quarters of a night in which one pair alone opened anything."""
    seen: Counter[Pair] = Counter()
    of: Counter[Pair] = Counter()
    for pairs in acts.nights.values():
        for pair in set(pairs):
            of[pair] += 1
            seen[pair] += len(set(pairs)) == 1
    return _too_many(_Shares(seen, of))


_LENSES: Mapping[Lens, Callable[[Acts], Iterator[Tried]]] = {
    Lens.SAME_PAIR: lambda acts: _pairs(acts, acts.issues),
    Lens.AFTER_HOURS: _alone_at_night,
    Lens.OVERRIDES: lambda acts: _people(_too_many(_Shares(acts.overridden, acts.approved))),
    Lens.ALWAYS_AGREES: lambda acts: _people(_never(_Shares(acts.differing, acts.counts))),
    Lens.ROUNDS_AGREE: lambda acts: _people(
        _never(_Shares(acts.rounds_differing, acts.returns_seen))
    ),
    Lens.SAME_SETTLER: lambda acts: _pairs(acts, acts.settled),
    Lens.MISPLACED: lambda acts: _people(_too_many(_Shares(acts.misplaced, acts.returned))),
    Lens.SAME_VOUCHERS: lambda acts: _pairs(acts, acts.vouched, VOUCHING),
}
