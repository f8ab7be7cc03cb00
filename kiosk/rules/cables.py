"""One cable: opened, held open, shut, counted. A contact sees a cable; it cannot see a weapon."""

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Release
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Lock, Tone
from kiosk.rules.fold import fold
from kiosk.rules.things import CableId, Moment


def opened(bay: Bay, seen: o.CableOpened) -> Decision:
    """Decide on a cable that opened: by right, or by force."""
    if seen.cable not in bay.cables or seen.cable in bay.open_cables:
        return NOTHING
    release = bay.release
    if release is not None and release.cable == seen.cable and release.opened_ms is None:
        by_right = e.CableSeenOpen(seen.at, seen.cable, released=True)
        return Decision((by_right,), (Lock(seen.cable),))
    by_force = e.CableSeenOpen(seen.at, seen.cable, released=False)
    return Decision((by_force,), (Lock(seen.cable),)) + forced(bay, seen.at, seen.cable)


def forced(bay: Bay, at: Moment, cable: CableId) -> Decision:
    """Raise the alarm about a cable that is open and should not be."""
    officer = bay.session.officer if bay.session is not None else None
    raised = alarms.raised(bay, at, e.AlarmCause.FORCED, cable)
    return raised + alarms.doubted(bay, at, cable, e.DoubtCause.FORCED, officer)


def shut(bay: Bay, seen: o.CableShut) -> Decision:
    """Decide on a cable that is shut again: what was it open for, and is all of it there?"""
    if seen.cable not in bay.cables or seen.cable not in bay.open_cables:
        return NOTHING
    release = bay.release
    ours = release is not None and release.cable == seen.cable and release.is_open
    if release is None or release.opened_ms is None or not ours:
        return Decision((e.CableSeenShut(seen.at, seen.cable, 0),), (Lock(seen.cable),))
    open_ms = max(seen.at.mono_ms - release.opened_ms, 0)
    dark = Light(release.grant.position, on=False)
    decision = Decision(
        (e.CableSeenShut(seen.at, seen.cable, open_ms), *_ended(bay, release, seen.at)),
        (Lock(seen.cable), dark),
    )
    if seen.present is None:
        return decision
    after = fold(bay, decision.entries)
    expected = {place for place in bay.cables[seen.cable] if place in after.inside}
    agrees = expected == set(seen.present)
    return decision + _compared(
        after, seen.at, len(seen.present), len(expected), agrees=agrees, how="sensors"
    )


def _ended(bay: Bay, release: Release, at: Moment) -> tuple[e.Entry, ...]:
    grant = release.grant
    if grant.purpose is e.Purpose.ISSUE:
        return () if release.taken else (e.NothingTaken(at, release.cable, grant.weapon),)
    custody = bay.out.get(grant.weapon)
    holder = custody.holder if custody is not None else None
    return (e.WeaponReturned(at, grant.weapon, grant.officer, holder, grant.position),)


def counted(bay: Bay, seen: o.RemainingCounted) -> Decision:
    """Decide on the number of weapons somebody counted on the cable that was open."""
    release = bay.release
    if release is None or release.shut_ms is None:
        return refuse(seen.at, "not_now", str(seen.counted))
    expected = len(bay.on_cable(release.cable))
    agrees = seen.counted == expected
    return _compared(bay, seen.at, seen.counted, expected, agrees=agrees, how="said")


def _compared(
    bay: Bay, at: Moment, counted: int, expected: int, *, agrees: bool, how: str
) -> Decision:
    release = bay.release
    assert release is not None
    nobody = bay.session is not None and bay.session.officer is None
    closed = (e.SessionClosed(at, None, e.Farewell.DONE),) if nobody else ()
    if agrees:
        return accept(e.CountAgreed(at, release.cable, counted, how), *closed)
    differed = e.CountDiffered(at, release.cable, counted, expected, how)
    doubts = alarms.doubted(
        bay, at, release.cable, e.DoubtCause.COUNT_DIFFERS, release.grant.officer
    )
    return Decision((differed,), (Beep(Tone.REFUSED),)) + doubts + Decision(closed)


def time_passed(bay: Bay, release: Release, at: Moment) -> Decision:
    """Decide on a deadline of the released cable: lapse, buzzer, alarm, skipped count."""
    deadline = bay.next_deadline()
    if deadline is None or at.mono_ms < deadline:
        return NOTHING
    cable = release.cable
    if release.opened_ms is None:
        lapsed = e.ReleaseLapsed(at, cable)
        return Decision((lapsed,), (Lock(cable), Light(release.grant.position, on=False)))
    if release.shut_ms is not None:
        skipped = Decision((e.CountSkipped(at, cable),), (Beep(Tone.ATTENTION),))
        officer = release.grant.officer
        doubts = alarms.doubted(bay, at, cable, e.DoubtCause.COUNT_SKIPPED, officer)
        return skipped + doubts
    if not release.held_open:
        return Decision((e.CableHeldOpen(at, cable),), (Beep(Tone.ATTENTION),))
    return alarms.raised(bay, at, e.AlarmCause.LEFT_OPEN, cable)
