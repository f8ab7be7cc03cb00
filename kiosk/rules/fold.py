"""How one line of the journal changes the bay. The same fold replays the book and moves the day.

No decision is made in here: a line says what happened, and the bay follows.
"""

from collections.abc import Iterable
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import (
    Alarm,
    Asked,
    Bay,
    Correcting,
    Custody,
    Doubt,
    Enrolling,
    PinTries,
    Release,
    Returning,
    Session,
)
from kiosk.rules.change import replace
from kiosk.rules.fold_counts import counted
from kiosk.rules.fold_running import running
from kiosk.rules.patches import anew, removed, touched, visiting
from kiosk.rules.things import Moment, PositionId, Rounds, WeaponNumber


def fold(bay: Bay, entries: Iterable[e.Entry]) -> Bay:
    """Return the bay after some lines, in order."""
    for entry in entries:
        bay = evolve(bay, entry)
    return bay


def evolve(bay: Bay, entry: e.Entry) -> Bay:  # noqa: C901, PLR0911, PLR0912 - an index
    """Return the bay as it stands after one line."""
    if entry.at.wall_ms > bay.latest_wall_ms:
        bay = replace(bay, latest_wall_ms=entry.at.wall_ms)
    match entry:
        case e.CardImported():  # first of all: they come by the hundred thousand
            return bay
        case (
            e.Started() | e.BayLaid() | e.FaultRaised() | e.FaultCleared()
            | e.SignalRaised() | e.SignalCleared()
        ):  # fmt: skip
            return running(bay, entry)
        case (
            e.OfficerRegistered() | e.WeaponRegistered() | e.MissionOrdered() | e.PinSet()
            | e.OfficerCorrected() | e.WeaponCorrected() | e.OfficerHeld() | e.BadgeWithdrawn()
            | e.OfficeEntered() | e.RoundsDiffered() | e.WorkOrdered() | e.BookMended()
            | e.CardsBegun() | e.CardsClosed()
        ):  # fmt: skip
            return bay
        case e.WeaponRacked() | e.BadgeEnrolled():
            return _register(bay, entry)
        case e.EnrolBegun() | e.EnrolVouched() | e.CorrectionBegun() | e.CorrectionVouched():
            return _vouched(bay, entry)
        case (
            e.SessionOpened() | e.SessionClosed() | e.PinAccepted() | e.PinRefused()
            | e.PinLocked() | e.Refused() | e.HelpCalled()
        ):  # fmt: skip
            return _visit(bay, entry)
        case (
            e.IssueAsked() | e.SecondSeen() | e.CounterSigned() | e.ReturnWanted()
            | e.ReturnBegun() | e.ShownClear() | e.ReturnTold()
        ):  # fmt: skip
            return _asked(bay, entry)
        case (
            e.ReleaseGranted() | e.ReleaseLapsed() | e.CableSeenOpen() | e.CableHeldOpen()
            | e.CableSeenShut()
        ):  # fmt: skip
            return _released(bay, entry)
        case (
            e.WrongWeapon() | e.WrongWeaponCleared() | e.NothingTaken()
            | e.CountAgreed() | e.CountDiffered() | e.CountSkipped()
        ):  # fmt: skip
            return _at_cable(bay, entry)
        case e.WeaponIssued() | e.WeaponReturned() | e.WeaponReceived():
            return _custody(bay, entry)
        case (
            e.DoubtRaised() | e.DoubtLooked() | e.DoubtSettled()
            | e.AlarmRaised() | e.AlarmAnswered() | e.AlarmCleared()
        ):  # fmt: skip
            return _troubled(bay, entry)
        case (
            e.CountOrdered() | e.CountBegun() | e.EngravingAsked() | e.PlaceCounted()
            | e.CountPassed() | e.AdjustmentAsked() | e.CountAdjusted() | e.CountCertified()
            | e.CountDropped()
        ):  # fmt: skip
            return counted(bay, entry)
        case _:
            assert_never(entry)


def _register(bay: Bay, entry: e.WeaponRacked | e.BadgeEnrolled) -> Bay:
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


def _vouched(
    bay: Bay, entry: e.EnrolBegun | e.EnrolVouched | e.CorrectionBegun | e.CorrectionVouched
) -> Bay:
    until = entry.at.mono_ms + 1000 * bay.policy.session_s
    match entry:
        case e.EnrolBegun(_, officer):
            return replace(bay, session=Session(None, until, enrolling=Enrolling(officer)))
        case e.CorrectionBegun(_, correction):
            return replace(bay, session=Session(None, until, correcting=Correcting(correction)))
        case e.EnrolVouched(at, by):
            assert bay.session is not None, "a voucher stands at the bay"
            assert bay.session.enrolling is not None, "and vouches for somebody"
            enrolling = bay.session.enrolling
            stood_by = replace(enrolling, vouchers=(*enrolling.vouchers, by))
            return visiting(bay, at, enrolling=stood_by)
        case e.CorrectionVouched(at, by):
            assert bay.session is not None, "a voucher stands at the bay"
            assert bay.session.correcting is not None, "and vouches for a correction"
            correcting = bay.session.correcting
            agreed = replace(correcting, vouchers=(*correcting.vouchers, by))
            return visiting(bay, at, correcting=agreed)
        case _:
            assert_never(entry)


