"""Changing what stands in the register: a matter for two people (P10, R02).

Nothing is edited in place: a correction is a new entry that names each field as it was and as it
becomes. To deny is no correction: `rules.denials`.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from kiosk.rules import alarms, tags, vouching
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse_afar
from kiosk.rules.pending import Known, Named
from kiosk.rules.things import (
    Certificate,
    Changed,
    Condition,
    Correction,
    Moment,
    Officer,
    OfficerNumber,
    Weapon,
)

FIELDS_MAX = 2
"""Fields of one correction. Ours: so many stand whole on the screen before those who vouch."""

_DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1).toordinal()


def asked(bay: Bay, seen: o.CorrectionAsked, reverses: int = 0) -> Decision:
    """Begin a correction, if nobody stands at the bay. It is asked for from afar.

    Args:
        bay: as it stands.
        seen: what is asked for.
        reverses: the line with the correction that this one takes back (`rules.reversals`), or 0.
    """
    reason, about = vouching.hindrance(bay) or _unasked(seen), str(seen.wanted.number)
    if not reason and isinstance(seen.wanted, Weapon):
        reason, about = _of_weapon(bay, seen.stands, seen.wanted, seen.claims)
    if reason:
        return refuse_afar(seen.at, reason, about)
    assert seen.stands is not None, "what nobody knows is a problem"
    changed = differences(seen.stands, seen.wanted, bay.policy.utc_offset_min)
    if len(changed) > FIELDS_MAX:
        return refuse_afar(seen.at, "too_many_changes", seen.wanted.number)
    if isinstance(seen.wanted, Officer):
        correction = Correction(seen.why, changed, officer=seen.wanted, reverses=reverses)
        if correction.leaving:
            correction = replace(correction, badges=seen.badges)
            kept = _kept_by(bay, seen.wanted.number)
            if kept:
                return refuse_afar(seen.at, kept, seen.wanted.number)
    else:
        correction = Correction(seen.why, changed, weapon=seen.wanted, reverses=reverses)
    return accept(e.CorrectionBegun(seen.at, correction, seen.by))


def _kept_by(bay: Bay, officer: OfficerNumber) -> str:
    """Return what somebody who leaves must hand in first, as a reason, or nothing."""
    if bay.held_by(officer):
        return "holds_weapon"
    if any(key.holder == officer for key in bay.keys.values()):
        return "holds_key"
    return "has_shift" if bay.shift is not None and bay.shift.officer == officer else ""


def _unasked(seen: o.CorrectionAsked) -> str:
    """Return why nobody need be asked to stand by this."""
    if seen.stands is None:
        return "unknown_officer" if isinstance(seen.wanted, Officer) else "unknown_weapon"
    if seen.before != seen.stands:
        return "changed_meanwhile"
    if seen.wanted == seen.stands:
        return "nothing_changed"
    return "" if seen.why.strip() else "no_reason_given"


def _of_weapon(
    bay: Bay, stands: Officer | Weapon | None, wanted: Weapon, claims: tags.Claims
) -> tuple[str, str]:
    """Return why a weapon cannot become what is asked, and about what; or two empty texts.

    One that is reported lost, or that a list of the capital names, is not set fit: what keeps it
    apart is another question, which two people answer first (`losses.finds`, `losses.listed`).
    """
    was_fit = isinstance(stands, Weapon) and stands.condition is Condition.FIT
    if wanted.condition is Condition.FIT and not was_fit:
        if wanted.number in bay.losses:
            return "reported_lost", wanted.number
        if wanted.number in bay.listed:
            return "listed", wanted.number
    return tags.problem(wanted.number, wanted.tags, claims)


def differences(
    was: Officer | Weapon, becomes: Officer | Weapon, utc_offset_min: int
) -> tuple[Changed, ...]:
    """Return the fields in which two people or two weapons differ, as people read them.

    Args:
        was: how it stands.
        becomes: how it is to stand.
        utc_offset_min: local time, for the days of certificates.
    """
    found = list[Changed]()
    for field in fields(was):
        before, after = getattr(was, field.name), getattr(becomes, field.name)
        if field.name == "certificates":  # those that both have say nothing
            before, after = (
                _certificates(set(one) - set(other), utc_offset_min)
                for one, other in ((before, after), (after, before))
            )
        if before != after:
            found.append(Changed(field.name, _read(before), _read(after)))
    return tuple(found)


def _read(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _certificates(several: Iterable[Certificate], utc_offset_min: int) -> str:
    """Return certificates with the last day that each counts: it ends as the next one begins."""
    return "; ".join(sorted(_certificate(one, utc_offset_min) for one in several))


def _certificate(one: Certificate, utc_offset_min: int) -> str:
    """Return a certificate as it is read before two people, with what else stands on its paper."""
    issued = _day(one.issued_ms, utc_offset_min) if one.issued_ms else ""
    paper = ", ".join(filter(None, (one.number, one.course, issued, one.issuer)))
    last = f"{one.type} {_day(one.expires_ms - 1, utc_offset_min)}"
    return f"{last} ({paper})" if paper else last


def _day(wall_ms: int, utc_offset_min: int) -> str:
    """Return a local day, YYYY-MM-DD; one that no calendar has, as its number."""
    day = _EPOCH + (wall_ms + 60_000 * utc_offset_min) // _DAY_MS
    return str(date.fromordinal(day)) if 0 < day <= date.max.toordinal() else str(day)


def named(correction: Correction) -> Named:
    """Return the person or the weapon that a correction is about."""
    if correction.officer is not None:
        return Named(officers=(correction.officer.number,))
    assert correction.weapon is not None, "a correction is about one of both"
    return Named(weapons=(correction.weapon.number,), tags=correction.weapon.tags)


def problem(bay: Bay, correction: Correction, known: Known) -> tuple[str, str]:
    """Return why what two people saw of the register is not what stands there any more."""
    wanted = correction.officer or correction.weapon
    assert wanted is not None, "a correction is about one of both"
    stands: Officer | Weapon | None
    if isinstance(wanted, Officer):
        stands = known.officers.get(wanted.number)
    else:
        stands = known.weapons.get(wanted.number)
    changes = stands and differences(stands, wanted, bay.policy.utc_offset_min)
    if changes != correction.changed:
        return "changed_meanwhile", wanted.number
    kept = _kept_by(bay, OfficerNumber(wanted.number)) if correction.leaving else ""
    if kept:
        return kept, wanted.number
    if correction.weapon is None:
        return "", ""
    return _of_weapon(bay, stands, correction.weapon, known.claims)


def gaining(bay: Bay, correction: Correction) -> set[OfficerNumber]:
    """Return whom a correction is about: the person, or whoever is out with the weapon."""
    if correction.officer is not None:
        return {correction.officer.number}
    assert correction.weapon is not None, "a correction is about one of both"
    custody = bay.out.get(correction.weapon.number)
    return set() if custody is None else {custody.holder}


def lines(
    bay: Bay, at: Moment, wanted: Correction, by: tuple[OfficerNumber, ...]
) -> tuple[e.Entry, ...]:
    """Return what is written of a correction that two people stood by.

    Of a person who leaves also that they do; of one who is put on hold, that what they are out with
    is called for.
    """
    officer, weapon, back = wanted.officer, wanted.weapon, wanted.reverses
    if officer is None:
        assert weapon is not None, "a correction is about one of both"
        return (e.WeaponCorrected(at, weapon, wanted.changed, wanted.why, by, back),)
    corrected = e.OfficerCorrected(at, officer, wanted.changed, wanted.why, by, back)
    held = any(one.field == "hold" and one.becomes == "yes" for one in wanted.changed)
    called = recalled(bay, at, officer.number).entries if held else ()
    if not wanted.leaving:
        return (*called, corrected)
    left = e.OfficerLeft(at, officer.number, wanted.badges, wanted.why, by)
    return (*called, corrected, left)


def recalled(bay: Bay, at: Moment, officer: OfficerNumber) -> Decision:
    """Call for what somebody is out with, or is about to be, who may draw no longer (R17)."""
    session, release = bay.session, bay.release
    drawing = release is not None and session is not None and session.officer == officer
    if not bay.held_by(officer) and not (drawing and release and release.opened_ms is not None):
        return NOTHING
    return alarms.raised(bay, at, e.AlarmCause.RECALL, officer)
