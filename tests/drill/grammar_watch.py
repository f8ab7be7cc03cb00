"""The grammar of what comes by the calendar, told a second time: each step once, and in its time.

Shares nothing with `rules.ladder`, as `drill.grammar` shares nothing with the fold.
"""

from collections.abc import Mapping

from kiosk.rules import entries as e
from kiosk.rules.policy import Policy
from kiosk.rules.things import OfficerNumber, WeaponNumber
from tests.drill.parts import Promises

DAY_MS = 86_400_000
POLICY = "policy"


class WatchGrammar:
    """Follows every weapon that is out, and the hour at which counts order themselves."""

    def __init__(self, policy: Policy, promises: Promises) -> None:
        """Begin with nothing out."""
        self._policy, self._hold = policy, promises.hold
        self._due: dict[WeaponNumber, tuple[OfficerNumber, int]] = {}
        self._told: dict[WeaponNumber, set[str]] = {}
        self._day = -1
        self._before: e.Entry | None = None
        self.steps = 0

    def read(self, entry: e.Entry, out: Mapping[WeaponNumber, OfficerNumber]) -> None:
        """Read one line; `out`: who has which weapon after it, by the grammar of custody."""
        hold = self._hold
        match entry:
            case e.WeaponIssued(_, weapon, officer, _, _, due_ms):
                self._due[weapon], self._told[weapon] = (officer, due_ms), set()
            case e.WeaponPassed(_, weapon, _, officer, _, due_ms):
                self._due[weapon], self._told[weapon] = (officer, due_ms), set()
            case e.StandingAssigned(_, weapon, officer, until_ms=until_ms):
                self._due[weapon], self._told[weapon] = (officer, until_ms), set()
            case e.OverdueStep(at, weapon, holder, tells, after_min, due_ms):
                known = self._due.get(weapon)
                hold("ladder", known == (holder, due_ms), f"{weapon} is not due from {holder}")
                hold("ladder", out.get(weapon) == holder, f"{weapon} is not out with {holder}")
                hold("ladder", tells not in self._told[weapon], f"{tells} was told twice")
                early = at.wall_ms < due_ms + after_min * 60_000
                hold("ladder", not early, f"{tells} was told too early")
                self._told[weapon].add(tells)
                self.steps += 1
            case e.CountFellDue(at):
                day = (at.wall_ms + 60_000 * self._policy.utc_offset_min) // DAY_MS
                hold("ladder", day > self._day, "a count was looked for twice a day")
                hold("ladder", self._policy.count_by_itself, "a count ordered itself unasked")
                self._day = day
            case e.CountOrdered(by=by) if by == POLICY:
                hold("ladder", isinstance(self._before, e.CountFellDue), "ordered out of its hour")
            case _:
                pass
        for weapon in [weapon for weapon in self._due if weapon not in out]:
            del self._due[weapon], self._told[weapon]
        self._before = entry
