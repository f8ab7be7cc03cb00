"""How each entry moves the tables: the index, one line a subject, and the one transaction.

`rules.fold` is the specification: the bay read from the tables equals the fold of the entries (P3).
A session is not kept: nobody stands at the bay when the keeper starts.
"""

import sqlite3
from collections.abc import Sequence
from typing import assert_never

from kiosk.registry.chain import Line, spelled
from kiosk.registry.moves_bay import move_bay
from kiosk.registry.moves_counts import move_counts
from kiosk.registry.moves_register import move_register
from kiosk.rules import entries as e
from kiosk.rules.encoding import Envelope

TRUST_EVERY = 1024
"""The trusted head follows the journal at this distance, so that a start checks no more."""

_INSERT = """
    INSERT INTO journal VALUES (
        ?1, ?2, ?3, ?4, ?5, ?6,
        max(?7, coalesce((SELECT latest_wall_ms FROM journal WHERE seq = ?1 - 1), 0))
    )
"""


def move(tables: sqlite3.Connection, seq: int, entry: e.Entry) -> None:
    """Move the tables by one entry; `seq` is its number."""
    match entry:
        case (
            e.OfficerRegistered() | e.WeaponRegistered() | e.MissionOrdered()
            | e.BadgeEnrolled() | e.PinSet() | e.WorkOrdered()
        ):  # fmt: skip
            move_register(tables, entry)
        case (
            e.Started() | e.BayLaid() | e.FaultRaised() | e.FaultCleared()
            | e.SignalRaised() | e.SignalCleared() | e.WeaponRacked()
            | e.PinAccepted() | e.PinRefused() | e.PinLocked()
            | e.ReleaseGranted() | e.ReleaseLapsed() | e.CableSeenOpen() | e.CableHeldOpen()
            | e.CableSeenShut() | e.WrongWeapon() | e.WrongWeaponCleared()
            | e.CountAgreed() | e.CountDiffered() | e.CountSkipped()
            | e.WeaponIssued() | e.WeaponReturned() | e.WeaponReceived()
            | e.DoubtRaised() | e.DoubtSettled()
            | e.AlarmRaised() | e.AlarmAnswered() | e.AlarmCleared()
        ):  # fmt: skip
            move_bay(tables, seq, entry)
        case (
            e.SessionOpened() | e.SessionClosed() | e.Refused() | e.OfficeEntered()
            | e.HelpCalled() | e.EnrolBegun() | e.EnrolVouched() | e.IssueAsked()
            | e.SecondSeen() | e.CounterSigned() | e.ReturnWanted() | e.ReturnBegun()
            | e.ShownClear() | e.ReturnTold() | e.RoundsDiffered() | e.NothingTaken()
            | e.DoubtLooked() | e.BookMended()
        ):  # fmt: skip
            pass
        case (
            e.CountOrdered() | e.CountBegun() | e.EngravingAsked() | e.PlaceCounted()
            | e.CountPassed() | e.AdjustmentAsked() | e.CountAdjusted() | e.CountCertified()
            | e.CountDropped()
        ):  # fmt: skip
            move_counts(tables, seq, entry)
        case _:
            assert_never(entry)


def move_all(tables: sqlite3.Connection, written: Sequence[tuple[Envelope, e.Entry]]) -> None:
    """Move the tables by some entries, in order, inside the caller's transaction."""
    found = tables.execute("SELECT segment FROM segment ORDER BY first_seq DESC LIMIT 1").fetchone()
    segment = found[0] if found else None
    for envelope, entry in written:
        if envelope.segment != segment:
            segment = _begin_segment(tables, envelope, segment)
        move(tables, envelope.seq, entry)


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
    for line, (envelope, entry) in zip(lines, written, strict=True):
        line_end += len(spelled(line.body, line.hash, line.signature))
        rows.append(
            (
                line.seq,
                envelope.segment,
                line.body,
                line.hash,
                line.signature,
                line_end,
                entry.at.wall_ms,
            )
        )
    tables.executemany(_INSERT, rows)
    move_all(tables, written)
    first, last = lines[0], lines[-1]
    if last.seq // TRUST_EVERY > (first.seq - 1) // TRUST_EVERY:
        tables.execute("UPDATE trusted SET seq = ?, hash = ?", (last.seq, last.hash))
