"""How the lines of an issue and of a return change the bay."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import (
    Asked,
    Bay,
    Custody,
    Release,
    Returning,
    Session,
)
from kiosk.rules.change import replace
from kiosk.rules.fold import service_mode, stand_to
from kiosk.rules.patches import anew, removed, touched, visiting
from kiosk.rules.things import Moment, Rounds


def asked(  # noqa: PLR0911 - one return a line
    bay: Bay,
    entry: e.IssueAsked
    | e.SecondSeen
    | e.CounterSigned
    | e.ReturnWanted
    | e.ReturnBegun
    | e.ShownClear
    | e.ReturnTold,
) -> Bay:
    """Return the bay after a wish, at the issue or the return, and whoever signs for it."""
    match entry:
        case e.IssueAsked(at, _, weapon, rounds, mission, due_ms, needs_second):
            asked = Asked(weapon, rounds, mission, due_ms, needs_second)
            return anew(bay, at, asked=asked)
        case e.SecondSeen(at, officer, grade):
            return visiting(bay, at, second=officer, second_grade=grade)
        case e.CounterSigned(at, _, _, by):
            assert bay.session is not None, "a second person needs a first"
            if bay.session.racking is not None:
                return visiting(bay, at, racking=replace(bay.session.racking, signed=by))
            assert bay.session.asked is not None, "and a weapon asked for"
            return visiting(bay, at, asked=replace(bay.session.asked, signed=by))
        case e.ReturnWanted(at, bearer):
            session = bay.session or Session(bearer, 0)
            return anew(replace(bay, session=session), at, wants_return=True)
        case e.ReturnBegun(at, text, weapon, bearer, holder, position, needs_witness):
            session = bay.session or Session(bearer, 0)
            returning = Returning(text, weapon, holder, position, needs_witness)
            return anew(replace(bay, session=session), at, returning=returning)
        case e.ShownClear(at, _, _, witness):
            return visiting(_returning(bay, at, shown=True, witness=witness), at, second=None)
        case e.ReturnTold(at):
            return _returning(bay, at, told=True)
        case _:
            assert_never(entry)


def released(
    bay: Bay,
    entry: e.ReleaseGranted | e.ReleaseLapsed | e.CableSeenOpen | e.CableHeldOpen | e.CableSeenShut,
) -> Bay:
    """Return the bay after a cable was released, opened, held open or shut."""
    match entry:
        case e.ReleaseGranted(at):
            until = at.mono_ms + 1000 * bay.policy.release_s
            bay = _stood_to(replace(bay, release=Release(entry, until)), entry)
            return service_mode.granted(bay, at) if bay.testing else touched(bay, at)
        case e.ReleaseLapsed(at):
            bay = replace(bay, release=None)
            assert bay.session is not None, "who was given a cable stands at the bay"
            returning = bay.session.returning
            again = None if returning is None else replace(returning, told=False)
            racking = bay.session.racking
            if racking is not None:
                racking = replace(racking, position=None, signed=None)
            return visiting(bay, at, asked=None, second=None, returning=again, racking=racking)
        case e.CableSeenOpen(at, cable, released):
            bay = replace(bay, open_cables=bay.open_cables | {cable})
            return _release(bay, opened_ms=at.mono_ms) if released else bay
        case e.CableHeldOpen():
            return _release(bay, held_open=True)
        case e.CableSeenShut(at, cable):
            bay = replace(bay, open_cables=bay.open_cables - {cable})
            if bay.release is None or bay.release.cable != cable:
                return bay
            return touched(_release(bay, shut_ms=at.mono_ms), at)
        case _:
            assert_never(entry)


def at_cable(
    bay: Bay,
    entry: e.WrongWeapon
    | e.WrongWeaponCleared
    | e.NothingTaken
    | e.CountAgreed
    | e.CountDiffered
    | e.CountSkipped,
) -> Bay:
    """Return the bay after what went on before an open cable, and how it was counted."""
    match entry:
        case e.WrongWeapon(at):
            assert bay.release is not None, "outside is outside a released cable"
            return touched(_release(bay, wrong=bay.release.wrong + 1), at)
        case e.WrongWeaponCleared():
            return _release(bay, wrong=0)
        case e.NothingTaken(at):
            return touched(bay, at)
        case e.CountAgreed(at) | e.CountDiffered(at) | e.CountSkipped(at):
            pairing = bay.session.pairing if bay.session is not None else None
            return anew(replace(bay, release=None), at, pairing=pairing)
        case _:
            assert_never(entry)


def in_hands(bay: Bay, entry: e.WeaponIssued | e.WeaponReturned | e.WeaponReceived) -> Bay:
    """Return the bay after a weapon changed hands."""
    match entry:
        case e.WeaponIssued(at, weapon, officer, _, mission, due_ms, rounds, rank):
            custody = Custody(officer, at.wall_ms, due_ms, mission, rounds, rank)
            bay = replace(removed(bay, weapon), out={**bay.out, weapon: custody})
            pairing = bay.session is not None and bay.session.pairing is not None
            if bay.release is not None or not pairing:
                bay = _release(bay, taken=True)
            bay = stand_to.issued(bay, mission)
            return stand_to.paired(bay, at, officer, weapon) if pairing else bay
        case e.WeaponReturned(_, weapon, _, _, position):
            bay = removed(bay, weapon)
            return _release(
                replace(bay, inside={**bay.inside, position: weapon}),
                taken=True,
            )
        case e.WeaponReceived(at, _, weapon, _, custodian):
            if weapon is not None:
                kept = Custody(custodian, at.wall_ms, 0, "", Rounds())
                bay = removed(bay, weapon)
                bay = replace(bay, out={**bay.out, weapon: kept})
            return bay
        case _:
            assert_never(entry)


def _stood_to(bay: Bay, grant: e.ReleaseGranted) -> Bay:
    """Return the bay with a cable among those of the stand-to, if it is released for one."""
    if grant.purpose is not e.Purpose.STAND_TO or bay.stand_to is None:
        return bay
    cables = bay.stand_to.cables | {grant.cable}
    return replace(bay, stand_to=replace(bay.stand_to, cables=cables))


def _returning(bay: Bay, at: Moment, **changes: object) -> Bay:
    assert bay.session is not None, "who hands a weapon in stands at the bay"
    assert bay.session.returning is not None, "and began to"
    returning = replace(bay.session.returning, **changes)  # type: ignore[arg-type]  # replace checks the names
    return visiting(bay, at, returning=returning)


def _release(bay: Bay, **changes: object) -> Bay:
    assert bay.release is not None, "this line belongs to a released cable"
    return replace(bay, release=replace(bay.release, **changes))  # type: ignore[arg-type]  # replace checks the names
