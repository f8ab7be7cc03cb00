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
        self.closed = self.recalled = 0

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
            case e.TransferRecalled(_, number, by=by):
                hold("P10", len(set(by)) == 2, f"{number} recalled by {by}")
                sent = self._sent.pop(number)
                away = [self._out.get(one.number) == sent.carrier for one in sent.weapons]
                hold("grammar", not all(away), f"{number} had left and was recalled")
                self.recalled += 1
            case e.TransferClosed(_, number, receipt, weapons, missing):
                sent = self._sent.pop(number)
                theirs = [self._out.get(one.number) == sent.carrier for one in sent.weapons]
                hold("P5", all(theirs), f"{number} was closed and had not left")
                hold("P5", {*receipt.taken, *missing} == set(weapons), f"{number} let go of more")
                for weapon in weapons:
                    del self._out[weapon]
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
