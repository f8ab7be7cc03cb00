"""The grammar of a transfer, told a second time: who may send, what leaves, what is let go.

Shares nothing with `rules.transferring`, as `drill.grammar` shares nothing with the fold.
"""

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber, Role, WeaponNumber
from tests.drill.parts import Promises

MAY_VOUCH = {Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR}


class TransferGrammar:
    """Follows every transfer; lets go, in the small book of `Grammar`, of what arrived."""

    def __init__(
        self,
        promises: Promises,
        out: dict[WeaponNumber, OfficerNumber],
        missing: set[WeaponNumber],
        roles: dict[OfficerNumber, Role],
    ) -> None:
        """Begin with nothing sent."""
        self._hold, self._out, self._missing, self._roles = promises.hold, out, missing, roles
        self._sent: dict[str, e.TransferSent] = {}
        self._left: set[str] = set()
        self._loose: set[str] = set()
        self.closed = self.recalled = self.voided = self.contested = 0

    def read(self, entry: e.Entry) -> None:
        """Read one line."""
        hold = self._hold
        match entry:
            case e.TransferSent(_, number, carrier=carrier, by=by):
                hold("P10", len(set(by)) == 2, f"{number} sent by {by}")
                hold("P10", carrier not in by, f"{carrier} vouched for the own load")
                fit = {self._roles.get(one) for one in by} <= MAY_VOUCH
                hold("P10", fit, f"{by} may not vouch")
                hold("grammar", number not in self._sent, f"{number} was sent twice")
                self._sent[number] = entry
            case e.TransferLeft(_, number):
                sent = self._sent[number]
                about = [self._out.get(one.number) == sent.carrier for one in sent.weapons]
                hold("grammar", all(about), f"{number} left, and some of it is here")
                hold("grammar", number not in self._left, f"{number} left twice")
                self._left.add(number)
            case e.TransferVoided(_, number, by=by):
                hold("P10", len(set(by)) == 2, f"{number} voided by {by}")
                hold("grammar", number in self._loose, f"{number} had no manifest about")
                self._loose.discard(number)
                self.voided += 1
            case e.TransferRecalled(_, number, by=by):
                hold("P10", len(set(by)) == 2, f"{number} recalled by {by}")
                sent = self._sent.pop(number)
                about = [self._out.get(one.number) == sent.carrier for one in sent.weapons]
                hold("grammar", not any(about), f"{number} is on the road and was recalled")
                self._loose |= self._left & {number}
                self.recalled += 1
            case e.TransferContested(_, number):
                hold("grammar", number not in self._sent, f"{number} was not called back")
                self._loose.discard(number)
                self.contested += 1
            case e.TransferClosed(_, number, receipt, weapons, missing):
                sent = self._sent.pop(number)
                theirs = [self._out.get(one.number) == sent.carrier for one in sent.weapons]
                away = {one for one, gone in zip(weapons, theirs, strict=True) if gone}
                gone = {*receipt.taken} - {*entry.here}
                hold("P5", number in self._left, f"{number} was closed and had not left")
                hold("P5", gone <= away | self._missing, f"{number} let go of what is here")
                hold("P5", {*missing} <= away, f"{number} missed what is here")
                for weapon in gone | {*missing}:
                    self._out.pop(weapon, None)
                self._missing.difference_update(gone)
                self._missing.update(missing)
                self.closed += 1
            case e.WeaponIssued(_, weapon, officer):
                claims = [one for one in self._sent.values() if weapon in _numbers(one)]
                mine = all(one.carrier == officer for one in claims)
                hold("P5", mine, f"{officer} drew {weapon}, which somebody else is to carry")
            case _:
                pass


def _numbers(sent: e.TransferSent) -> set[WeaponNumber]:
    return {one.number for one in sent.weapons}