def _visit(  # noqa: PLR0911 - one return a line
    bay: Bay,
    entry: e.SessionOpened
    | e.SessionClosed
    | e.PinAccepted
    | e.PinRefused
    | e.PinLocked
    | e.Refused
    | e.HelpCalled,
) -> Bay:
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
            return bay if entry.office else touched(bay, at)
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


def _asked(  # noqa: PLR0911 - one return a line
    bay: Bay,
    entry: e.IssueAsked
    | e.SecondSeen
    | e.CounterSigned
    | e.ReturnWanted
    | e.ReturnBegun
    | e.ShownClear
    | e.ReturnTold,
) -> Bay:
    match entry:
        case e.IssueAsked(at, _, weapon, rounds, mission, due_ms, needs_second):
            asked = Asked(weapon, rounds, mission, due_ms, needs_second)
            return anew(bay, at, asked=asked)
        case e.SecondSeen(at, officer, grade):
            return visiting(bay, at, second=officer, second_grade=grade)
        case e.CounterSigned(at, _, _, by):
            assert bay.session is not None, "a second person needs a first"
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


def _released(
    bay: Bay,
    entry: e.ReleaseGranted | e.ReleaseLapsed | e.CableSeenOpen | e.CableHeldOpen | e.CableSeenShut,
) -> Bay:
    match entry:
        case e.ReleaseGranted(at):
            until = at.mono_ms + 1000 * bay.policy.release_s
            return touched(replace(bay, release=Release(entry, until)), at)
        case e.ReleaseLapsed(at):
            bay = replace(bay, release=None)
            assert bay.session is not None, "who was given a cable stands at the bay"
            returning = bay.session.returning
            again = None if returning is None else replace(returning, told=False)
            return visiting(bay, at, asked=None, second=None, returning=again)
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


def _at_cable(
    bay: Bay,
    entry: e.WrongWeapon
    | e.WrongWeaponCleared
    | e.NothingTaken
    | e.CountAgreed
    | e.CountDiffered
    | e.CountSkipped,
) -> Bay:
    match entry:
        case e.WrongWeapon(at):
            assert bay.release is not None, "outside is outside a released cable"
            return touched(_release(bay, wrong=bay.release.wrong + 1), at)
        case e.WrongWeaponCleared():
            return _release(bay, wrong=0)
        case e.NothingTaken(at):
            return touched(bay, at)
        case e.CountAgreed(at) | e.CountDiffered(at) | e.CountSkipped(at):
            return anew(replace(bay, release=None), at)
        case _:
            assert_never(entry)


def _custody(bay: Bay, entry: e.WeaponIssued | e.WeaponReturned | e.WeaponReceived) -> Bay:
    match entry:
        case e.WeaponIssued(at, weapon, officer, _, mission, due_ms, rounds):
            custody = Custody(officer, at.wall_ms, due_ms, mission, rounds)
            bay = removed(bay, weapon)
            return _release(replace(bay, out={**bay.out, weapon: custody}), taken=True)
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


def _troubled(
    bay: Bay,
    entry: e.DoubtRaised
    | e.DoubtLooked
    | e.DoubtSettled
    | e.AlarmRaised
    | e.AlarmAnswered
    | e.AlarmCleared,
) -> Bay:
    match entry:
        case e.DoubtRaised(at, position, cause, officer):
            doubt = Doubt(cause, at.wall_ms, officer)
            return replace(bay, doubts={**bay.doubts, position: doubt})
        case e.DoubtLooked(at, position):
            return anew(bay, at, looked=position)
        case e.DoubtSettled(at, position, weapon, present):
            return _word_given(_settled(bay, position, weapon, present=present), at)
        case e.AlarmRaised(at, cause, about):
            alarm = Alarm(cause, about, at.wall_ms)
            return replace(bay, alarms={**bay.alarms, (cause, about): alarm})
        case e.AlarmAnswered(_, cause, about, by):
            alarm = replace(bay.alarms[cause, about], answered=by)
            return replace(bay, alarms={**bay.alarms, (cause, about): alarm})
        case e.AlarmCleared(_, cause, about):
            left = {key: alarm for key, alarm in bay.alarms.items() if key != (cause, about)}
            return replace(bay, alarms=left)
        case _:
            assert_never(entry)


def _settled(bay: Bay, position: PositionId, weapon: WeaponNumber | None, *, present: bool) -> Bay:
    doubts = {place: doubt for place, doubt in bay.doubts.items() if place != position}
    bay = replace(bay, doubts=doubts)
    if weapon is None:
        return bay
    if present:
        bay = removed(bay, weapon)
        return replace(bay, inside={**bay.inside, position: weapon})
    if weapon in bay.out:
        return bay
    return replace(removed(bay, weapon), missing=bay.missing | {weapon})


def _word_given(bay: Bay, at: Moment) -> Bay:
    """A doubt is settled: a second person who was awaited for one is awaited no more."""
    if bay.session is None or bay.session.looked is None:
        return touched(bay, at)
    return visiting(bay, at, looked=None, second=None)


def _returning(bay: Bay, at: Moment, **changes: object) -> Bay:
    assert bay.session is not None, "who hands a weapon in stands at the bay"
    assert bay.session.returning is not None, "and began to"
    returning = replace(bay.session.returning, **changes)  # type: ignore[arg-type]  # replace checks the names
    return visiting(bay, at, returning=returning)


def _release(bay: Bay, **changes: object) -> Bay:
    assert bay.release is not None, "this line belongs to a released cable"
    return replace(bay, release=replace(bay.release, **changes))  # type: ignore[arg-type]  # replace checks the names
