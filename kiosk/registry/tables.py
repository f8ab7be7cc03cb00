"""How each entry moves the tables: the index, one line a subject, and the one transaction.

`rules.fold` is the specification: the bay read from the tables equals the fold of the entries (P3).
A session is not kept: nobody stands at the bay when the keeper starts.
"""

import sqlite3
from collections.abc import Sequence
from typing import assert_never

from kiosk.registry.chain import Line, size
from kiosk.registry.corrections_table import move_correction, move_written
from kiosk.registry.database import rows_after
from kiosk.registry.filing import Filing
from kiosk.registry.leaves import NumberedCard
from kiosk.registry.losses_table import move_losses, move_renamed
from kiosk.registry.moves_bay import move_bay
from kiosk.registry.moves_cards import move_cards, move_stack
from kiosk.registry.moves_counts import move_counts
from kiosk.registry.moves_days import Days
from kiosk.registry.moves_musters import move_musters
from kiosk.registry.moves_people import move_people
from kiosk.registry.moves_racking import corrected, move_racking
from kiosk.registry.moves_register import RegisterEntry, move_register
from kiosk.registry.moves_shift import (
    ShiftLine,
    StandToLine,
    move_by_stand_to,
    move_shift,
    move_stand_to,
)
from kiosk.registry.moves_transfers import move_transfers
from kiosk.registry.moves_watch import move_clock, move_hour, move_step
from kiosk.registry.national_table import move_listed_cleared, move_national
from kiosk.registry.progress import Progress, Tell, silent
from kiosk.registry.service_table import move_service
from kiosk.registry.upkeep_table import UpkeepLine, move_upkeep
from kiosk.rules import entries as e
from kiosk.rules.broken import BookBroken
from kiosk.rules.clock_setting import newest_ms
from kiosk.rules.counting import CountLine
from kiosk.rules.encoding import Envelope, UnreadableEntry, decode
from kiosk.rules.fold.national import NationalLine
from kiosk.rules.losing import LossLine
from kiosk.rules.mustering import MusterLine
from kiosk.rules.serving import ServiceLine
from kiosk.rules.to_rack import RackingLine
from kiosk.rules.transferring import TransferLine

TRUST_EVERY = 1024
"""The trusted head follows the journal at this distance, so that a start checks no more."""

_AT_ONCE = 1000
_INSERT = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)"
_LATEST = "SELECT latest_wall_ms FROM journal WHERE seq = ?"


def decoded(line: Line) -> tuple[Envelope, e.Entry]:
    """Return what a line says.

    Raises:
        BookBroken: this program cannot read it.
    """
    try:
        return decode(line.body)
    except UnreadableEntry as wrong:
        raise BookBroken(f"Entry {line.seq} cannot be read by this program: {wrong}.") from wrong


def fold_again(tables: sqlite3.Connection, tell: Tell = silent) -> None:
    """Move tables that are empty by every entry of the journal, inside the caller's transaction.

    Raises:
        BookBroken: an entry cannot be read.
        sqlite3.Error: storage failed.
    """
    (total,) = tables.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
    run: list[tuple[Envelope, e.Entry]] = []
    for row in rows_after(tables, 0):
        run.append(decoded(Line(row.seq, row.body, row.hash)))
        if len(run) >= _AT_ONCE or row.seq == total:
            move_all(tables, run)
            tell(Progress("making the tables again", row.seq, total))
            run = []


def move(tables: sqlite3.Connection, seq: int, entry: e.Entry) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case (
            e.OfficerRegistered() | e.WeaponRegistered() | e.MissionOrdered()
            | e.PinSet() | e.WorkOrdered()
            | e.OfficerCorrected() | e.WeaponCorrected() | e.OfficerHeld()
        ):  # fmt: skip
            _move_register(tables, seq, entry)
        case e.BadgeEnrolled() | e.BadgeWithdrawn() | e.OfficerLeft():
            move_people(tables, seq, entry)
        case (
            e.Started() | e.BayLaid() | e.FaultRaised() | e.FaultCleared()
            | e.SignalRaised() | e.SignalCleared() | e.PowerSpared() | e.PowerOffAsked()
            | e.WeaponRacked()
            | e.PinAccepted() | e.PinRefused() | e.PinLocked()
            | e.ReleaseGranted() | e.ReleaseLapsed() | e.CableSeenOpen() | e.CableHeldOpen()
            | e.CableSeenShut() | e.WrongWeapon() | e.WrongWeaponCleared()
            | e.CountAgreed() | e.CountDiffered() | e.CountSkipped()
            | e.WeaponIssued() | e.WeaponReturned() | e.WeaponReceived() | e.WeaponPassed()
            | e.DoubtRaised() | e.DoubtSettled()
            | e.AlarmRaised() | e.AlarmAnswered() | e.AlarmCleared()
        ):  # fmt: skip
            move_bay(tables, seq, entry)
            if isinstance(entry, e.ReleaseGranted | e.WeaponIssued):
                move_by_stand_to(tables, entry)
            if isinstance(entry, e.AlarmCleared):
                move_listed_cleared(tables, entry)
        case (
            e.SessionOpened() | e.SessionClosed() | e.Refused() | e.OfficeEntered()
            | e.HelpCalled() | e.EnrolBegun() | e.EnrolVouched() | e.IssueAsked()
            | e.SecondSeen() | e.CounterSigned() | e.ReturnWanted() | e.ReturnBegun()
            | e.ReturnKept()
            | e.ShownClear() | e.ReturnTold() | e.RoundsDiffered() | e.NothingTaken()
            | e.DoubtLooked() | e.BookMended() | e.ConfigChanged()
            | e.CorrectionBegun() | e.CorrectionVouched()
            | e.MatterBegun() | e.MatterVouched()
            | e.HandoverAsked() | e.HandoverBegun() | e.CableNumbered() | e.PointAccepted()
            | e.HandoverSummed() | e.ShiftSignedByOther()
            | e.StandToAsked() | e.StandToManned() | e.BadgeShown()
            | e.PassingBegun() | e.PassingScanned() | e.PassingTaken()
        ):  # fmt: skip
            pass
        case e.CardsBegun() | e.CardsClosed():
            move_stack(tables, seq, entry)
        case e.CardImported():
            move_cards(tables, ((Envelope(seq, "", ""), entry),))
        case _:
            _move_of_a_room(tables, seq, entry)


