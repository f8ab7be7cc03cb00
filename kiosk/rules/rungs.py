"""The ladder of an overdue weapon, as a policy writes it: after how long who is told. Values only.

A policy has several ladders: the first whose missions and ranks fit a weapon that is out is its
own. The last one fits all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tells(StrEnum):
    """Who is told by a rung."""

    HOLDER = "holder"
    """On their page, when they show their badge next."""
    CUSTODIAN = "custodian"
    CHIEF = "chief"
    ABOVE = "above"
    """The level above the warehouse: the province."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step. `after_min`: minutes past due, below 0 before; `alarm`: whether somebody is called.

    The alarm sounds nothing at the bay: it calls the chief, who answers for what is out.
    """

    tells: Tells
    after_min: int
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs for some weapons that are out.

    `missions`: how the numbers of their mission orders begin; `ranks`: of their holders, as the
    register spells them. An empty one fits all.
    """

    missions: tuple[str, ...]
    ranks: tuple[str, ...]
    rungs: tuple[Rung, ...]

    def fits(self, mission: str, rank: str) -> bool:
        """Return whether this is the ladder of a weapon that is out on a mission, by a rank."""
        of_mission = not self.missions or mission.startswith(self.missions)
        return of_mission and (not self.ranks or rank in self.ranks)


EXPECTED = "expected a list of { missions, ranks, rungs = [{ tells, after_min, alarm }] }"


def ladders_from(value: object) -> tuple[Ladder, ...]:
    """Return the ladders that a profile writes.

    Raises:
        ValueError: says what was expected.
    """
    if not isinstance(value, list) or not value:
        raise ValueError(EXPECTED)
    ladders = tuple(map(_ladder, value))
    if ladders[-1].missions or ladders[-1].ranks:
        raise ValueError("expected the last ladder to fit all: no missions and no ranks")
    return ladders


def _ladder(raw: object) -> Ladder:
    if not isinstance(raw, Mapping) or set(raw) != {"missions", "ranks", "rungs"}:
        raise ValueError(EXPECTED)
    if not isinstance(raw["rungs"], list) or not raw["rungs"]:
        raise ValueError(EXPECTED)
    rungs = tuple(map(_rung, raw["rungs"]))
    if len({rung.tells for rung in rungs}) != len(rungs):
        raise ValueError("expected each of holder, custodian, chief and above at most once")
    if list(rungs) != sorted(rungs, key=lambda rung: rung.after_min):
        raise ValueError("expected the rungs in the order of their minutes")
    return Ladder(_texts(raw["missions"]), _texts(raw["ranks"]), rungs)


def _texts(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(one, str) and one for one in raw):
        raise ValueError(EXPECTED)
    return tuple(raw)


def _rung(raw: object) -> Rung:
    if not isinstance(raw, Mapping) or set(raw) != {"tells", "after_min", "alarm"}:
        raise ValueError(EXPECTED)
    tells, after_min, alarm = raw["tells"], raw["after_min"], raw["alarm"]
    if (
        not isinstance(tells, str)
        or tells not in set(Tells)
        or type(after_min) is not int
        or type(alarm) is not bool
    ):
        raise ValueError(EXPECTED)
    return Rung(Tells(tells), after_min, alarm)
