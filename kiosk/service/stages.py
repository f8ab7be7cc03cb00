"""Where the person at the bay stands, what that is about, and by which name its page is answered.

Pure. The stages are the hatch's own words: each has its page, and a technician's command its step.
"""

from kiosk.rules import matters
from kiosk.rules.bay import Bay, Release, Returning, Session
from kiosk.rules.concerns import OF_A_CABLE
from kiosk.rules.custody import WRONG_LIMIT
from kiosk.rules.things import OfficerNumber, PositionId, Rounds, WeaponNumber
from kiosk.rules.vouching import VOUCHERS
from kiosk.service import (
    picture_counts,
    picture_passing,
    picture_racking,
    picture_service,
    picture_shift,
)
from kiosk.service import views as v


def stage_of(bay: Bay) -> v.Stage:  # noqa: PLR0911, C901 - one line a way to stand there
    """Return where the person at the bay stands."""
    session, release = bay.session, bay.release
    if (of_shift := picture_shift.shift_stage(bay)) is not None:
        return of_shift
    if release is not None:
        signing = session is not None and session.second is not None and release.shut_ms is None
        return v.Stage.COUNTER_SIGN_PIN if signing else _cable_stage(release)
    if session is None:
        return v.Stage.IDLE
    if session.vouching:
        return _vouching_stage(session)
    if session.returning is not None:
        return _return_stage(session)
    if session.wants_return:
        return v.Stage.RETURN_SCAN
    if not session.passed:
        return v.Stage.PIN
    if (counts := picture_counts.count_stage(bay)) is not None:
        return counts
    if (passing := picture_passing.passing_stage(session)) is not None:
        return passing
    if session.second is not None:
        return v.Stage.COUNTER_SIGN_PIN
    if session.looked is not None:
        return v.Stage.DOUBT_SECOND
    return picture_racking.racking_stage(session) or _asked_stage(session)


def _asked_stage(session: Session) -> v.Stage:
    asked = session.asked
    waits = asked is not None and asked.needs_second and asked.signed is None
    return v.Stage.COUNTER_SIGN if waits else v.Stage.CHOOSE


def page_of(bay: Bay, taps: int) -> str:
    """Return the name of the page the person at the bay stands before: what it asks, and of whom.

    `taps`: how many taps were taken before. It makes every page one that is answered once: whoever
    taps on it a moment later, by a second touch or on a second screen, finds it gone.
    """
    session = bay.session or Session(None, 0)
    weapon, place, _ = subject(bay, session)
    person = about_whom(bay, session)
    counted = picture_counts.count_place(bay)
    handed = picture_shift.asked_about(bay)
    about = (stage_of(bay), person, session.second, weapon, place, *counted, handed, taps)
    return "/".join("" if part is None else str(part) for part in about)


def about_whom(bay: Bay, session: Session) -> OfficerNumber | None:
    """Return the person a session is about: who stands there, or who is vouched for."""
    if session.enrolling is not None:
        return session.enrolling.officer
    if session.pending is not None:
        return next(iter(matters.named(bay, session.pending.matter).officers), None)
    return session.officer


def _cable_stage(release: Release) -> v.Stage:
    if release.opened_ms is None:
        return v.Stage.OPEN_NOW
    if release.shut_ms is not None:
        return v.Stage.COUNT
    if release.wrong >= WRONG_LIMIT:
        return v.Stage.WRONG_BLOCKED
    if release.wrong and not release.taken:
        return v.Stage.WRONG_WEAPON
    return v.Stage.SHUT_NOW if release.taken else v.Stage.CABLE_OPEN


def _return_stage(session: Session) -> v.Stage:
    assert session.returning is not None
    if session.second is not None:
        return (
            v.Stage.RETURN_WITNESS_PIN if _unseen(session.returning) else v.Stage.COUNTER_SIGN_PIN
        )
    if not session.returning.shown:
        return v.Stage.RETURN_CLEAR
    return v.Stage.RETURN_WITNESS if _unseen(session.returning) else v.Stage.RETURN_REPORT


def _unseen(returning: Returning) -> bool:
    """Return whether a second person must still see the weapon clear."""
    return returning.shown and returning.needs_witness and returning.witness is None


def _vouching_stage(session: Session) -> v.Stage:
    if (of_service := picture_service.service_stage(session)) is not None:
        return of_service
    if session.pending is not None:
        return v.Stage.VOUCH if session.second is None else v.Stage.VOUCH_PIN
    assert session.enrolling is not None, "two people vouch for one of both"
    if len(session.enrolling.vouchers) < VOUCHERS:
        return v.Stage.ENROL_VOUCHER if session.second is None else v.Stage.ENROL_VOUCHER_PIN
    return v.Stage.ENROL_BADGE if session.enrolling.badge is None else v.Stage.ENROL_PIN


def subject(  # noqa: PLR0911 - one return a thing to be about
    bay: Bay, session: Session
) -> tuple[WeaponNumber | None, PositionId | None, Rounds]:
    """Return the weapon a session is about, where it goes or stands, and the rounds with it."""
    if session.returning is not None:
        returning = session.returning
        custody = bay.out.get(returning.weapon) if returning.weapon is not None else None
        place = bay.release.grant.position if bay.release is not None else returning.position
        return returning.weapon, place, custody.rounds if custody is not None else Rounds()
    if bay.release is not None:
        grant = bay.release.grant
        weapon = None if grant.purpose in OF_A_CABLE else grant.weapon
        return weapon, grant.position, grant.rounds
    if session.looked is not None:
        return bay.owner_of(session.looked), session.looked, Rounds()
    if session.racking is not None:
        return session.racking.weapon, session.racking.position, Rounds()
    if session.pending is not None:
        weapons = matters.named(bay, session.pending.matter).weapons
        return weapons[0] if len(weapons) == 1 else None, None, Rounds()
    if session.passing is not None:
        weapon = session.passing.weapon
        custody = bay.out.get(weapon) if weapon is not None else None
        return weapon, None, custody.rounds if custody is not None else Rounds()
    if session.asked is not None:
        asked = session.asked
        return asked.weapon, bay.place_of(asked.weapon), asked.rounds
    return None, None, Rounds()
