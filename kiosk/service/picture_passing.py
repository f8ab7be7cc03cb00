"""Draws a weapon that goes from officer to officer, as a screen shows it."""

from kiosk.rules.bay import Bay, Session
from kiosk.rules.posts import on_duty
from kiosk.service import views as v


def passing_stage(session: Session) -> v.Stage | None:
    """Return where somebody stands who hands a weapon to another; None when nobody does."""
    passing = session.passing
    if passing is None:
        return None
    if passing.weapon is None:
        return v.Stage.PASSING_SCAN
    if passing.taken is None:
        return v.Stage.PASSING_BADGE if session.second is None else v.Stage.PASSING_PIN
    return v.Stage.PASSING_SIGN if session.second is None else v.Stage.COUNTER_SIGN_PIN


def may_pass(bay: Bay, session: Session) -> bool:
    """Return whether the screen offers to hand a weapon on."""
    if not (bay.policy.passing_on and session.passed) or session.officer is None:
        return False
    return bool(on_duty(bay, session.officer))
