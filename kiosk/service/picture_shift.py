"""Draws the shift, a hand-over and a stand-to as a screen shows them.

What is counted or read blind is never in it: neither how many weapons the book has on a cable that
is asked for, nor the number of a seal.
"""

from kiosk.rules.bay import Bay
from kiosk.rules.entries import OpenPoint, PointKind
from kiosk.rules.handover.points import (
    Step,
    cable_left,
    key_left,
    point_left,
    points,
    step_of,
)
from kiosk.rules.shifts import Handing, Key
from kiosk.rules.stand_to.begin import doubtful, lapsed
from kiosk.rules.things import OfficerNumber, WeaponNumber
from kiosk.service import shift_views as s
from kiosk.service import views as v
from kiosk.service.picture_names import Names

HOUR_MS = 3_600_000

_STAGES = {
    Step.SECOND: v.Stage.HANDOVER_SECOND,
    Step.CABLE: v.Stage.HANDOVER_CABLE,
    Step.KEY: v.Stage.HANDOVER_KEY,
    Step.SEAL: v.Stage.HANDOVER_SEAL,
    Step.POINT: v.Stage.HANDOVER_POINT,
    Step.SIGN: v.Stage.HANDOVER_SIGN,
}

_OF_A_WEAPON = frozenset(
    {
        PointKind.OVERDUE, PointKind.MISSING, PointKind.WORK, PointKind.UNKNOWN_HOLDER,
        PointKind.IN_HANDS,
    }
)  # fmt: skip
_OF_A_PERSON = frozenset({PointKind.OVERDUE, PointKind.KEY_OUT, PointKind.IN_HANDS})


def shift_stage(bay: Bay) -> v.Stage | None:
    """Return where somebody stands who hands over or is at a stand-to; None when nobody does."""
    session = bay.session
    if session is None:
        return None
    if session.handing is not None:
        step = step_of(bay, session.handing)
        awaited = step is Step.SECOND and session.second is not None
        return v.Stage.COUNTER_SIGN_PIN if awaited else _STAGES[step]
    if session.standing is None and session.pairing is None:
        return None
    if session.second is not None:
        return v.Stage.COUNTER_SIGN_PIN
    return v.Stage.STAND_TO_SECOND if session.standing is not None else _at_the_cable(bay)


def _at_the_cable(bay: Bay) -> v.Stage:
    release = bay.release
    if release is None:
        return v.Stage.STAND_TO
    if release.opened_ms is None:
        return v.Stage.OPEN_NOW
    return v.Stage.STAND_TO_PAIRS if release.shut_ms is None else v.Stage.COUNT


def asked_about(bay: Bay) -> str:
    """Return what a hand-over asks about now: a tap counts only for the thing that was shown."""
    handing = bay.session.handing if bay.session is not None else None
    if handing is None or handing.begun is None:
        return ""
    key, point = key_left(bay, handing), point_left(bay, handing)
    match step_of(bay, handing):
        case Step.CABLE:
            return str(cable_left(bay, handing))
        case Step.KEY | Step.SEAL if key is not None:
            return key.name
        case Step.POINT if point is not None:
            return "|".join((point.kind, point.about, point.why, *point.places))
        case _:
            return ""


def shift(bay: Bay, names: Names, wall_ms: int) -> s.ShiftView:
    """Return who answers for the bay, whether that should have changed, and the keys."""
    keys = tuple(_key(key, names) for _, key in sorted(bay.keys.items()))
    required = bay.policy.handover_required
    if bay.shift is None:
        return s.ShiftView(required=required, keys=keys)
    due_ms = bay.shift.since_ms + bay.policy.shift_h * HOUR_MS
    return s.ShiftView(
        on_shift=as_who(names, bay.shift.officer),
        number=bay.shift.number,
        since_ms=bay.shift.since_ms,
        due_ms=due_ms,
        required=required,
        overdue=required and due_ms <= wall_ms,
        keys=keys,
    )


