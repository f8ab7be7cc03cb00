"""One cable: opened, held open, shut, counted. A contact sees a cable; it cannot see a weapon."""

from kiosk.rules import alarms, doubts
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Release
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Lock, Tone
from kiosk.rules.fold import fold
from kiosk.rules.gates import closed_to_trial
from kiosk.rules.things import CableId, Moment, PositionId


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
    return raised + doubts.raised(bay, at, bay.cables[cable], e.DoubtCause.FORCED, officer)


def shut(bay: Bay, seen: o.CableShut) -> Decision:
    """Decide on a cable that is shut again: what was it open for, and is all of it there?"""
    if seen.cable not in bay.cables or seen.cable not in bay.open_cables:
        return NOTHING
    release = bay.release
    if release is None or release.cable != seen.cable or not release.is_open:
        return Decision((e.CableSeenShut(seen.at, seen.cable, 0),), (Lock(seen.cable),))
    opened_ms = release.opened_ms if release.opened_ms is not None else seen.at.mono_ms
    decision = Decision(
        (
            e.CableSeenShut(seen.at, seen.cable, max(seen.at.mono_ms - opened_ms, 0)),
            *_ended(bay, release, seen.at),
        ),
        (Lock(seen.cable), Light(release.grant.position, on=False)),
    )
    if seen.present is None:
        return decision
    return decision + _sensed(fold(bay, decision.entries), release, seen.at, seen.present)


def _sensed(bay: Bay, release: Release, at: Moment, present: tuple[PositionId, ...]) -> Decision:
    expected = {place for place in bay.cables[release.cable] if place in bay.inside}
    if expected == set(present):
        return _agreed(bay, e.CountAgreed(at, release.cable, len(expected), "sensors"))
    return _differed(
        bay, release, e.CountDiffered(at, release.cable, len(present), len(expected), "sensors")
    )


def _ended(bay: Bay, release: Release, at: Moment) -> tuple[e.Entry, ...]:
    grant = release.grant
    if grant.purpose in {e.Purpose.STAND_TO, e.Purpose.TEST}:
        return ()  # each pair was told as it was made, and a trial moves none; the count tells
    if grant.purpose is e.Purpose.ISSUE:
        return () if release.taken else (e.NothingTaken(at, release.cable, grant.weapon),)
    if grant.purpose is e.Purpose.RACKING:
        assert grant.officer is not None, "who racks a weapon has a badge"
        return (e.WeaponRacked(at, grant.weapon, grant.position, grant.officer),)
    custody = bay.out.get(grant.weapon)
    holder = custody.holder if custody is not None else None
    return (e.WeaponReturned(at, grant.weapon, grant.officer, holder, grant.position),)


def counted(bay: Bay, seen: o.RemainingCounted) -> Decision:
    """Decide on the number of weapons somebody counted on the cable that was open."""
    release = bay.release
    if release is None or release.shut_ms is None:
        return refuse(seen.at, "not_now", str(seen.counted))
    cable, expected = release.cable, len(bay.on_cable(release.cable))
    if not 0 <= seen.counted <= len(bay.cables[cable]):
        slip = str(seen.counted)
        return refuse(seen.at, "count_impossible", slip, release.grant.officer)
    if seen.counted == expected:
        return _agreed(bay, e.CountAgreed(seen.at, cable, expected, "said"))
    return _differed(bay, release, e.CountDiffered(seen.at, cable, seen.counted, expected, "said"))


def _agreed(bay: Bay, count: e.CountAgreed) -> Decision:
    return accept(count) + _goodbye(bay, count.at)


def _differed(bay: Bay, release: Release, count: e.CountDiffered | e.CountSkipped) -> Decision:
    """Put the whole cable in doubt: nobody knows which of its positions the number is about."""
    skipped = isinstance(count, e.CountSkipped)
    cause = e.DoubtCause.COUNT_SKIPPED if skipped else e.DoubtCause.COUNT_DIFFERS
    tone = Tone.ATTENTION if skipped else Tone.REFUSED
    exposed = bay.cables[release.cable]
    doubted = doubts.raised(bay, count.at, exposed, cause, release.grant.officer)
    return Decision((count,), (Beep(tone),)) + doubted + _goodbye(bay, count.at)


def _goodbye(bay: Bay, at: Moment) -> Decision:
    """End the visit of a bearer without badge: with the count their return is done."""
    if bay.session is None or bay.session.officer is not None:
        return NOTHING
    return Decision((e.SessionClosed(at, None, e.Farewell.DONE),))


def lapsed(release: Release, at: Moment) -> Decision:
    """End a release nobody used; the bolt falls."""
    cable, dark = release.cable, Light(release.grant.position, on=False)
    return Decision((e.ReleaseLapsed(at, cable),), (Lock(cable), dark))


def taken_back(bay: Bay, at: Moment) -> Decision:
    """Take back an unused release for issue when something went wrong. Asked after every decision.

    Between grant and opening lie seconds; what goes wrong in them stops the issue like what did
    before (P8). A return goes on (P6), but not by a cable whose opening nobody would see.
    """
    release = bay.release
    if release is None or release.opened_ms is not None:
        return NOTHING
    if not _stopped(bay, release):
        return NOTHING
    return lapsed(release, at) + _gone(release, at) + Decision((), (Beep(Tone.ATTENTION),))


def _stopped(bay: Bay, release: Release) -> bool:
    """Return whether something stands now that would not have let this cable be released."""
    match release.grant.purpose:
        case e.Purpose.RETURN:
            return bay.unseen(release.cable)
        case e.Purpose.TEST:
            return closed_to_trial(bay, release.cable) is not None
        case _:
            return bay.troubled


def _gone(release: Release, at: Moment) -> Decision:
    """End the visit of who vouched for the trial of a lock: nothing else was wanted."""
    if release.grant.purpose is not e.Purpose.TEST:
        return NOTHING
    return Decision((e.SessionClosed(at, None, e.Farewell.DONE),))


def time_passed(bay: Bay, release: Release, at: Moment) -> Decision:
    """Decide on a deadline of the released cable: lapse, buzzer, alarm, a count nobody made."""
    deadline = bay.visit_deadline()
    if deadline is None or at.mono_ms < deadline:
        return NOTHING
    cable = release.cable
    if release.opened_ms is None:
        return lapsed(release, at) + _gone(release, at)
    if release.shut_ms is not None:
        return _differed(bay, release, e.CountSkipped(at, cable))
    if not release.held_open:
        return Decision((e.CableHeldOpen(at, cable),), (Beep(Tone.ATTENTION),))
    left_open = alarms.raised(bay, at, e.AlarmCause.LEFT_OPEN, cable)
    return left_open + _given_up(bay, release, at) if bay.unseen(cable) else left_open


def _given_up(bay: Bay, release: Release, at: Moment) -> Decision:
    """End a release whose cable is open and whose shutting nobody would see.

    Nothing is known of it but that it was opened: nobody counts, and what was being returned stays
    with whoever has it until two people have seen it in its place.
    """
    dark = Decision((), (Light(release.grant.position, on=False),))
    return _differed(bay, release, e.CountSkipped(at, release.cable)) + dark
