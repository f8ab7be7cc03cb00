"""Draws the bay as a screen shows it. Pure, but for the register it looks names up in."""

from datetime import date

from kiosk.rules import matters
from kiosk.rules.bay import Alarm, Bay, PinTries, Session
from kiosk.rules.entries import AlarmCause
from kiosk.rules.policy import DuressPin
from kiosk.rules.things import (
    Correction,
    Moment,
    OfficerNumber,
    PositionId,
    Signal,
    WeaponNumber,
)
from kiosk.service import (
    picture_counts,
    picture_losses,
    picture_passing,
    picture_racking,
    picture_service,
    picture_shift,
    picture_watch,
)
from kiosk.service import views as v
from kiosk.service.call_views import CallView
from kiosk.service.in_hand import InHand
from kiosk.service.listed_view import ListedFace
from kiosk.service.picture_listed import listed_faces
from kiosk.service.picture_names import Names
from kiosk.service.stages import about_whom, stage_of, subject

NOTICES = (Signal.SERVICE_KEY, Signal.BATTERY, Signal.MAINS)
"""The signals that every screen shows as they stand, what stops issues first. The others call
somebody: they are alarms."""

_DAY_MIN = 24 * 60
_EPOCH = date(1970, 1, 1).toordinal()


def positions(bay: Bay, names: Names, wall_ms: int) -> tuple[v.PositionView, ...]:
    """Return every position with what the book says of it; a weapon is shown at one of them.

    A weapon that stands elsewhere, in a quarantine position say, is not expected at home.
    """
    standing = set(bay.inside.values())
    owners = {home: weapon for weapon, home in bay.homes.items() if weapon not in standing}
    return tuple(
        _position(bay, names, wall_ms, place, bay.inside.get(place) or owners.get(place))
        for place in bay.positions
    )


def _position(
    bay: Bay, names: Names, wall_ms: int, place: PositionId, weapon: WeaponNumber | None
) -> v.PositionView:
    position = bay.positions[place]
    custody = bay.out.get(weapon) if weapon is not None else None
    doubt = bay.doubts.get(place)
    if doubt is not None:
        state = "doubt"
    elif place in bay.inside:
        state = "in"
    elif weapon in bay.missing:
        state = "missing"
    else:
        state = "out" if custody is not None else "empty"
    return v.PositionView(
        place,
        position.rack,
        position.cable,
        state,
        names.weapon(weapon),
        names.person(custody.holder) if custody is not None else None,
        custody.since_ms if custody is not None else 0,
        custody.due_ms if custody is not None else 0,
        custody is not None and 0 < custody.due_ms < wall_ms,
        doubt.cause if doubt is not None else "",
    )


def visit(bay: Bay, names: Names, hand: InHand) -> v.Visit:
    """Return the running session as a screen shows it. The expected count never stands in it."""
    session, release = bay.session, bay.release
    if session is None and release is None:
        return v.Visit()
    session = session or Session(None, 0)
    vouched_for = session.pending or session.enrolling
    matter = session.pending.matter if session.pending is not None else None
    weapon, place, rounds = subject(bay, session)
    counted, cable = picture_counts.count_place(bay)
    if place is not None and place in bay.positions:
        cable = bay.positions[place].cable
    pin_owner = session.second or session.officer
    tries = bay.pin_tries.get(pin_owner, PinTries()) if pin_owner is not None else PinTries()
    return v.Visit(
        person=names.person(about_whom(bay, session)),
        second=names.person(session.second),
        weapon=picture_racking.unread(bay, names.weapon(weapon)),
        position=place or counted,
        cable=cable,
        until_mono=bay.visit_deadline() or 0,
        tries_left=max(bay.policy.pin_tries - tries.refused, 0),
        wrong=release.wrong if release is not None else 0,
        scanned=_held(names, hand.wrong) if release is not None else None,
        held_open=release is not None and release.held_open,
        taken=release is not None and release.taken,
        purpose=release.grant.purpose if release is not None else "",
        magazines=rounds.magazines,
        rounds=rounds.rounds,
        text=session.returning.text if session.returning is not None else "",
        exposed=tuple(filter(None, map(names.weapon, release.grant.exposed))) if release else (),
        vouchers=len(vouched_for.vouchers) if vouched_for is not None else 0,
        matter="" if matter is None else matters.tag(matter),
        changes=()
        if matter is None
        else tuple(v.ChangeView(c.field, c.was, c.becomes) for c in matters.shown(matter)),
        why="" if matter is None else matter.why,
        reverses=matter.reverses if isinstance(matter, Correction) else 0,
        racking=picture_racking.racking_view(bay, names.weapon(weapon)),
        lent_ms=session.enrolling.until_ms if session.enrolling is not None else 0,
        duress_pin=session.enrolling is not None and bay.policy.duress_pin is DuressPin.OFFERED,
        may_pass=picture_passing.may_pass(bay, session),
        taker=names.person(session.passing.to) if session.passing is not None else None,
        losable=picture_losses.losable(bay, names, session),
    )


