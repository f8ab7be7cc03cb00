"""The sending store: what may go, who may draw it for the way, and what is called back."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.manifests import (
    Recall,
    Sending,
    TransferNumber,
    Voiding,
    transfer_number,
)
from kiosk.rules.pending import Known, Named
from kiosk.rules.things import Changed, Moment, OfficerNumber, Weapon, WeaponNumber

WEAPONS_MAX = 100
"""Weapons of one transfer. Ours: a small lorry; the manifest stays below what a desk may send."""

_HOUR_MS = 3_600_000


def named(sending: Sending) -> Named:
    """Return the carrier and the weapons of a transfer."""
    return Named((sending.carrier,), tuple(weapon.number for weapon in sending.weapons))


def problem(bay: Bay, sending: Sending, known: Known) -> tuple[str, str]:
    """Return why a transfer cannot be sent, and about what; two empty texts when it can be."""
    if sending.to not in known.stores:
        return "unknown_store", sending.to
    if not 1 <= sending.hours <= bay.policy.transfer_h:
        return "deadline_impossible", str(sending.hours)
    if not sending.why.strip():
        return "no_reason_given", sending.number
    carrier = known.officers.get(sending.carrier)
    if carrier is None or not carrier.active or carrier.hold:
        return "no_carrier", sending.carrier
    return _not_to_be_loaded(bay, sending, known)


def _not_to_be_loaded(bay: Bay, sending: Sending, known: Known) -> tuple[str, str]:
    numbers = [weapon.number for weapon in sending.weapons]
    if not numbers:
        return "nothing_to_send", sending.number
    if len(numbers) > WEAPONS_MAX:
        return "too_many_weapons", str(len(numbers))
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        return "scanned_twice", twice
    problems = ((held_back(bay, weapon, known), weapon.number) for weapon in sending.weapons)
    return next((found for found in problems if found[0]), ("", ""))


def held_back(bay: Bay, weapon: Weapon, known: Known) -> str:
    """Return why one weapon cannot be sent."""
    stands = known.weapons.get(weapon.number)
    if stands is None:
        return "unknown_weapon"
    if stands != weapon:
        return "changed_meanwhile"
    if weapon.number in bay.losses or weapon.number in bay.listed:
        return "reported_lost" if weapon.number in bay.losses else "listed"
    if bay.transfers.of(weapon.number) is not None:
        return "in_transfer"
    place = bay.place_of(weapon.number)
    if place is None:
        return "already_out" if weapon.number in bay.out else "not_in_this_bay"
    return "in_doubt" if place in bay.doubts else ""


def lines(
    bay: Bay, at: Moment, sending: Sending, by: tuple[OfficerNumber, ...]
) -> tuple[e.TransferSent]:
    """Return what is written of a transfer that two people stood by."""
    sent = e.TransferSent(
        at, sending.number, bay.transfers.running + 1, sending.to, sending.weapons,
        sending.carrier, sending.carrier_name, sending.route, sending.vehicle, sending.seal,
        at.wall_ms + sending.hours * _HOUR_MS, sending.why, by,
    )  # fmt: skip
    return (sent,)


def shown(sending: Sending) -> tuple[Changed, ...]:
    """Return what two people see of a transfer: where to, what, with whom."""
    serials = ", ".join(weapon.serial or weapon.number for weapon in sending.weapons)
    return (
        Changed("transfer_to", "", f"{sending.to} · {sending.carrier_name}"),
        Changed("transfer_weapons", "", f"{len(sending.weapons)}: {serials}"),
    )


def next_number(bay: Bay, store: str) -> TransferNumber:
    """Return the number of the transfer that is sent next."""
    return transfer_number(store, bay.transfers.running + 1)


def carried(bay: Bay, sent: e.TransferSent, weapon: WeaponNumber) -> bool:
    """Return whether a weapon of a transfer is in its carrier's hands."""
    custody = bay.out.get(weapon)
    return custody is not None and (custody.mission, custody.holder) == (sent.number, sent.carrier)


def loaded(bay: Bay, sent: e.TransferSent) -> int:
    """Return how many weapons of a transfer are in its carrier's hands."""
    return sum(carried(bay, sent, weapon.number) for weapon in sent.weapons)


def left(bay: Bay, sent: e.TransferSent) -> bool:
    """Return whether a transfer is on its way: its carrier has all of it."""
    return loaded(bay, sent) == len(sent.weapons)


def departed(bay: Bay, at: Moment) -> Decision:
    """Say of each transfer, once, that its carrier has all of it. Asked after every decision.

    From then on its manifest may be given, and what is brought back makes it untrue.
    """
    transfers = bay.transfers
    return Decision(
        tuple(
            e.TransferLeft(at, number)
            for number, sent in transfers.sent.items()
            if number not in transfers.left and left(bay, sent)
        )
    )


def recall_problem(bay: Bay, recall: Recall) -> tuple[str, str]:
    """Return why a transfer cannot be called back: it is none of ours, or some of it has left."""
    sent = bay.transfers.sent.get(recall.number)
    if sent is None:
        return "unknown_transfer", recall.number
    if loaded(bay, sent):
        return "transfer_left", recall.number
    return ("", "") if recall.why.strip() else ("no_reason_given", recall.number)


def recalled(
    at: Moment, recall: Recall, by: tuple[OfficerNumber, ...]
) -> tuple[e.TransferRecalled]:
    """Return what is written of a transfer that is called back."""
    return (e.TransferRecalled(at, recall.number, recall.why, by),)


def void_problem(bay: Bay, voiding: Voiding) -> tuple[str, str]:
    """Return why two people cannot say that a manifest is nobody's any more: it is not about."""
    if voiding.number not in bay.transfers.loose:
        return "unknown_transfer", voiding.number
    return ("", "") if voiding.why.strip() else ("no_reason_given", voiding.number)


def void_gaining(bay: Bay, voiding: Voiding) -> set[OfficerNumber]:
    """Return who had the manifest, and does not stand by its end."""
    sent = bay.transfers.loose.get(voiding.number)
    return set() if sent is None else {sent.carrier}


def voided(at: Moment, voiding: Voiding, by: tuple[OfficerNumber, ...]) -> tuple[e.TransferVoided]:
    """Return what is written of a manifest that nobody holds any more."""
    return (e.TransferVoided(at, voiding.number, voiding.why, by),)
