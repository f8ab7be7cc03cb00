"""Papers that were read at a desk, a manifest or a receipt, and deadlines that passed."""

from typing import assert_never

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.manifests import Discrepancy, Receipt
from kiosk.rules.observations import transfers as t
from kiosk.rules.signatures import signed
from kiosk.rules.things import Moment, OfficerNumber, Person
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
    """Close a transfer by the other store's receipt; what did not arrive there is missing."""
    verdict, person = _at_the_desk(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    receipt = seen.receipt
    if receipt is None:
        return verdict + refuse_afar(seen.at, seen.problem, "", person.number)
    reason = _not_of_ours(bay, receipt)
    if reason:
        return verdict + refuse_afar(seen.at, reason, receipt.number, person.number)
    return verdict + _closed(bay, seen.at, receipt, person.number)


def _not_of_ours(bay: Bay, receipt: Receipt) -> str:
    """Return why a receipt closes nothing: no such transfer waits for one from that store."""
    sent = bay.transfers.sent.get(receipt.number)
    if sent is None or sent.to != receipt.origin:
        return "unknown_transfer"
    if not set(receipt.taken) <= {weapon.number for weapon in sent.weapons}:
        return "note_edited"
    return "" if sending.left(bay, sent) else "transfer_not_left"


def _closed(bay: Bay, at: Moment, receipt: Receipt, by: OfficerNumber) -> Decision:
    """Let go of what arrived. What left here and did not arrive is missing, and searched for."""
    sent = bay.transfers.sent[receipt.number]
    gone = {one.text for one in receipt.differences if one.discrepancy is Discrepancy.MISSING}
    weapons = tuple(weapon.number for weapon in sent.weapons)
    missing = tuple(number for number in weapons if number in gone)
    closed = Decision((e.TransferClosed(at, receipt.number, receipt, weapons, missing, by),))
    if receipt.differences:
        closed += alarms.raised(bay, at, e.AlarmCause.TRANSFER_DIFFERS, receipt.number)
    for number in missing:
        closed += alarms.raised(bay, at, e.AlarmCause.MISSING, number)
    return closed


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
