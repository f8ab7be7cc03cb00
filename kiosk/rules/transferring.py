"""The transfers that are under way, and how their lines move them. Values only, and no decision.

They follow from their own lines alone, so that the registry keeps the numbers of those lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.change import replace
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.things import WeaponNumber

TransferLine = (
    e.TransferSent | e.TransferRecalled | e.TransferClosed | e.TransferAnnounced
    | e.TransferReceived
)  # fmt: skip


@dataclass(frozen=True)
class Transfers:
    """What this store sent and awaits. `running`: how many it sent so far.

    `received`: every transfer that ever arrived here, so that no manifest counts twice.
    """

    running: int = 0
    sent: Mapping[TransferNumber, e.TransferSent] = field(default_factory=dict)
    announced: Mapping[TransferNumber, e.TransferAnnounced] = field(default_factory=dict)
    received: frozenset[TransferNumber] = frozenset()

    def of(self, weapon: WeaponNumber) -> e.TransferSent | None:
        """Return the transfer that a weapon is to go with, or has gone with."""
        return next(
            (
                sent
                for sent in self.sent.values()
                if any(one.number == weapon for one in sent.weapons)
            ),
            None,
        )


NO_TRANSFERS = Transfers()


def transferring(before: Transfers, entry: TransferLine) -> Transfers:
    """Return the transfers as they stand after one of their lines."""
    match entry:
        case e.TransferSent(_, number, running):
            return replace(before, running=running, sent={**before.sent, number: entry})
        case e.TransferRecalled(_, number) | e.TransferClosed(_, number):
            assert number in before.sent, "only what was sent is called back or closed"
            left = {one: sent for one, sent in before.sent.items() if one != number}
            return replace(before, sent=left)
        case e.TransferAnnounced(_, manifest):
            assert manifest.number not in before.received, "no manifest counts twice"
            awaited = {**before.announced, manifest.number: entry}
            return replace(before, announced=awaited)
        case e.TransferReceived(_, number):
            assert number in before.announced, "only what was announced is received"
            left_to_come = {
                one: awaited for one, awaited in before.announced.items() if one != number
            }
            received = before.received | {number}
            return replace(before, announced=left_to_come, received=received)
        case _:
            assert_never(entry)
