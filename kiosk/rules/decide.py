"""One observation in, one decision out. The index of the rules: no rule stands in here.

After every decision eight things are looked after for all of them: who stood by something without
being on shift is noted, alarms that were answered and whose cause is gone are cleared, a release
for issue that nobody used yet is taken back when something went wrong, the PIN of who takes over a
shift is awaited when nothing is left to go through, a transfer that its carrier has all of has
left, a supply of power that fails is spared or ended, what was seen of a lock that was tried is
said, and the siren says what the book says.
"""

from typing import assert_never

from kiosk.rules import (
    alarms,
    cables,
    calendar,
    cards,
    contacts,
    corrections,
    custody,
    denials,
    doubts,
    enrolment,
    matters,
    power,
    register,
    returns,
    reversals,
    running,
    session,
    signals,
)
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.counts import decide as counts
from kiosk.rules.counts import looking
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.effects import Siren
from kiosk.rules.fold import fold
from kiosk.rules.handover import asking, signing, through
from kiosk.rules.handover import decide as handover
from kiosk.rules.losses import decide as losses
from kiosk.rules.losses import hot, listed
from kiosk.rules.musters import decide as musters
from kiosk.rules.observations.transfers import TransferObservation
from kiosk.rules.passing import decide as passing
from kiosk.rules.people import decide as people
from kiosk.rules.racking import decide as racking
from kiosk.rules.service_mode import decide as service_mode
from kiosk.rules.service_mode import opening, trials
from kiosk.rules.stand_to import decide as stand_to
from kiosk.rules.stand_to import pairs
from kiosk.rules.transfers import away, papers, sending
from kiosk.rules.upkeep import decide as upkeep

_LOOKED_AFTER = (
    alarms.cleared, cables.taken_back, asking.summed, sending.departed, power.looked_after,
)  # fmt: skip


def decide(bay: Bay, seen: o.Observation) -> Decision:
    """Return what must be written and then done about one observation."""
    decision = _decided(bay, seen) + hot.noticed(bay, seen) + away.noticed(bay, seen)
    decision += signing.noted(bay, seen.at, decision.entries)
    after = fold(bay, decision.entries)
    for looked_after in _LOOKED_AFTER:
        more = looked_after(after, seen.at)
        after = fold(after, more.entries)
        decision += more
    decision += trials.concluded(bay, after, seen.at)
    if after.sounding != bay.sounding or isinstance(seen, o.KeeperStarted):
        decision += Decision((), (Siren(on=after.sounding),))
    return decision


def _decided(bay: Bay, seen: o.Observation) -> Decision:  # noqa: PLR0911, PLR0912, C901 - an index
    if isinstance(seen, o.BayObservation):
        return _at_the_bay(bay, seen)
    if isinstance(seen, o.OfficeObservation):
        return _at_a_desk(bay, seen)
    if isinstance(seen, o.RackingObservation):
        return racking.decide(bay, seen)
    if isinstance(seen, TransferObservation):
        return papers.decide(bay, seen)
    if isinstance(seen, o.LossObservation):
        return losses.decide(bay, seen)
    if isinstance(seen, o.NationalObservation):
        return listed.decide(bay, seen)
    if isinstance(seen, o.PeopleObservation):
        return people.decide(bay, seen)
    if isinstance(seen, o.HandoverObservation):
        return handover.decide(bay, seen)
    if isinstance(seen, o.StandToObservation):
        return stand_to.decide(bay, seen)
    if isinstance(seen, o.PassingAsked):
        return passing.asked(bay, seen)
    if isinstance(seen, o.MusterObservation):
        return musters.decide(bay, seen)
    if isinstance(seen, o.ServiceObservation):
        return service_mode.decide(bay, seen)
    if isinstance(seen, o.UpkeepObservation):
        return upkeep.decide(bay, seen)
    return counts.decide(bay, seen)


def _at_the_bay(bay: Bay, seen: o.BayObservation) -> Decision:  # noqa: PLR0911, PLR0912, C901 - an index
    match seen:
        case o.KeeperStarted():
            return running.started(bay, seen)
        case o.BadgeSeen():
            return session.badge(bay, seen)
        case o.WeaponSeen():
            return _scanned(bay, seen)
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
            return looking.quantity(bay, seen) if _counting(bay) else cables.counted(bay, seen)
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
        case o.PinChosen():
            return enrolment.pin_chosen(bay, seen)
        case o.TimePassed(at):
            passed = _time_passed(bay, at.mono_ms, seen)
            return passed + _calendar(fold(bay, passed.entries), seen)
        case _:
            assert_never(seen)


def _at_a_desk(bay: Bay, seen: o.OfficeObservation) -> Decision:  # noqa: PLR0911, C901 - an index too
    match seen:
        case o.EnrolAsked():
            return enrolment.asked(bay, seen)
        case o.CorrectionAsked():
            return corrections.asked(bay, seen)
        case o.ReversalAsked():
            return reversals.asked(bay, seen)
        case o.MatterAsked():
            return matters.asked(bay, seen)
        case o.HoldAsked():
            return denials.hold(bay, seen)
        case o.WithdrawalAsked():
            return denials.withdrawn(bay, seen)
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
        case _:
            assert_never(seen)


def _scanned(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Decide on a weapon by what the person before it is at."""
    session = bay.session
    if session is not None and session.pairing is not None:
        return pairs.weapon(bay, seen)
    if session is not None and session.handing is not None:
        return through.scanned(bay, seen)
    if session is not None and session.passing is not None and bay.release is None:
        return passing.scanned(bay, session.passing, seen)
    return looking.scanned(bay, seen) if _counting(bay) else custody.weapon(bay, seen)


def _counting(bay: Bay) -> bool:
    return bay.session is not None and bay.session.counting


def _calendar(bay: Bay, seen: o.TimePassed) -> Decision:
    return calendar.came(bay, seen.at, seen.people, seen.lot) if seen.calendar else NOTHING


def _time_passed(bay: Bay, mono_ms: int, seen: o.TimePassed) -> Decision:
    passed = NOTHING
    if bay.release is not None:
        passed = cables.time_passed(bay, bay.release, seen.at)
    elif bay.session is not None and mono_ms >= bay.session.until:
        passed = session.timed_out(bay.session, seen.at)
    after = fold(bay, passed.entries)
    ends = opening.time_passed(after, seen.at)
    if fold(after, ends.entries).service is None:  # nothing is told of a trial behind that line
        passed += trials.concluded(bay, after, seen.at)
    return passed + ends
