"""Taking a correction back: a correction of its own, which names the line that it takes back (R07).

Nothing is taken out of the book. Two people stand by it as by any correction, and what one may do
no other one may: each correction is taken back once at most, and only while nothing wrote one of
its fields after it. A reversal is a correction, and may be taken back as one.
"""

from collections.abc import Mapping

from kiosk.rules import corrections
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.things import Changed, Officer, Weapon
from kiosk.rules.undoing import undone


def asked(bay: Bay, seen: o.ReversalAsked) -> Decision:
    """Begin to take a correction back, if it stands. It is asked for from afar."""
    correction, stands = seen.written.correction, seen.stands
    if correction is None or stands is None:
        return refuse_afar(seen.at, "no_correction", str(seen.line))
    if seen.written.taken_back:
        return refuse_afar(seen.at, "taken_back_already", str(seen.written.taken_back))
    since = _changed_since(seen.written.since, correction, stands, bay.policy.utc_offset_min)
    if since:
        return refuse_afar(seen.at, "changed_since", since)
    wanted = undone(correction, stands, seen.written.papers)
    wish = o.CorrectionAsked(
        seen.at, seen.by, seen.why, wanted, stands, stands, seen.badges, seen.claims
    )
    return corrections.asked(bay, wish, reverses=seen.line)


def about(correction: e.OfficerCorrected | e.WeaponCorrected) -> Officer | Weapon:
    """Return whom or what a correction wrote, as it stood from then on."""
    return correction.officer if isinstance(correction, e.OfficerCorrected) else correction.weapon


def _changed_since(
    since: Mapping[str, int],
    correction: e.OfficerCorrected | e.WeaponCorrected,
    stands: Officer | Weapon,
    offset_min: int,
) -> str:
    """Return which lines wrote a field of a correction after it: as it wrote it, and as it is."""
    now = {one.field: one for one in corrections.differences(about(correction), stands, offset_min)}
    told = [
        f"{since[one.field]} ({one.field}: {_course(one, now.get(one.field))})"
        for one in correction.changed
        if one.field in since
    ]
    return "; ".join(told)


def _course(wrote: Changed, now: Changed | None) -> str:
    """Return what became of a value; one that went and came again stands as it was written."""
    return wrote.becomes if now is None else f"{now.was} → {now.becomes}"
