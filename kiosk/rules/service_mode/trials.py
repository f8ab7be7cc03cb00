"""Trials: one output moved once, or one sense looked at, each written down before it is done (P1).

A lock is tried as a cable is opened for anybody: one line with what it exposes, the bolt, and a
count once it is shut. Badge and PIN of one of the two who opened service mode are needed for an
empty cable, of both for one with weapons: they stand before it.
"""

from typing import assert_never

from kiosk.rules import doubts, gates, returns
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Release
from kiosk.rules.decision import NOTHING, Decision, accept, refuse, refuse_afar
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.observations import WeaponSeen
from kiosk.rules.observations import service_mode as s
from kiosk.rules.things import CableId, Moment, OfficerNumber, WeaponNumber

BOTH = 2
"""Who stands before a cable with weapons while it is tried."""


def wanted(bay: Bay, seen: s.TrialWanted) -> Decision:
    """Begin a trial, in service mode only, while nobody is at the bay."""
    reason = _hindrance(bay, seen)
    if reason:
        return refuse_afar(seen.at, reason, seen.about)
    begun = e.TrialBegun(seen.at, seen.of, seen.about, seen.account)
    match seen.of:
        case e.TrialOf.LOCK:
            return accept(begun)
        case e.TrialOf.READER:
            return Decision((begun,))
        case e.TrialOf.BUZZER:
            return Decision((begun,), (Beep(Tone.ATTENTION),))
        case e.TrialOf.LIGHTS:
            return Decision((begun,), _lights(bay, on=True))
        case e.TrialOf.SENSORS:
            told = e.TrialEnded(seen.at, seen.of, "", seen.present, seen.absent)
            return Decision((begun, told))
        case _:
            assert_never(seen.of)


def _hindrance(bay: Bay, seen: s.TrialWanted) -> str:
    """Return why nothing can be tried now, or nothing."""
    if bay.service is None:
        return "not_in_service"
    if bay.service.trial is not None:
        return "trial_runs"
    if bay.session is not None or bay.release is not None:
        return "not_now"
    if seen.of is e.TrialOf.LOCK:
        cable = CableId(seen.about)
        return "unknown_device" if cable not in bay.cables else _closed(bay, cable)
    if seen.of is e.TrialOf.READER and not seen.known:
        return "unknown_device"
    return "alarm_sounding" if bay.sounding else ""


def _closed(bay: Bay, cable: CableId) -> str:
    return gates.closed_to_trial(bay, cable) or ""


def heard(bay: Bay, seen: s.TrialHeard) -> Decision:
    """Take the first thing that a reader says for what it is tried for.

    It is nothing else, but for a weapon that is brought in: that one is kept in mind too (P6).
    """
    trial = None if bay.service is None else bay.service.trial
    if trial is None or trial.of is not e.TrialOf.READER or trial.about != seen.reader:
        return NOTHING
    told = e.TrialEnded(seen.at, trial.of, trial.about, seen.found)
    if seen.weapon is not None and returns.brought(bay, seen.weapon):
        return Decision((told,)) + returns.kept(bay, seen.weapon)
    return accept(told)


def over(bay: Bay, at: Moment) -> Decision:
    """End a trial that goes on for a while: nobody was heard, or the lights were on long enough."""
    trial = None if bay.service is None else bay.service.trial
    if trial is None:
        return NOTHING
    dark = _lights(bay, on=False) if trial.of is e.TrialOf.LIGHTS else ()
    return Decision((e.TrialEnded(at, trial.of, trial.about),), dark)


def vouched(
    bay: Bay, at: Moment, trial: e.TrialBegun, names: tuple[OfficerNumber, ...]
) -> Decision:
    """Release a cable to be tried, once enough of the two stand before it."""
    stands = Decision((e.TrialVouched(at, names[-1]),))
    cable = CableId(trial.about)
    exposed = bay.on_cable(cable)
    if exposed and len(names) < BOTH:
        return stands
    reason = _closed(bay, cable)
    if reason:
        closed = Decision((e.SessionClosed(at, None, e.Farewell.DONE),))
        return stands + refuse(at, reason, cable, names[-1]) + closed
    granted = e.ReleaseGranted(
        at,
        e.Purpose.TEST,
        cable,
        bay.cables[cable][0],
        exposed[0] if exposed else WeaponNumber(""),
        names[0],
        exposed,
        by=names[1] if len(names) == BOTH else None,
    )
    return stands + Decision((granted,), (Unlock(cable), Beep(Tone.ACCEPTED)))


def scanned(bay: Bay, release: Release, seen: WeaponSeen) -> Decision:
    """Issue nothing while a cable is tried: what is held before the scanner goes back first.

    A weapon that the book has in a rack and somebody has in their hand is in doubt. One that is
    brought in is kept in mind (P6).
    """
    if returns.brought(bay, seen):
        return returns.kept(bay, seen)
    officer = release.grant.officer
    if release.shut_ms is not None:
        return refuse(seen.at, "count_first", seen.text, officer)
    if release.opened_ms is None:
        return refuse(seen.at, "cable_busy", seen.text, officer)
    no = refuse(seen.at, "shut_cable_first", seen.text, officer)
    place = None if seen.weapon is None else bay.place_of(seen.weapon.number)
    if seen.tapped or place is None:
        return no
    return no + doubts.raised(bay, seen.at, (place,), e.DoubtCause.NOT_IN_BOOK, officer)


def concluded(before: Bay, after: Bay, at: Moment) -> Decision:
    """Say what was seen of a lock that was tried, once that is over. Asked after every decision."""
    trial = _of_lock(before)
    if trial is None or trial == _of_lock(after) or after.service is None:
        return NOTHING
    release, found = before.release, tuple[str, ...]()
    if release is not None and release.opened_ms is not None:
        found = ("opened",) if release.cable in after.open_cables else ("opened", "shut")
    return Decision((e.TrialEnded(at, trial.of, trial.about, found),))


def _of_lock(bay: Bay) -> e.TrialBegun | None:
    """Return the trial of a lock that is under way, from its wish to the count."""
    serving = bay.session.serving if bay.session is not None else None
    return serving.wanted if serving and isinstance(serving.wanted, e.TrialBegun) else None


def _lights(bay: Bay, *, on: bool) -> tuple[Light, ...]:
    """Return every light; that of a cable that is released shows where it is."""
    meant = bay.release.grant.position if bay.release is not None else None
    return tuple(Light(place, on) for place in bay.positions if place != meant)
