"""What a tap, and work that is signed for, mean to the keeper: an observation of this very moment.

Pure but for the eyes, which look facts up in the keeper's turn. Keeper's thread.
"""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.clocks import ClockSetting
from kiosk.rules.observations import counts as c
from kiosk.rules.observations import service_mode as s
from kiosk.rules.pending import NOTHING_KNOWN
from kiosk.rules.things import Moment, PositionId, Rounds
from kiosk.service import loss_taps as lt
from kiosk.service import meanings_shift
from kiosk.service import protocol as p
from kiosk.service import rack_taps as t
from kiosk.service import works as w
from kiosk.service.meanings_losses import of_loss
from kiosk.service.meanings_musters import of_muster
from kiosk.service.meanings_people import of_people_work
from kiosk.service.meanings_transfers import of_transfer
from kiosk.service.meant import Means, MeansSigned, Signs
from kiosk.service.meant_racking import about_racking, of_racking_work
from kiosk.service.muster_works import MusterWork
from kiosk.service.rack_works import RackWork
from kiosk.service.shift_works import ShiftWork

__all__ = ["Means", "MeansSigned", "Signs", "of_tap", "of_work"]

PlainTap = (
    p.Choose | p.SayRounds | p.WantReturn | p.ShowClear | p.Report | p.Count | p.Look
    | p.CountTap | p.ShiftTap | t.RackTap | p.WantPassing | p.EndService | lt.TellLoss | p.Cancel
    | p.CallChief
)  # fmt: skip
"""Taps that carry no PIN."""


def of_tap(tap: PlainTap) -> Means:  # noqa: PLR0911, PLR0912, C901 - one line a tap
    """Return what a tap means."""
    match tap:
        case p.Choose(weapon):
            return lambda eyes, at: eyes.weapon_seen(at, weapon, tapped=True)
        case p.SayRounds(magazines, rounds):
            return lambda _, at: o.RoundsSaid(at, Rounds(magazines, rounds))
        case p.WantReturn():
            return lambda _, at: o.ReturnAsked(at)
        case p.ShowClear():
            return lambda _, at: o.ClearShown(at)
        case p.Report(magazines, rounds, fired, lost, ticks, report):
            back = Rounds(magazines, rounds)
            return lambda _, at: o.ReturnReported(at, back, fired, lost, ticks, report)
        case p.Count(counted):
            return lambda _, at: o.RemainingCounted(at, counted)
        case p.Look(position, present):
            return lambda eyes, at: eyes.looked(at, PositionId(position), present=present)
        case p.WantPassing():
            return lambda eyes, at: o.PassingAsked(at, eyes.asker())
        case lt.TellLoss(weapon, kind, when):
            return lambda eyes, at: eyes.reporting.tapped(at, eyes.asker(), weapon, kind, when)
        case p.EndService():
            return lambda eyes, at: s.ServiceEnding(at, eyes.asker())
        case p.Cancel():
            return lambda _, at: o.CancelAsked(at)
        case p.CallChief():
            return lambda _, at: o.HelpAsked(at)
        case (
            p.WantHandover() | p.CountCable() | p.SeeKey() | p.ReadSeal() | p.AcceptPoint()
            | p.BeginStandTo() | p.ManStandTo() | p.FreeCable() | p.EndStandTo()
        ):  # fmt: skip
            return meanings_shift.of_tap(tap)
        case _:
            return _about_count(tap) if isinstance(tap, p.CountTap) else about_racking(tap)


def _about_count(tap: p.CountTap) -> Means:  # noqa: PLR0911 - one line a tap
    match tap:
        case p.OrderCount(what, scope):
            kind = _kind(what)
            return lambda eyes, at: eyes.count_asked(at, kind, scope)
        case p.StartCount():
            return lambda eyes, at: eyes.counting_wanted(at)
        case p.SayEmpty():
            return lambda _, at: c.EmptySaid(at)
        case p.SayNoMark():
            return lambda _, at: c.NoMarkSaid(at)
        case p.Engraving(digits):
            return lambda eyes, at: eyes.engraving_said(at, digits)
        case p.SignCount():
            return lambda eyes, at: eyes.count_signed(at)
        case p.AdjustCount(position):
            return lambda eyes, at: eyes.adjustment_wanted(at, position)
        case _:
            assert_never(tap)


def of_work(work: w.Work) -> MeansSigned:  # noqa: PLR0911 - an index
    """Return what work at a desk means, signed by somebody."""
    match work:
        case w.AnswerAlarm(cause, about):
            meant = e.AlarmCause(cause) if cause in set(e.AlarmCause) else None
            return lambda _, at, signature: o.AnswerAsked(at, signature, meant, about)
        case w.CorrectClock(becomes_ms, why):
            return lambda _, at, signature: _clock(at, signature, becomes_ms, why)
        case w.OrderCountAfar(what, scope):
            kind = _kind(what)
            return lambda eyes, at, signature: eyes.count_asked_afar(at, signature, kind, scope)
        case _ if isinstance(work, w.LossWork):
            return lambda eyes, at, signature: of_loss(work, eyes, at, signature)
        case _ if isinstance(work, w.TransferWork):
            return lambda eyes, at, signature: of_transfer(work, eyes, at, signature)
        case _ if isinstance(work, ShiftWork):
            return meanings_shift.of_work(work)
        case _ if isinstance(work, RackWork):
            return of_racking_work(work)
        case _:
            return of_muster(work) if isinstance(work, MusterWork) else of_people_work(work)


def _clock(at: Moment, signature: o.Signature, becomes_ms: int, why: str) -> o.MatterAsked:
    setting = ClockSetting(at.wall_ms, becomes_ms, at.mono_ms, why)
    return o.MatterAsked(at, signature, setting, NOTHING_KNOWN)


def _kind(what: str) -> e.CountKind:
    """Return the kind of a count; what nobody knows is one the chief alone may order."""
    return e.CountKind(what) if what in set(e.CountKind) else e.CountKind.ORDERED
