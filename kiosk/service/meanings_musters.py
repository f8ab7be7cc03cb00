"""What work on musters means to the keeper: an observation of this very moment."""

from collections.abc import Callable
from typing import assert_never

from kiosk.keeper.eyes import Eyes
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.observations import musters as m
from kiosk.rules.things import Moment, OfficerNumber, WeaponNumber
from kiosk.service import muster_works as w

MeansSigned = Callable[[Eyes, Moment, o.Signature], o.Observation]


def of_muster(work: w.MusterWork) -> MeansSigned:
    """Return what work on musters means, signed by somebody."""
    match work:
        case w.LeaveAtPost(weapon, officer, post, order, days, every_d):
            one, who = WeaponNumber(weapon), OfficerNumber(officer)
            return lambda _, at, signature: m.StandingAsked(
                at, signature, one, who, post, order, days, every_d
            )
        case w.DrawMuster(post):
            return lambda _, at, signature: m.MusterAsked(at, signature, post)
        case w.EnterMuster(rows, seen_by):
            said = tuple(map(row_said, rows))
            return lambda eyes, at, signature: eyes.muster_read(at, signature, said, seen_by)
        case w.CloseMuster(muster):
            return lambda _, at, signature: m.MusterEnded(at, signature, muster)
        case _:
            assert_never(work)


def row_said(row: w.SaidRow) -> m.RowSaid:
    """Return a row as the rules read it; an answer that nobody knows is that nothing was seen."""
    known = row.answer in set(e.MusterAnswer)
    answer = e.MusterAnswer(row.answer) if known else e.MusterAnswer.NOT_SEEN
    return m.RowSaid(row.code, answer, row.engraved)
