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
    e.TransferSent | e.TransferLeft | e.TransferRecalled | e.TransferClosed | e.TransferVoided
    | e.TransferContested | e.TransferAnnounced | e.TransferReceived
)  # fmt: skip


@dataclass(frozen=True)
class Transfers:
    """What this store sent and awaits. `running`: how many it sent so far.

    `received`: every transfer that ever arrived here, so that no manifest counts twice. `left`:
    those of `sent` that their carrier had all of: their manifest is about. `loose`: called back
    when it was about already, so that the other store may still take it over. `recalled`: all that
    were ever called back, and no receipt came of: one that comes is an alarm.
    """

    running: int = 0
    sent: Mapping[TransferNumber, e.TransferSent] = field(default_factory=dict)
    announced: Mapping[TransferNumber, e.TransferAnnounced] = field(default_factory=dict)
    received: frozenset[TransferNumber] = frozenset()
    left: frozenset[TransferNumber] = frozenset()
    loose: Mapping[TransferNumber, e.TransferSent] = field(default_factory=dict)
    recalled: frozenset[TransferNumber] = frozenset()

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


def _ended(before: Transfers, number: TransferNumber) -> Transfers:
    assert number in before.sent, "only what was sent is called back or closed"
    return replace(before, sent=_without(before.sent, number), left=before.left - {number})


def _without(
    some: Mapping[TransferNumber, e.TransferSent], number: TransferNumber
) -> dict[TransferNumber, e.TransferSent]:
    return {one: sent for one, sent in some.items() if one != number}


def transferring(before: Transfers, entry: TransferLine) -> Transfers:  # noqa: PLR0911 - a line each
    """Return the transfers as they stand after one of their lines."""
    match entry:
        case e.TransferSent(_, number, running):
            assert number not in before.sent, "no number is given twice"
            assert number not in before.recalled, "nor is one that was called back"
            return replace(before, running=running, sent={**before.sent, number: entry})
        case e.TransferLeft(_, number):
            assert number in before.sent, "only what was sent leaves"
            return replace(before, left=before.left | {number})
        case e.TransferRecalled(_, number):
            loose = {number: before.sent[number]} if number in before.left else {}
            after = _ended(before, number)
            recalled = before.recalled | {number}
            return replace(after, loose={**before.loose, **loose}, recalled=recalled)
        case e.TransferClosed(_, number):
            return _ended(before, number)
        case e.TransferVoided(_, number):
            assert number in before.loose, "only a manifest that is about is ended"
            return replace(before, loose=_without(before.loose, number))
        case e.TransferContested(_, number):
            assert number in before.recalled, "only what was called back is contested"
            loose = _without(before.loose, number)
            return replace(before, loose=loose, recalled=before.recalled - {number})
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
