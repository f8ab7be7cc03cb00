"""The capital's lists in the drill: some weapons of the room are on them, and people bring others.

What must hold: a listed weapon is never issued until two people said that it is another one, and
nothing that happens to one happens before somebody was called.
"""

from kiosk.rules import entries as e
from kiosk.rules.national import Listed, serial_key
from kiosk.rules.things import WeaponNumber
from tests.drill.layout import Layout, collected
from tests.drill.parts import Promises
from tests.rules.listed_scenes import Capital, destroyed, lost

_HAPPENS = (e.ReturnBegun, e.WeaponReceived, e.WeaponReturned, e.RackingBegun, e.WeaponTaken)
"""What may happen to a listed weapon, once somebody was called."""


def lists_for(room: Layout) -> Capital:
    """Return lists with one weapon of the racks, both that visit, and two that come in."""
    rows = [
        lost(room.weapons[1].serial.lower()),
        destroyed(room.visiting[0].serial.replace("0", "O")),
        lost(room.visiting[1].serial),
        lost(collected(2).serial),
        destroyed(collected(3).serial),
    ]
    return Capital(rows)


class ListWatch:
    """Reads every line and holds it against the lists, told a second time. `met`: how many."""

    def __init__(self, capital: Capital, promises: Promises) -> None:
        """Begin with nothing seen."""
        self.capital, self._hold = capital, promises.hold
        self._keys = {serial_key(one.serial): one for one in capital.rows}
        self._listed: dict[WeaponNumber, Listed] = {}
        self._called: set[str] = set()
        self.met = 0

    def read(self, entry: e.Entry) -> None:
        """Look at one line."""
        match entry:
            case e.WeaponRegistered(_, weapon) | e.WeaponCorrected(_, weapon):
                self._known(weapon.number, weapon.serial)
            case e.ListedMet(_, about):
                self.met += 1
                self._called.add(about)
            case e.ListedSettled(_, weapon, matches):
                self._hold("P10", len(set(entry.by)) > 1, f"{entry.by} settled {weapon}")
                rows = self.capital.settled_rows.setdefault(weapon, set())
                rows.update(one.listed.row for one in matches)
                self._listed.pop(weapon, None)
                self._called.discard(weapon)
            case e.AlarmRaised(_, e.AlarmCause.DESTROYED, about):
                self._hold("P6", about in self._called, f"{about} called before it was met")
            case e.WeaponIssued(_, weapon):
                self._hold("P8", weapon not in self._listed, f"{weapon} is listed and was issued")
            case e.ReleaseGranted(purpose=e.Purpose.ISSUE, weapon=weapon):
                self._hold("P8", weapon not in self._listed, f"{weapon} is listed and released")
            case _ if isinstance(entry, _HAPPENS):
                number = getattr(entry, "weapon", None)
                silent = number in self._listed and number not in self._called
                self._hold("P6", not silent, f"{number} is listed and nobody was called")
            case _:
                return

    def _known(self, weapon: WeaponNumber, serial: str) -> None:
        found = self._keys.get(serial_key(serial))
        if found is None:
            self._listed.pop(weapon, None)
        elif found.row not in self.capital.settled_rows.get(weapon, ()):
            self._listed[weapon] = found
