"""What a tap about a shift or a stand-to means, and work on the keys. Keeper's thread."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.observations import handover as h
from kiosk.rules.observations import stand_to as s
from kiosk.rules.things import CableId, OfficerNumber
from kiosk.service import protocol as p
from kiosk.service import shift_works as w
from kiosk.service.meant import Means, MeansSigned


def of_tap(tap: p.ShiftTap) -> Means:  # noqa: PLR0911 - one line a tap
    """Return what a tap about a shift or a stand-to means."""
    match tap:
        case p.WantHandover(offers):
            return lambda eyes, at: eyes.handover_wanted(at, offers=offers)
        case p.CountCable(counted):
            return lambda eyes, at: eyes.cable_counted(at, counted)
        case p.SeeKey(present):
            return lambda _, at: h.KeyLooked(at, present)
        case p.ReadSeal(digits):
            return lambda _, at: h.SealSaid(at, digits)
        case p.AcceptPoint():
            return lambda _, at: h.PointKnown(at)
        case p.BeginStandTo(reason):
            why = _reason(reason)
            return lambda eyes, at: s.StandToWanted(at, why, eyes.asker())
        case p.ManStandTo():
            return lambda eyes, at: s.StandToManning(at, eyes.asker())
        case p.FreeCable(cable):
            return lambda eyes, at: s.CableWanted(at, CableId(cable), eyes.asker())
        case p.EndStandTo():
            return lambda eyes, at: s.StandToEnding(at, eyes.asker())
        case _:
            assert_never(tap)


def of_work(work: w.ShiftWork) -> MeansSigned:
    """Return what work on the keys means, signed by somebody."""
    match work:
        case w.RegisterKey(key, opens, seal):
            return lambda _, at, signature: h.KeyTold(at, signature, key, opens, seal)
        case w.GiveKey(key, to):
            number = OfficerNumber(to)
            return lambda eyes, at, signature: eyes.key_out(at, signature, key, number)
        case w.TakeKey(key):
            return lambda _, at, signature: h.KeyIn(at, signature, key)
        case w.EnrolKey(fingerprint):
            return lambda eyes, at, signature: eyes.despatch.enrolment(at, signature, fingerprint)
        case _:
            assert_never(work)


def _reason(reason: str) -> e.StandToReason:
    """Return why; what nobody knows was ordered by somebody."""
    known = reason in set(e.StandToReason)
    return e.StandToReason(reason) if known else e.StandToReason.ORDERED
