"""One observation in, one decision out. The index of the rules: no rule stands in here.

After every decision three things are looked after for all of them: alarms that were answered and
whose cause is gone are cleared, a release for issue that nobody used yet is taken back when
something went wrong, and the siren says what the book says.
"""

from typing import assert_never

from kiosk.rules import (
    adjustments,
    alarms,
    cables,
    cards,
    contacts,
    corrections,
    count_endings,
    counts,
    custody,
    doubts,
    enrolment,
    register,
    returns,
    running,
    session,
    signals,
)
from kiosk.rules import count_observations as c
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.effects import Siren
from kiosk.rules.fold import fold


def decide(bay: Bay, seen: o.Observation) -> Decision:
    """Return what must be written and then done about one observation."""
    decision = _decided(bay, seen)
    after = fold(bay, decision.entries)
    for looked_after in (alarms.cleared, cables.taken_back):
        more = looked_after(after, seen.at)
        after = fold(after, more.entries)
        decision += more
    if after.sounding != bay.sounding or isinstance(seen, o.KeeperStarted):
        decision += Decision((), (Siren(on=after.sounding),))
    return decision


def _decided(bay: Bay, seen: o.Observation) -> Decision:  # noqa: PLR0911, PLR0912, C901 - an index
    match seen:
        case o.KeeperStarted():
            return running.started(bay, seen)
        case o.BadgeSeen():
            return session.badge(bay, seen)
        case o.WeaponSeen():
            return counts.scanned(bay, seen) if _counting(bay) else custody.weapon(bay, seen)
        case o.ScanSpoiled():
            return running.spoiled(bay, seen)
        case o.PinEntered():
            return session.pin(bay, seen)
        case o.ReturnAsked(at):
            return returns.wanted(bay, at)
        case o.RoundsSaid():
            return session.rounds(bay, seen)
        case o.ClearShown(at):
            return returns.shown_clear(bay, at)
        case o.ReturnReported():
            return returns.told(bay, seen)
        case o.RemainingCounted():
            return counts.quantity(bay, seen) if _counting(bay) else cables.counted(bay, seen)
        case o.PositionLooked():
            return doubts.looked(bay, seen)
        case o.CancelAsked(at):
            return session.cancel(bay, at)
        case o.HelpAsked(at):
            return session.help_asked(bay, at)
        case o.CableOpened():
            return cables.opened(bay, seen)
        case o.CableShut():
            return cables.shut(bay, seen)
        case o.SignalSeen():
            return signals.seen(bay, seen)
        case o.ContactLost():
            return contacts.lost(bay, seen)
        case o.FaultSeen() | o.FaultGone():
            return running.fault(bay, seen)
        case o.EnrolAsked():
            return enrolment.asked(bay, seen)
        case o.CorrectionAsked():
            return corrections.asked(bay, seen)
        case o.HoldAsked():
            return corrections.hold(bay, seen)
        case o.WithdrawalAsked():
            return corrections.withdrawn(bay, seen)
        case o.PinChosen():
            return enrolment.pin_chosen(bay, seen)
        case o.OfficeAsked():
            return session.office(bay, seen)
        case o.AnswerAsked():
            return session.answer(bay, seen)
        case o.RegisterAsked():
            return register.asked(bay, seen)
        case o.CardsVouched():
            return cards.vouched(bay, seen)
        case o.CardsRead():
            return cards.read(seen)
        case o.TimePassed(at):
            return _time_passed(bay, at.mono_ms, seen)
        case _:
            return _of_a_count(bay, seen)


def _counting(bay: Bay) -> bool:
    return bay.session is not None and bay.session.counting


def _of_a_count(bay: Bay, seen: c.CountObservation) -> Decision:  # noqa: PLR0911 - an index too
    match seen:
        case c.CountAsked():
            return counts.ordered(bay, seen)
        case c.CountAskedAfar():
            return counts.ordered_afar(bay, seen)
        case c.CountingWanted():
            return counts.begun(bay, seen)
        case c.EmptySaid():
            return counts.empty(bay, seen)
        case c.NoMarkSaid():
            return counts.unmarked(bay, seen)
        case c.EngravingSaid():
            return counts.engraving(bay, seen)
        case c.CountSigned():
            return count_endings.signed(bay, seen)
        case c.AdjustmentWanted():
            return adjustments.wanted(bay, seen)
        case _:
            assert_never(seen)


def _time_passed(bay: Bay, mono_ms: int, seen: o.TimePassed) -> Decision:
    if bay.release is not None:
        return cables.time_passed(bay, bay.release, seen.at)
    if bay.session is not None and mono_ms >= bay.session.until:
        return session.timed_out(bay.session, seen.at)
    return NOTHING