def handover(bay: Bay, names: Names) -> s.HandoverView | None:
    """Return the hand-over that is under way."""
    handing = bay.session.handing if bay.session is not None else None
    if handing is None:
        return None
    begun, step = handing.begun, step_of(bay, handing)
    if begun is None:
        first = as_who(names, handing.asked.by)
        offered = handing.asked.offered
        return s.HandoverView(step, offered, first if offered else None, None if offered else first)
    key, point = key_left(bay, handing), point_left(bay, handing)
    done = len(handing.cables) + len(handing.keys) + len(handing.accepted)
    return s.HandoverView(
        step=step,
        offered=handing.asked.offered,
        outgoing=as_who(names, begun.outgoing),
        incoming=as_who(names, begun.incoming),
        cable=str(cable_left(bay, handing)) if step is Step.CABLE else "",
        key=_key(key, names) if key is not None and step in (Step.KEY, Step.SEAL) else None,
        point=_point(point, names) if point is not None and step is Step.POINT else None,
        done=done,
        of=done + _left(bay, handing),
    )


def _left(bay: Bay, handing: Handing) -> int:
    cables = sum(cable not in handing.cables for cable in bay.cables)
    at_home = (name for name, key in bay.keys.items() if key.holder is None)
    keys = sum(name not in handing.keys for name in at_home)
    return cables + keys + sum(one not in handing.accepted for one in points(bay, handing))


def stand_to(bay: Bay, names: Names, wall_ms: int) -> s.StandToView | None:
    """Return the newest stand-to while it runs, or somebody is unknown from it."""
    newest = bay.stand_to
    if newest is None or not (newest.running or bay.unknown_holders):
        return None
    pairing = bay.session.pairing if bay.session is not None else None
    badge = pairing.badge.officer if pairing is not None and pairing.badge is not None else None
    waits = pairing.weapon if pairing is not None else None
    last = pairing.last if pairing is not None else None
    drew = as_who(names, last[0]) if last is not None else None
    pair = (drew, _unknown(bay, names, last[1])) if drew is not None and last else None
    return s.StandToView(
        number=newest.begun.stand_to,
        reason=newest.begun.reason,
        since_ms=newest.begun.at.wall_ms,
        running=newest.running,
        begun_by=tuple(one for by in newest.begun.by if (one := as_who(names, by)) is not None),
        issued=newest.issued,
        unknown=tuple(_unknown(bay, names, weapon) for weapon in bay.unknown_holders),
        doubtful=tuple(doubtful(bay)),
        cables=tuple(
            s.CableChoice(cable, bay.positions[places[0]].rack, len(bay.on_cable(cable)))
            for cable, places in bay.cables.items()
        ),
        badge=as_who(names, badge),
        weapon=_unknown(bay, names, waits) if waits in bay.unknown_holders and waits else None,
        pair=pair,
        until_ms=newest.until_ms(bay.policy.stand_to_h),
        lapsed=lapsed(bay, wall_ms),
    )


def _unknown(bay: Bay, names: Names, weapon: WeaponNumber) -> s.UnknownView:
    face = names.weapon(weapon)
    assert face is not None, "a number is always shown as something"
    custody = bay.out.get(weapon)
    since_ms = custody.since_ms if custody is not None else 0
    return s.UnknownView(face.number, face.name, face.serial, since_ms)


def _point(point: OpenPoint, names: Names) -> s.PointView:
    about, who = point.about, None
    if point.kind in _OF_A_WEAPON:
        face = names.weapon(WeaponNumber(about))
        about = f"{face.name} {face.serial or face.number}" if face is not None else about
    if point.kind in _OF_A_PERSON:
        who = as_who(names, OfficerNumber(point.why))
    why = "" if who is not None else point.why
    return s.PointView(point.kind, about, why, who, point.places)


def _key(key: Key, names: Names) -> s.KeyView:
    holder = as_who(names, key.holder)
    return s.KeyView(key.name, key.opens, bool(key.seal), holder, key.since_ms, key.amiss)


def as_who(names: Names, number: OfficerNumber | None) -> s.Who | None:
    """Return a person by number and name."""
    face = names.person(number)
    return None if face is None else s.Who(face.number, face.name, face.name_km)
