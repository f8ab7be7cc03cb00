"""How the lines of a visit change the bay: who stands there, and what two people vouch for."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import (
    Bay,
    Enrolling,
    PinTries,
    Session,
)
from kiosk.rules.change import replace
from kiosk.rules.patches import removed, touched, unpaired, visiting
from kiosk.rules.pending import Pending, begun


def visit(  # noqa: PLR0911 - one return a line
    bay: Bay,
    entry: e.SessionOpened
    | e.SessionClosed
    | e.PinAccepted
    | e.PinRefused
    | e.PinLocked
    | e.Refused
    | e.ReturnKept
    | e.HelpCalled,
) -> Bay:
    """Return the bay after somebody came, typed a PIN, was refused, or left."""
    match entry:
        case e.SessionOpened(at, officer, _, grade):
            until = at.mono_ms + 1000 * bay.policy.session_s
            return replace(bay, session=Session(officer, until, grade=grade))
        case e.SessionClosed():
            return replace(bay, session=None)
        case e.PinAccepted():
            return _pin_accepted(bay, entry)
        case e.PinRefused(at, officer):
            before = bay.pin_tries.get(officer, PinTries())
            after = replace(before, refused=before.refused + 1)
            bay = replace(bay, pin_tries={**bay.pin_tries, officer: after})
            return bay if entry.office else touched(bay, at)
        case e.PinLocked(at, officer, wait_ms):
            before = bay.pin_tries.get(officer, PinTries())
            locked = PinTries(0, before.locks + 1, at.mono_ms + wait_ms, wait_ms)
            bay = replace(bay, pin_tries={**bay.pin_tries, officer: locked})
            awaited = bay.session is not None and bay.session.second == officer
            return visiting(bay, at, second=None) if awaited else bay
        case e.Refused(at):
            return bay if entry.office else touched(unpaired(bay), at)
        case e.ReturnKept(at):
            return touched(unpaired(bay), at)
        case e.HelpCalled(at):
            return touched(bay, at)
        case _:
            assert_never(entry)


def _pin_accepted(bay: Bay, entry: e.PinAccepted) -> Bay:
    """Forget the wrong tries; let the one whose PIN was awaited here pass, and nobody else."""
    officer, session = entry.officer, bay.session
    fumbled = officer in bay.pin_tries
    tries = {who: kept for who, kept in bay.pin_tries.items() if who != officer}
    bay = replace(bay, pin_tries=tries)
    if session is None or entry.office:
        return bay
    if session.officer == officer:
        return visiting(bay, entry.at, passed=True, fumbled=fumbled)
    return visiting(bay, entry.at, second=None)


def register(bay: Bay, entry: e.WeaponRacked | e.BadgeEnrolled) -> Bay:
    """Return the bay after a weapon got its home, or a person a badge."""
    match entry:
        case e.WeaponRacked(_, weapon, position):
            bay = removed(bay, weapon)
            return replace(
                bay,
                homes={**bay.homes, weapon: position},
                inside={**bay.inside, position: weapon},
            )
        case e.BadgeEnrolled(at, badge):
            bay = replace(bay, founded=True)
            if bay.session is None or bay.session.enrolling is None:
                return bay
            return visiting(bay, at, enrolling=replace(bay.session.enrolling, badge=badge))
        case _:
            assert_never(entry)


def vouched(
    bay: Bay,
    entry: e.EnrolBegun
    | e.EnrolVouched
    | e.CorrectionBegun
    | e.CorrectionVouched
    | e.MatterBegun
    | e.MatterVouched,
) -> Bay:
    """Return the bay after two people were asked to stand by something, or one of them did."""
    # Whoever vouches comes over from the office, which takes longer than a choice.
    until = entry.at.mono_ms + 1000 * bay.policy.return_s
    match entry:
        case e.EnrolBegun(_, officer, until_ms, keeps_pin):
            enrolling = Enrolling(officer, until_ms=until_ms, keeps_pin=keeps_pin)
            return replace(bay, session=Session(None, until, enrolling=enrolling))
        case e.CorrectionBegun(_, correction):
            return replace(bay, session=Session(None, until, pending=Pending(correction)))
        case e.MatterBegun(_, matter, by):
            return replace(bay, session=Session(None, until, pending=begun(matter, by)))
        case e.EnrolVouched(at, by):
            assert bay.session is not None, "a voucher stands at the bay"
            assert bay.session.enrolling is not None, "and vouches for somebody"
            enrolling = bay.session.enrolling
            stood_by = replace(enrolling, vouchers=(*enrolling.vouchers, by))
            return visiting(bay, at, enrolling=stood_by)
        case e.CorrectionVouched(at, by) | e.MatterVouched(at, by):
            assert bay.session is not None, "a voucher stands at the bay"
            assert bay.session.pending is not None, "and vouches for some matter"
            pending = bay.session.pending
            agreed = replace(pending, vouchers=(*pending.vouchers, by))
            return visiting(bay, at, pending=agreed)
        case _:
            assert_never(entry)
