"""Papers that were read at a desk, a manifest or a receipt, and deadlines that passed."""

from collections.abc import Collection
from typing import assert_never

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.manifests import ArrivalDifference, Discrepancy, Receipt
from kiosk.rules.observations import transfers as t
from kiosk.rules.signatures import signed
from kiosk.rules.things import Moment, OfficerNumber, Person, WeaponNumber
from kiosk.rules.transfers import sending


def decide(bay: Bay, seen: t.TransferObservation) -> Decision:
    """Return what must be written and then done about one observation of a transfer."""
    match seen:
        case t.ManifestRead():
            return _manifest(bay, seen)
        case t.ReceiptRead():
            return _receipt(bay, seen)
        case t.DeadlinePassed(at):
            return _late(bay, at)
        case _:
            assert_never(seen)


def _at_the_desk(bay: Bay, at: Moment, signature: o.Signature) -> tuple[Decision, Person | None]:
    verdict, person = signed(bay, at, signature)
    if person is None or (Desk.TRANSFERS in desks_of(person) and not person.officer.hold):
        return verdict, person
    return verdict + refuse_afar(at, "wrong_role", "", person.number), None


def _manifest(bay: Bay, seen: t.ManifestRead) -> Decision:
    """Await the weapons of a manifest; what is wrong with its paper is said, and it stays out."""
    verdict, person = _at_the_desk(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    manifest = seen.manifest
    if manifest is None:
        return verdict + refuse_afar(seen.at, seen.problem, "", person.number)
    if manifest.number in bay.transfers.announced or manifest.number in bay.transfers.received:
        return verdict + refuse_afar(seen.at, "note_twice", manifest.number, person.number)
    return verdict + Decision((e.TransferAnnounced(seen.at, manifest, person.number),))


def _receipt(bay: Bay, seen: t.ReceiptRead) -> Decision:
    """Close a transfer by the other store's receipt; what did not arrive there is missing.

    The receipt of a transfer that was called back calls somebody: two books have its weapons.
    """
    verdict, person = _at_the_desk(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    receipt = seen.receipt
    if receipt is None:
        return verdict + refuse_afar(seen.at, seen.problem, "", person.number)
    reason = _not_of_ours(bay, receipt)
    if reason:
        return verdict + refuse_afar(seen.at, reason, receipt.number, person.number)
    if receipt.number in bay.transfers.recalled:
        return verdict + _contested(bay, seen.at, receipt, person.number)
    return verdict + _closed(bay, seen.at, receipt, person.number)


def _not_of_ours(bay: Bay, receipt: Receipt) -> str:
    """Return why a receipt closes nothing: no such transfer waits for one from that store.

    One that was called back long ago has no facts here any more: its receipt is read all the same.
    """
    transfers = bay.transfers
    sent = transfers.sent.get(receipt.number) or transfers.loose.get(receipt.number)
    if sent is None:
        return "" if receipt.number in transfers.recalled else "unknown_transfer"
    if sent.to != receipt.origin:
        return "unknown_transfer"
    if not set(receipt.taken) <= {weapon.number for weapon in sent.weapons}:
        return "note_edited"
    about = receipt.number in transfers.left or receipt.number in transfers.loose
    return "" if about else "transfer_not_left"


def _contested(bay: Bay, at: Moment, receipt: Receipt, by: OfficerNumber) -> Decision:
    line = e.TransferContested(at, receipt.number, receipt, receipt.taken, by)
    contested = Decision((line,))
    return contested + alarms.raised(bay, at, e.AlarmCause.TRANSFER_CONTESTED, receipt.number)


def _closed(bay: Bay, at: Moment, receipt: Receipt, by: OfficerNumber) -> Decision:
    """Let go of what arrived. What left here and did not arrive is missing, and searched for.

    What was brought back did not arrive and is here: that is no difference. What arrived there and
    is here in the book stays ours, and calls somebody: one of the two books is wrong.
    """
    sent = bay.transfers.sent[receipt.number]
    weapons = tuple(weapon.number for weapon in sent.weapons)
    away = {number for number in weapons if sending.carried(bay, sent, number)}
    here = tuple(number for number in receipt.taken if number not in away | bay.missing)
    odd = [one for one in receipt.differences if not _came_back(one, set(weapons) - away)]
    gone = {one.text for one in odd if one.discrepancy is Discrepancy.MISSING}
    missing = tuple(number for number in weapons if number in gone)
    line = e.TransferClosed(at, receipt.number, receipt, weapons, missing, by, here)
    closed = Decision((line,))
    if odd:
        closed += alarms.raised(bay, at, e.AlarmCause.TRANSFER_DIFFERS, receipt.number)
    if here:
        closed += alarms.raised(bay, at, e.AlarmCause.TRANSFER_CONTESTED, receipt.number)
    for number in missing:
        closed += alarms.raised(bay, at, e.AlarmCause.MISSING, number)
    return closed


def _came_back(one: ArrivalDifference, back: Collection[WeaponNumber]) -> bool:
    """Return whether a weapon did not arrive because its carrier brought it back."""
    return one.discrepancy is Discrepancy.MISSING and one.text in back


def overdue(bay: Bay, wall_ms: int) -> bool:
    """Return whether a deadline passed and nobody was told; asked every turn."""
    return bool(_unheard(bay, wall_ms))


def _unheard(bay: Bay, wall_ms: int) -> list[str]:
    transfers = bay.transfers
    if not transfers.sent and not transfers.announced:
        return []
    due = [(number, sent.due_ms) for number, sent in transfers.sent.items()]
    due += [(number, one.manifest.due_ms) for number, one in transfers.announced.items()]
    return [
        number
        for number, due_ms in due
        if due_ms <= wall_ms and (e.AlarmCause.TRANSFER_LATE, str(number)) not in bay.alarms
    ]


def _late(bay: Bay, at: Moment) -> Decision:
    """Raise the alarm once for each transfer whose deadline passed (R08)."""
    decision = NOTHING
    for number in _unheard(bay, at.wall_ms):
        decision += alarms.raised(bay, at, e.AlarmCause.TRANSFER_LATE, number)
    return decision
