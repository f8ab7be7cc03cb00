"""The grammar of lost weapons, told a second time: what is said of a loss, and its clocks.

Shares nothing with `rules.losses` and `rules.ladder`, as `drill.grammar` shares nothing with the
fold.
"""

from kiosk.rules import entries as e
from kiosk.rules.policy import Policy
from kiosk.rules.things import WeaponNumber
from tests.drill.parts import Promises

HOUR_MS = 3_600_000


class LossGrammar:
    """Follows every loss from its report to its find."""

    def __init__(self, policy: Policy, promises: Promises) -> None:
        """Begin with nothing lost."""
        self._hold = promises.hold
        self._hours = {"province": policy.search_report_h, "nation": policy.search_nation_h}
        self._since: dict[WeaponNumber, int] = {}
        self._given: set[tuple[WeaponNumber, str]] = set()
        self._late: set[tuple[WeaponNumber, str]] = set()
        self.at_bay = self.completed = self.given = self.late = 0

    def read(self, entry: e.Entry) -> None:
        """Read one line."""
        hold = self._hold
        match entry:
            case e.LossReported(at, weapon, at_bay=at_bay, missed_ms=missed_ms):
                hold("losses", weapon not in self._since, f"{weapon} is lost twice")
                self._since[weapon] = missed_ms or at.wall_ms
                self.at_bay += at_bay
            case e.LossCompleted(_, weapon):
                hold("losses", weapon in self._since, f"{weapon} is not lost")
                self.completed += 1
            case e.LossReportGiven(_, weapon, level):
                hold("losses", weapon in self._since, f"{weapon} is not lost")
                hold("losses", (weapon, level) not in self._given, "a report was given twice")
                self._given.add((weapon, level))
                self.given += 1
            case e.LossReportLate():
                self._told_late(entry)
            case e.LossClosed(_, weapon):
                del self._since[weapon]
                self._given = {one for one in self._given if one[0] != weapon}
                self._late = {one for one in self._late if one[0] != weapon}
            case _:
                pass

    def _told_late(self, entry: e.LossReportLate) -> None:
        hold, one = self._hold, (entry.weapon, entry.level.value)
        due_ms = self._since[entry.weapon] + self._hours[entry.level] * HOUR_MS
        hold("ladder", entry.due_ms == due_ms, f"{one} was due at {due_ms}")
        hold("ladder", due_ms <= entry.at.wall_ms, f"{one} was told of too early")
        hold("ladder", one not in self._given | self._late, f"{one} was told of for nothing")
        self._late.add(one)
        self.late += 1
