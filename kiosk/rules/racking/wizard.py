"""Racking a weapon at the bay, up to its place: checked against its card, cleaned, photographed.

What is engraved is read before anybody is shown what it should be. A weapon that is not what the
register says of it gets no place; nothing in here changes what the register says.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import returns
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.observations import racking as r
from kiosk.rules.racking import placing
from kiosk.rules.racking.comparing import FIELDS, disputes, same_steel
from kiosk.rules.second import proves_enough
from kiosk.rules.things import OfficerNumber, Person, Role, Weapon, WeaponNumber
from kiosk.rules.to_rack import Step, ToRack

MAY_RACK = frozenset({Role.CUSTODIAN, Role.ARMOURER})
"""The custodian answers for the racks, the armourer cleans and judges; the chief opens nothing."""

REASONS = ("no_camera", "nothing_to_see", "later")
"""Why a mark has no picture: no camera is here, there is no mark, or the office takes it later."""


def wanted(bay: Bay, seen: r.RackingAsked) -> Decision:
    """Decide on somebody who wants to rack a weapon."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return refuse(seen.at, "not_now")
    reason = _barred(person)
    if not reason and not proves_enough(bay.policy, session.grade):
        reason = "badge_too_weak"
    if reason:
        return refuse(seen.at, reason, "", person.number)
    return accept(e.RackingWanted(seen.at, person.number))


def _barred(person: Person) -> str:
    if person.role not in MAY_RACK:
        return "wrong_role"
    if not person.officer.active:
        return "inactive_officer"
    return "on_hold" if person.officer.hold else ""


def scanned(bay: Bay, racking: ToRack, seen: o.WeaponSeen) -> Decision:
    """Decide on a label that is read, or a number that is typed, while somebody racks a weapon.

    One that somebody is out with, and may not be racked, is being brought in; so is any other that
    stands nowhere once a weapon is being racked, and at any time what another store took over: a
    weapon is never refused (P6).
    """
    person, weapon = seen.asker, seen.weapon
    assert person is not None, "who racks a weapon has a badge"
    if weapon is not None and weapon.number == racking.weapon:
        return NOTHING
    brought = returns.may_be_brought(bay, seen)
    if racking.step is not Step.LABEL or (brought and seen.away):
        if brought:
            return returns.begun(bay, seen)
        return refuse(seen.at, "rack_one_first", seen.text, person.number)
    reason = _barred(person) or _not_to_rack(bay, weapon, person.number)
    if weapon is None or reason:
        if brought and weapon is not None and not _comes_new(bay, weapon.number):
            return returns.begun(bay, seen)
        return refuse(seen.at, reason, seen.text, person.number)
    return accept(
        e.RackingBegun(
            seen.at, weapon.number, person.number, seen.text, weapon.type, weapon.calibre,
            seen.facts.cards, seen.facts.racks, seen.facts.photos,
        )
    )  # fmt: skip


def _comes_new(bay: Bay, weapon: WeaponNumber) -> bool:
    """Return whether a weapon never was anywhere here: whoever racks it has it in their hands."""
    nowhere = bay.place_of(weapon) is None
    return nowhere and weapon not in bay.out and weapon not in bay.missing


def _own(bay: Bay, weapon: WeaponNumber, officer: OfficerNumber) -> bool:
    """Return whether a weapon without a place is in the hands of whoever racks it."""
    custody = bay.out.get(weapon)
    return custody is not None and custody.holder == officer and weapon not in bay.homes


def _not_to_rack(bay: Bay, weapon: Weapon | None, officer: OfficerNumber) -> str:
    """Return why this weapon cannot be given a place, or nothing."""
    if weapon is None:
        return "unknown_weapon"
    if weapon.number in bay.missing:
        return "weapon_missing"
    if weapon.number in bay.out and not _own(bay, weapon.number, officer):
        return "already_out"
    placed = weapon.number in bay.homes or bay.place_of(weapon.number) is not None
    return placing.sought(bay, weapon.number) or ("already_racked" if placed else "")


def steel(bay: Bay, seen: r.SteelRead) -> Decision:
    """Decide on the digits that were read blind from the steel."""
    at_it = _at(bay, Step.STEEL)
    if at_it is None or seen.weapon is None or bay.session is None:
        return refuse(seen.at, "not_now")
    racking, officer = at_it
    assert racking.begun is not None, "the label was scanned before"
    if not same_steel(seen.weapon, seen.digits):
        return _differs(seen, ("serial",), seen.digits, seen.weapon.number, officer)
    disputed = tuple(dict.fromkeys(disputes(seen.weapon, seen.digits, racking.begun.cards)))
    return accept(e.RackingRead(seen.at, seen.weapon.number, seen.digits, officer, disputed))


def compared(bay: Bay, seen: r.AgreementSaid) -> Decision:
    """Decide on what differs between the weapon and what is shown of it, if anything does."""
    at_it = _at(bay, Step.CHECK)
    if at_it is None:
        return refuse(seen.at, "not_now")
    racking, officer = at_it
    weapon, read = racking.weapon, racking.read
    assert weapon is not None, "the label was scanned before"
    differing = tuple(one for one in ("serial", *FIELDS) if one in seen.differing)
    if differing:
        return _differs(seen, differing, read or "", weapon, officer)
    return accept(e.RackingAgreed(seen.at, weapon, officer))


def _differs(
    seen: r.SteelRead | r.AgreementSaid,
    differing: tuple[str, ...],
    engraved: str,
    weapon: WeaponNumber,
    officer: OfficerNumber,
) -> Decision:
    line = e.RackingDiffered(seen.at, weapon, differing, engraved, officer)
    return Decision((line,), (Beep(Tone.REFUSED),))


def cleaned(bay: Bay, seen: r.CleaningSaid) -> Decision:
    """Take the word of whoever stands there that they cleaned the weapon."""
    at_it = _at(bay, Step.CLEAN)
    if at_it is None or at_it[0].weapon is None:
        return refuse(seen.at, "not_now")
    racking, officer = at_it
    assert racking.weapon is not None, "the label was scanned before"
    return accept(e.WeaponCleaned(seen.at, racking.weapon, officer, officer))


def cleaned_by(bay: Bay, seen: o.BadgeSeen, cleaner: Person) -> Decision:
    """Take a badge that is shown now for that of whoever cleaned the weapon."""
    at_it = _at(bay, Step.CLEAN)
    assert at_it is not None, "only then is a badge the cleaner's"
    racking, officer = at_it
    assert racking.weapon is not None, "the label was scanned before"
    return accept(e.WeaponCleaned(seen.at, racking.weapon, cleaner.number, officer))


def photographed(bay: Bay, seen: r.PhotoTold) -> Decision:
    """Take note of the pictures there are, or why there is none."""
    at_it = _at(bay, Step.PHOTO)
    if at_it is None:
        return refuse(seen.at, "not_now")
    racking, officer = at_it
    assert racking.weapon is not None, "the label was scanned before"
    why = "" if seen.photos else seen.why
    if not seen.photos and why not in REASONS:
        return refuse(seen.at, "no_reason_given", racking.weapon, officer)
    return accept(e.RackingPhotoTold(seen.at, racking.weapon, seen.photos, why, officer))


def _at(bay: Bay, step: Step) -> tuple[ToRack, OfficerNumber] | None:
    """Return the racking that is at this step, and whose it is."""
    session = bay.session
    if session is None or session.racking is None or session.officer is None:
        return None
    here = session.racking.step is step and session.second is None and bay.release is None
    return (session.racking, session.officer) if here else None