def local_time(wall_ms: int, utc_offset_min: int, now_ms: int) -> str:
    """Return a wall time as the warehouse says it: 17:30, or 23.11. 06:00 on another day."""
    minutes = wall_ms // 60_000 + utc_offset_min
    clock = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    day = minutes // _DAY_MIN
    if day == (now_ms // 60_000 + utc_offset_min) // _DAY_MIN:
        return clock
    when = date.fromordinal(_EPOCH + day)
    return f"{when.day:02}.{when.month:02}. {clock}"


def draw(bay: Bay, names: Names, now: Moment, hand: InHand) -> v.BayView:
    """Return the bay as it stands; whoever shows it adds its version and the time."""
    released = bay.release.cable if bay.release and bay.release.opened_ms is None else None
    return v.BayView(
        stage=stage_of(bay),
        visit=visit(bay, names, hand),
        unreturned=_held(names, hand.unreturned),
        positions=positions(bay, names, now.wall_ms),
        cables=tuple(
            v.CableView(
                cable, bay.positions[places[0]].rack, cable in bay.open_cables, cable == released
            )
            for cable, places in bay.cables.items()
        ),
        alarms=tuple(
            _alarm(bay, names, alarm, now.wall_ms)
            for alarm in bay.alarms.values()
            if alarm.cause is not AlarmCause.CODE_9
        ),
        calls=_calls(bay, names),
        count=picture_counts.running(bay, names),
        due_counts=picture_counts.due(bay, now.wall_ms),
        last_count=picture_counts.last(bay, names),
        shift=picture_shift.shift(bay, names, now.wall_ms),
        handover=picture_shift.handover(bay, names),
        stand_to=picture_shift.stand_to(bay, names, now.wall_ms),
        late=picture_watch.late(bay, names),
        loss_clocks=picture_losses.clocks(bay, names, now.wall_ms),
        service=picture_service.service(bay, names),
        faults=tuple(v.FaultView(fault, device) for fault, device in sorted(bay.faults)),
        signals=_notices(bay),
    )


def _notices(bay: Bay) -> tuple[v.SignalView, ...]:
    supply = (("power_off", bay.supply.off), ("spared", bay.supply.spared))
    lines = tuple(
        v.SignalView(signal, line)
        for signal in NOTICES
        for line, its in sorted(bay.signals.items())
        if its is signal
    )
    return (*(v.SignalView(name, "") for name, stands in supply if stands), *lines)


def _calls(bay: Bay, names: Names) -> tuple[CallView, ...]:
    called = [alarm for alarm in bay.alarms.values() if alarm.cause is AlarmCause.CODE_9]
    found = [
        (picture_shift.as_who(names, OfficerNumber(one.about)), one.since_ms) for one in called
    ]
    return tuple(CallView(who, since_ms) for who, since_ms in found if who is not None)


def _alarm(bay: Bay, names: Names, alarm: Alarm, wall_ms: int) -> v.AlarmView:
    steps = picture_losses.steps(bay, alarm)
    return v.AlarmView(
        alarm.cause,
        alarm.about,
        alarm.since_ms,
        _name(names, alarm.answered),
        tuple(v.StepView(name, due_ms, late=due_ms <= wall_ms) for name, due_ms in steps),
        _listed(bay, alarm),
        _elsewhere(bay, alarm),
    )


def _elsewhere(bay: Bay, alarm: Alarm) -> bool:
    """Return whether a weapon is missing that nobody at the racks can have.

    A sheet did not find it at its post, or somebody reports it lost; what was missed at the racks
    is neither out nor reported.
    """
    weapon = WeaponNumber(alarm.about)
    return alarm.cause is AlarmCause.MISSING and (weapon in bay.out or weapon in bay.losses)


def _listed(bay: Bay, alarm: Alarm) -> tuple[ListedFace, ...]:
    """Return what the capital says of what an alarm is about, if that is why it calls."""
    found = bay.listed.get(alarm.about)
    calls = alarm.cause in {AlarmCause.LISTED, AlarmCause.DESTROYED}
    return listed_faces(found.matches) if calls and found is not None else ()


def _held(names: Names, weapon: str) -> v.WeaponFace | None:
    return names.weapon(WeaponNumber(weapon)) if weapon else None


def _name(names: Names, number: OfficerNumber | None) -> str:
    person = names.person(number)
    return person.name if person is not None else ""


def empty(now: Moment, kiosk: str, why: str, version: int) -> v.BayView:
    """Return what a halted kiosk shows: nothing of the bay, because nothing of it is sure."""
    return v.BayView(
        version=version,
        kiosk=kiosk,
        now_ms=now.wall_ms,
        now_mono=now.mono_ms,
        stage=v.Stage.HALTED,
        faults=(v.FaultView("book_broken", why),),
    )
