"""How one line of the journal changes the bay. The same fold replays the book and moves the day.

No decision is made in here: a line says what happened, and the bay follows.
"""

from collections.abc import Iterable

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.clock_setting import newest_ms, set_by
from kiosk.rules.counting import CountLine
from kiosk.rules.fold import (
    counts,
    custody,
    handover,
    ladder,
    losses,
    musters,
    national,
    passing,
    racking,
    running,
    service_mode,
    stand_to,
    transfers,
    troubles,
    visits,
)
from kiosk.rules.losing import LossLine
from kiosk.rules.mustering import MusterLine
from kiosk.rules.serving import ServiceLine
from kiosk.rules.to_pass import PassingLine
from kiosk.rules.to_rack import RackingLine
from kiosk.rules.transferring import TransferLine


def fold(bay: Bay, entries: Iterable[e.Entry]) -> Bay:
    """Return the bay after some lines, in order."""
    for entry in entries:
        bay = evolve(bay, entry)
    return bay


def evolve(bay: Bay, entry: e.Entry) -> Bay:  # noqa: C901, PLR0911, PLR0912 - an index
    """Return the bay as it stands after one line."""
    latest_ms = newest_ms(bay.latest_wall_ms, entry)
    if latest_ms != bay.latest_wall_ms:
        bay = replace(bay, latest_wall_ms=latest_ms)
    match entry:
        case e.CardImported():  # first of all: they come by the hundred thousand
            return bay
        case (
            e.Started() | e.BayLaid() | e.FaultRaised() | e.FaultCleared()
            | e.SignalRaised() | e.SignalCleared() | e.PowerSpared() | e.PowerOffAsked()
        ):  # fmt: skip
            return running.running(bay, entry)
        case e.OfficerRegistered() | e.OfficerCorrected():
            return counts.appointed(bay, entry)
        case (
            e.WeaponRegistered() | e.MissionOrdered() | e.PinSet() | e.OfficerHeld()
            | e.BadgeWithdrawn() | e.OfficerLeft() | e.OfficeEntered()
            | e.RoundsDiffered() | e.WorkOrdered() | e.BookMended() | e.ConfigChanged()
            | e.CardsBegun() | e.CardsClosed() | e.RestoreDrilled()
            | e.DrillFailed() | e.BookPutBack()
            | e.UpdateBegun() | e.UpdateDone() | e.UpdateRolledBack() | e.KioskEnrolled()
        ):  # fmt: skip
            return bay
        case e.WeaponCorrected():
            return losses.corrected(bay, entry)
        case e.WeaponRacked() | e.BadgeEnrolled():
            return visits.register(bay, entry)
        case (
            e.EnrolBegun() | e.EnrolVouched() | e.CorrectionBegun() | e.CorrectionVouched()
            | e.MatterBegun() | e.MatterVouched()
        ):  # fmt: skip
            return visits.vouched(bay, entry)
        case (
            e.SessionOpened() | e.SessionClosed() | e.PinAccepted() | e.PinRefused()
            | e.PinLocked() | e.Refused() | e.ReturnKept() | e.HelpCalled()
        ):  # fmt: skip
            return visits.visit(bay, entry)
        case (
            e.IssueAsked() | e.SecondSeen() | e.CounterSigned() | e.ReturnWanted()
            | e.ReturnBegun() | e.ShownClear() | e.ReturnTold()
        ):  # fmt: skip
            return custody.asked(bay, entry)
        case (
            e.ReleaseGranted() | e.ReleaseLapsed() | e.CableSeenOpen() | e.CableHeldOpen()
            | e.CableSeenShut()
        ):  # fmt: skip
            return custody.released(bay, entry)
        case (
            e.WrongWeapon() | e.WrongWeaponCleared() | e.NothingTaken()
            | e.CountAgreed() | e.CountDiffered() | e.CountSkipped()
        ):  # fmt: skip
            return custody.at_cable(bay, entry)
        case e.WeaponIssued() | e.WeaponReturned() | e.WeaponReceived():
            return custody.in_hands(bay, entry)
        case (
            e.DoubtRaised() | e.DoubtLooked() | e.DoubtSettled()
            | e.AlarmRaised() | e.AlarmAnswered() | e.AlarmCleared()
        ):  # fmt: skip
            return troubles.troubled(bay, entry)
        case e.CountFellDue(at):
            return replace(bay, fell_due_ms=at.wall_ms)
        case e.ClockSet():
            return set_by(bay, entry)
        case e.OverdueStep():
            return ladder.climbed(bay, entry)
        case _:
            return _of_a_room(bay, entry)


DayLine = CountLine | handover.ShiftLine | stand_to.StandToLine | ServiceLine
"""The lines of what is done with a whole rack: counts, shifts, stand-to, service mode."""

StockLine = TransferLine | LossLine | MusterLine | RackingLine | PassingLine | national.NationalLine
"""The lines of weapons that come, go, are lost or listed, are kept at a post, or change hands."""


def _of_a_room(bay: Bay, entry: DayLine | StockLine) -> Bay:
    """Fold what goes on beside issues and returns; each room folds its own."""
    if isinstance(entry, CountLine):
        return counts.counted(bay, entry)
    if isinstance(entry, handover.ShiftLine):
        return handover.shifted(bay, entry)
    if isinstance(entry, stand_to.StandToLine):
        return stand_to.stood_to(bay, entry)
    if isinstance(entry, ServiceLine):
        return service_mode.served(bay, entry)
    return _of_the_stock(bay, entry)


def _of_the_stock(bay: Bay, entry: StockLine) -> Bay:
    if isinstance(entry, TransferLine):
        return transfers.transferred(bay, entry)
    if isinstance(entry, LossLine):
        return losses.lost(bay, entry)
    if isinstance(entry, national.NationalLine):
        return national.listed(bay, entry)
    if isinstance(entry, MusterLine):
        return musters.mustered(bay, entry)
    if isinstance(entry, RackingLine):
        return racking.racking(bay, entry)
    return passing.passing(bay, entry)