def _move_register(tables: sqlite3.Connection, seq: int, entry: RegisterEntry) -> None:
    if not isinstance(entry, e.MissionOrdered | e.PinSet):
        move_written(tables, seq, entry)
    if isinstance(entry, e.OfficerCorrected | e.WeaponCorrected):
        move_correction(tables, seq, entry)
    move_register(tables, entry)
    if isinstance(entry, e.WeaponCorrected):
        corrected(tables, seq, entry)
        move_renamed(tables, seq, entry)


RoomLine = (
    CountLine | ShiftLine | StandToLine | e.CountFellDue | e.OverdueStep | e.ClockSet
    | TransferLine | MusterLine | LossLine | RackingLine | NationalLine | UpkeepLine | ServiceLine
)  # fmt: skip
"""The lines of what goes on beside issues and returns; each room moves its own tables."""


def _move_of_a_room(tables: sqlite3.Connection, seq: int, entry: RoomLine) -> None:  # noqa: C901, PLR0912 - an index
    match entry:
        case e.CountFellDue():
            move_hour(tables, entry)
        case e.ClockSet():
            move_clock(tables, entry)
        case e.OverdueStep():
            move_step(tables, entry)
        case _ if isinstance(entry, CountLine):
            move_counts(tables, seq, entry)
        case _ if isinstance(entry, MusterLine):
            move_musters(tables, seq, entry)
        case _ if isinstance(entry, RackingLine):
            move_racking(tables, seq, entry)
        case _ if isinstance(entry, TransferLine):
            move_transfers(tables, seq, entry)
        case _ if isinstance(entry, NationalLine):
            move_national(tables, seq, entry)
        case _ if isinstance(entry, LossLine):
            move_losses(tables, seq, entry)
        case _ if isinstance(entry, UpkeepLine):
            move_upkeep(tables, seq, entry)
        case _ if isinstance(entry, ServiceLine):
            move_service(tables, seq, entry)
        case _ if isinstance(entry, ShiftLine):
            move_shift(tables, entry)
        case _ if isinstance(entry, StandToLine):
            move_stand_to(tables, seq, entry)
        case _:
            assert_never(entry)


def move_all(tables: sqlite3.Connection, written: Sequence[tuple[Envelope, e.Entry]]) -> None:
    """Move the tables by some entries, in order, inside the caller's transaction."""
    found = tables.execute("SELECT segment FROM segment ORDER BY first_seq DESC LIMIT 1").fetchone()
    segment = found[0] if found else None
    cards: list[tuple[Envelope, e.CardImported]] = []
    filing, days = Filing(tables), Days(tables)
    for envelope, entry in written:
        if envelope.segment != segment:
            segment = _begin_segment(tables, envelope, segment)
        if type(entry) is e.CardImported:
            cards.append((envelope, entry))
            continue
        if cards:
            _move_cards(tables, filing, cards)
            cards = []
        filing.file(envelope.seq, entry)
        days.add(entry)
        move(tables, envelope.seq, entry)
    if cards:
        _move_cards(tables, filing, cards)
    filing.write()
    days.write()


def _move_cards(
    tables: sqlite3.Connection, filing: Filing, cards: Sequence[tuple[Envelope, e.CardImported]]
) -> None:
    filing.cards(NumberedCard(envelope.seq, one.card, one.serial) for envelope, one in cards)
    move_cards(tables, cards)


def _begin_segment(tables: sqlite3.Connection, first: Envelope, parent: str | None) -> str:
    """Note a segment that begins, and the head of the one it goes on from."""
    before = first.seq - 1
    found = tables.execute("SELECT hash FROM journal WHERE seq = ?", (before,)).fetchone()
    parent_head = (before, *found) if found else (None, None)
    tables.execute(
        "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
        (first.segment, first.kiosk, first.seq, parent, *parent_head),
    )
    return first.segment


def write_down(
    tables: sqlite3.Connection,
    lines: Sequence[Line],
    written: Sequence[tuple[Envelope, e.Entry]],
    line_end: int,
) -> None:
    """Put lines into the journal table and move what they move, inside the caller's transaction.

    Args:
        tables: the writer's connection.
        lines: the lines, in order.
        written: the same lines, as entries.
        line_end: bytes of the line file before the first of them.

    Raises:
        sqlite3.Error: storage failed, or a table cannot follow.
    """
    rows = []
    (latest_wall_ms,) = tables.execute(_LATEST, (lines[0].seq - 1,)).fetchone() or (0,)
    for line, (envelope, entry) in zip(lines, written, strict=True):
        line_end += size(line)
        latest_wall_ms = newest_ms(latest_wall_ms, entry)
        rows.append(
            (
                line.seq,
                envelope.segment,
                line.body,
                line.hash,
                line.signature,
                line_end,
                latest_wall_ms,
            )
        )
    tables.executemany(_INSERT, rows)
    move_all(tables, written)
    first, last = lines[0], lines[-1]
    if last.seq // TRUST_EVERY > (first.seq - 1) // TRUST_EVERY:
        tables.execute("UPDATE trusted SET seq = ?, hash = ?", (last.seq, last.hash))
