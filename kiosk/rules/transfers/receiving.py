"""The receiving store: a manifest read, its weapons held against it, and what is taken over."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.rules import entries as e
from kiosk.rules import tags
from kiosk.rules.bay import Bay
from kiosk.rules.folding import folded
from kiosk.rules.manifests import (
    Arrival,
    ArrivalDifference,
    Arrived,
    Discrepancy,
    Manifest,
)
from kiosk.rules.pending import Known, Named
from kiosk.rules.tags import Claims
from kiosk.rules.things import Changed, Condition, Moment, OfficerNumber, Weapon, WeaponNumber

_STAYS_OUT = frozenset({Discrepancy.EXTRA, Discrepancy.NUMBER_TAKEN, Discrepancy.MISSING})
"""What is not taken over: it did not come, or nobody knows what it is."""


def differences(
    bay: Bay, manifest: Manifest, found: Sequence[Arrived], known: Known
) -> tuple[ArrivalDifference, ...]:
    """Hold what was unloaded against its manifest: first what it names, then what came besides.

    Args:
        bay: what stands here already.
        manifest: what should have come.
        found: what came, each weapon once.
        known: what this store's register has of those numbers.
    """
    came = {one.text: one for one in found}
    named_there = {weapon.number for weapon in manifest.weapons}
    claims = _claims(manifest, known)
    seen = [
        ArrivalDifference(weapon.number, difference, weapon.serial, engraved)
        for weapon in manifest.weapons
        for difference, engraved in _differing(bay, weapon, came.get(weapon.number), known, claims)
    ]
    extra = [
        ArrivalDifference(one.text, Discrepancy.EXTRA, "", one.engraved)
        for one in found
        if one.text not in named_there
    ]
    return (*seen, *extra)


def _differing(
    bay: Bay, weapon: Weapon, came: Arrived | None, known: Known, claims: Claims
) -> tuple[tuple[Discrepancy, str], ...]:
    """Return in which way one weapon of a manifest differs; letters' case and spaces do not count.

    What stands in the manifest stays as it is there (P12).
    """
    if came is None:
        return ((Discrepancy.MISSING, ""),)
    here = known.weapons.get(weapon.number)
    other = here is not None and here.serial != weapon.serial
    if other or weapon.number in bay.out or bay.place_of(weapon.number) is not None:
        return ((Discrepancy.NUMBER_TAKEN, came.engraved),)
    tagged: tuple[tuple[Discrepancy, str], ...] = ()
    if tags.free(weapon.number, weapon.tags, claims) != weapon.tags:
        tagged = ((Discrepancy.TAG_TAKEN, came.engraved),)
    if folded(came.engraved) != folded(weapon.serial):
        return (*tagged, (Discrepancy.SERIAL_DIFFERS, came.engraved))
    return tagged


def _claims(manifest: Manifest, known: Known) -> Claims:
    """Return whose the tags of a manifest are: those of weapons here first, then as they stand."""
    coming = {
        tags.tag_key(tag): weapon.number
        for weapon in reversed(manifest.weapons)
        for tag in weapon.tags
    }
    return {**coming, **known.claims}


def named(bay: Bay, arrival: Arrival) -> Named:
    """Return the weapons of a transfer that arrived."""
    awaited = bay.transfers.announced.get(arrival.number)
    weapons = () if awaited is None else awaited.manifest.weapons
    return Named(
        weapons=tuple(weapon.number for weapon in weapons),
        tags=tuple(tag for weapon in weapons for tag in weapon.tags),
    )


def problem(bay: Bay, arrival: Arrival, known: Known) -> tuple[str, str]:
    """Return why a transfer cannot be taken over, and about what; else two empty texts."""
    awaited = bay.transfers.announced.get(arrival.number)
    if awaited is None:
        again = arrival.number in bay.transfers.received
        return ("note_twice" if again else "unknown_transfer"), arrival.number
    texts = [one.text for one in arrival.found]
    twice = next((text for text in texts if texts.count(text) > 1), None)
    if twice is not None:
        return "scanned_twice", twice
    if arrival.differences != differences(bay, awaited.manifest, arrival.found, known):
        return "changed_meanwhile", arrival.number
    if arrival.differences and not arrival.why.strip():
        return "no_reason_given", arrival.number
    return "", ""


def lines(
    bay: Bay, at: Moment, arrival: Arrival, known: Known, by: tuple[OfficerNumber, ...]
) -> tuple[e.Entry, ...]:
    """Return what is written of an arrival: what was taken over is in the first voucher's hands.

    That one is a custodian or the chief (`matters.badge`): a store's weapons are in their hands and
    in nobody else's. From there each weapon is handed in at the bay like any other one, and gets
    its place. One whose engraving differs is quarantined: nobody can say that it is the weapon of
    the manifest.
    """
    manifest = bay.transfers.announced[arrival.number].manifest
    odd = {WeaponNumber(one.text): one.discrepancy for one in arrival.differences}
    taken = [one for one in manifest.weapons if odd.get(one.number) not in _STAYS_OUT]
    received = e.TransferReceived(
        at, arrival.number, arrival.origin, tuple(one.number for one in taken), arrival.found,
        arrival.differences, arrival.why, by,
    )  # fmt: skip
    written: list[e.Entry] = [received]
    claims = _claims(manifest, known)
    for one in taken:
        weapon = replace(one, tags=tags.free(one.number, one.tags, claims))
        quarantined = odd.get(weapon.number) is Discrepancy.SERIAL_DIFFERS
        written += _taken(at, weapon, known, by[0], f"transfer {arrival.number}", quarantined)
    if arrival.differences:
        written.append(e.AlarmRaised(at, e.AlarmCause.TRANSFER_DIFFERS, arrival.number))
    return tuple(written)


def _taken(  # noqa: PLR0913, PLR0917 - one weapon, with all that is known of it
    at: Moment,
    weapon: Weapon,
    known: Known,
    custodian: OfficerNumber,
    source: str,
    quarantined: bool,  # noqa: FBT001 - of one call
) -> list[e.Entry]:
    lines: list[e.Entry] = []
    if known.weapons.get(weapon.number) != weapon:
        lines.append(e.WeaponRegistered(at, weapon, source))
    if quarantined:
        lines.append(e.WorkOrdered(at, weapon.number, ("serial_differs",), Condition.QUARANTINED))
    return [*lines, e.WeaponReceived(at, weapon.number, weapon.number, None, custodian)]


def shown(arrival: Arrival) -> tuple[Changed, ...]:
    """Return what two people see of an arrival: how many came, and what differs."""
    odd = ", ".join(one.text for one in arrival.differences)
    return (
        Changed("transfer_from", "", arrival.origin),
        Changed("transfer_arrived", "", f"{len(arrival.found)}"),
        *((Changed("transfer_differs", "", f"{len(arrival.differences)}: {odd}"),) if odd else ()),
    )
