"""The grammar of a count, told a second time: who may write which of its lines, and when.

Shares nothing with `rules.counting`, as `drill.grammar` shares nothing with the fold.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber, Role
from tests.drill.grammar_watch import POLICY
from tests.drill.parts import Promises

SECONDS = {Role.CUSTODIAN, Role.CHIEF}
NEVER = {Role.CUSTODIAN, Role.ARMOURER, Role.TECHNICIAN}


class CountGrammar:
    """Follows one count after the other."""

    def __init__(self, promises: Promises) -> None:
        """Begin with no count."""
        self._hold = promises.hold
        self._order: e.CountOrdered | None = None
        self._seen: dict[OfficerNumber, set[str]] = {}
        self._differs: set[str] = set()
        self._passed = 0
        self._last: OfficerNumber | None = None
        self._heard = self._told = False
        self.certified = self.heard = 0

    def read(
        self,
        entry: e.Entry,
        officer: OfficerNumber | None,
        passed: AbstractSet[OfficerNumber],
        roles: Mapping[OfficerNumber, Role],
    ) -> None:
        """Read one line; `officer` stands at the bay, `passed` typed their PINs there."""
        hold, order = self._hold, self._order
        match entry:
            case e.CountOrdered():
                self._ordered(entry, roles)
            case e.PlaceCounted(_, number, place, officer=who):
                right = order is not None and order.count == number and place in order.places
                hold("grammar", right, f"{place} counted, and nobody ordered it")
                hold("P10", who == officer and who in passed, f"{who} counted without a PIN")
                hold("grammar", not self._told, "who counts was told what was heard by radio")
                self._seen.setdefault(who, set()).add(place)
                if entry.difference:
                    self._differs.add(place)
            case e.CountPassed(_, _, who, differing):
                hold("grammar", order is not None, "no count runs")
                assert order is not None
                wanted = order.recounter if self._passed else order.counter
                hold("P10", who == wanted, f"{who} counted in the place of {wanted}")
                self._passed += 1 if differing else 2
            case e.CountHeard():
                hold("grammar", self._passed > 0 and not self._heard, "heard twice, or too early")
                self._heard = True
                self.heard += 1
            case e.AlarmRaised(cause=e.AlarmCause.HEARD):
                hold("grammar", self._heard, "called for a tag that nothing heard")
                self._told = self._passed < 2  # then it must be dropped at once
            case e.CountCertified(_, _, _, _, _, counters, by):
                hold(
                    "grammar", (entry.witness is not None) == self._heard, "another witness signed"
                )
                hold("grammar", self._passed > 1, "signed before it was finished")
                hold("P10", by not in counters, f"{by} signed for the own count")
                hold("P10", roles.get(by) in SECONDS, f"{by} may not sign")
                both = all(sum(p in s for s in self._seen.values()) > 1 for p in self._differs)
                hold("P10", both, "a difference that one person alone saw")
                self._order, self._last = None, counters[0]
                self.certified += 1
            case e.CountDropped():
                hold("grammar", order is not None, "no count runs")
                self._order, self._told = None, False
            case _:
                pass

    def _ordered(self, order: e.CountOrdered, roles: Mapping[OfficerNumber, Role]) -> None:
        hold = self._hold
        hold("grammar", self._order is None, "a count was ordered while one runs")
        may = roles.get(order.by) in SECONDS or order.by == POLICY
        hold("P10", may, f"{order.by} may not order a count")
        people = {order.counter, order.recounter, order.by}
        hold("P10", len(people) == 3, f"{people}: somebody is drawn twice")
        fit = not {roles.get(order.counter), roles.get(order.recounter)} & NEVER
        hold("P10", fit, "who keeps the racks was drawn")
        hold("P10", order.counter != self._last, "who counted last was drawn")
        self._order, self._passed = order, 0
        self._heard = self._told = False
        self._seen, self._differs = {}, set()
