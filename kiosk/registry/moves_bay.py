"""How entries about the racks move the bay's tables: the fold of `rules.fold`, in SQL."""

import sqlite3
from typing import assert_never

from kiosk.registry import moves_watch
from kiosk.registry.supply_table import move_supply
from kiosk.rules import entries as e
from kiosk.rules.bay import Custody
from kiosk.rules.things import PositionId, Rounds, WeaponNumber

_Running = (
    e.Started | e.BayLaid | e.FaultRaised | e.FaultCleared | e.SignalRaised | e.SignalCleared
    | e.PowerSpared | e.PowerOffAsked
)  # fmt: skip
_Tried = e.PinAccepted | e.PinRefused | e.PinLocked
_Released = (
    e.ReleaseGranted
    | e.ReleaseLapsed
    | e.CableSeenOpen
    | e.CableHeldOpen
    | e.CableSeenShut
    | e.WrongWeapon
    | e.WrongWeaponCleared
    | e.CountAgreed
    | e.CountDiffered
    | e.CountSkipped
)
_Moved = (
    e.WeaponRacked | e.WeaponIssued | e.WeaponReturned | e.WeaponReceived | e.WeaponPassed
)  # fmt: skip
_Troubled = e.DoubtRaised | e.DoubtSettled | e.AlarmRaised | e.AlarmAnswered | e.AlarmCleared

BayEntry = _Running | _Tried | _Released | _Moved | _Troubled


def move_bay(tables: sqlite3.Connection, seq: int, entry: BayEntry) -> None:
    """Move the bay by one entry; `seq` is its number."""
    match entry:
        case (
            e.Started() | e.BayLaid() | e.FaultRaised() | e.FaultCleared()
            | e.SignalRaised() | e.SignalCleared() | e.PowerSpared() | e.PowerOffAsked()
        ):  # fmt: skip
            _running(tables, entry)
        case e.PinAccepted() | e.PinRefused() | e.PinLocked():
            _tried(tables, entry)
        case (
            e.WeaponRacked() | e.WeaponIssued() | e.WeaponReturned() | e.WeaponReceived()
            | e.WeaponPassed()
        ):  # fmt: skip
            _moved(tables, entry)
        case (
            e.DoubtRaised() | e.DoubtSettled()
            | e.AlarmRaised() | e.AlarmAnswered() | e.AlarmCleared()
        ):  # fmt: skip
            _troubled(tables, entry)
        case _:
            _released(tables, seq, entry)


def _running(tables: sqlite3.Connection, entry: _Running) -> None:
    match entry:
        case e.Started(at, open_cables):
            tables.execute("DELETE FROM release")
            tables.execute("DELETE FROM fault")
            tables.execute("DELETE FROM signal")
            tables.execute("DELETE FROM supply")
            tables.execute("DELETE FROM open_cable")
            tables.executemany(
                "INSERT OR IGNORE INTO open_cable VALUES (?)", ((cable,) for cable in open_cables)
            )
            tables.execute("UPDATE pin_tries SET until_ms = ? + wait_ms", (at.mono_ms,))
        case e.BayLaid(_, positions):
            tables.execute("DELETE FROM position")
            tables.executemany(
                "INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?)",
                (
                    (each.id, place, each.rack, each.cable, each.quarantine)
                    for place, each in enumerate(positions)
                ),
            )
        case e.FaultRaised(_, fault, device, cable):
            tables.execute("INSERT OR REPLACE INTO fault VALUES (?, ?, ?)", (fault, device, cable))
        case e.FaultCleared(_, fault, device):
            tables.execute("DELETE FROM fault WHERE fault = ? AND device = ?", (fault, device))
        case e.SignalRaised(_, line, signal):
            tables.execute("INSERT OR REPLACE INTO signal VALUES (?, ?)", (line, signal))
            move_supply(tables, entry)
        case e.SignalCleared(_, line):
            tables.execute("DELETE FROM signal WHERE line = ?", (line,))
            move_supply(tables, entry)
        case e.PowerSpared() | e.PowerOffAsked():
            move_supply(tables, entry)
        case _:
            assert_never(entry)


def _tried(tables: sqlite3.Connection, entry: _Tried) -> None:
    match entry:
        case e.PinAccepted(_, officer):
            tables.execute("DELETE FROM pin_tries WHERE officer = ?", (officer,))
        case e.PinRefused(_, officer):
            tables.execute(
                "INSERT INTO pin_tries VALUES (?, 1, 0, 0, 0)"
                " ON CONFLICT DO UPDATE SET refused = refused + 1",
                (officer,),
            )
        case e.PinLocked(at, officer, wait_ms):
            tables.execute(
                "INSERT INTO pin_tries VALUES (?, 0, 1, ?, ?) ON CONFLICT DO UPDATE SET"
                " refused = 0, locks = locks + 1, until_ms = excluded.until_ms,"
                " wait_ms = excluded.wait_ms",
                (officer, at.mono_ms + wait_ms, wait_ms),
            )
        case _:
            assert_never(entry)


def _released(tables: sqlite3.Connection, seq: int, entry: _Released) -> None:
    match entry:
        case e.ReleaseGranted(_, _, cable):
            tables.execute(
                "INSERT OR REPLACE INTO release (one, granted, cable) VALUES (1, ?, ?)",
                (seq, cable),
            )
        case e.ReleaseLapsed() | e.CountAgreed() | e.CountDiffered() | e.CountSkipped():
            tables.execute("DELETE FROM release")
        case e.CableSeenOpen(at, cable, released):
            tables.execute("INSERT OR IGNORE INTO open_cable VALUES (?)", (cable,))
            if released:
                tables.execute("UPDATE release SET opened_ms = ?", (at.mono_ms,))
        case e.CableHeldOpen():
            tables.execute("UPDATE release SET held_open = 1")
        case e.CableSeenShut(at, cable):
            tables.execute("DELETE FROM open_cable WHERE cable = ?", (cable,))
            tables.execute("UPDATE release SET shut_ms = ? WHERE cable = ?", (at.mono_ms, cable))
        case e.WrongWeapon():
            tables.execute("UPDATE release SET wrong = wrong + 1")
        case e.WrongWeaponCleared():
            tables.execute("UPDATE release SET wrong = 0")
        case _:
            assert_never(entry)


def _moved(tables: sqlite3.Connection, entry: _Moved) -> None:
    match entry:
        case e.WeaponRacked(_, weapon, position):
            stand(tables, weapon, position)
            tables.execute("INSERT OR REPLACE INTO home VALUES (?, ?)", (weapon, position))
        case e.WeaponIssued(at, weapon, officer, _, mission, due_ms, rounds, rank):
            hold(tables, weapon, Custody(officer, at.wall_ms, due_ms, mission, rounds, rank))
            tables.execute("UPDATE release SET taken = 1")
        case e.WeaponReturned(_, weapon, _, _, position):
            stand(tables, weapon, position)
            tables.execute("UPDATE release SET taken = 1")
        case e.WeaponReceived(at, _, weapon, _, custodian):
            if weapon is not None:
                hold(tables, weapon, Custody(custodian, at.wall_ms, 0, "", Rounds()))
        case e.WeaponPassed(at, weapon, _, officer, mission, due_ms, rounds, rank):
            hold(tables, weapon, Custody(officer, at.wall_ms, due_ms, mission, rounds, rank))
        case _:
            assert_never(entry)


def _troubled(tables: sqlite3.Connection, entry: _Troubled) -> None:
    match entry:
        case e.DoubtRaised(at, position, cause, officer):
            tables.execute(
                "INSERT OR REPLACE INTO doubt VALUES (?, ?, ?, ?)",
                (position, cause, at.wall_ms, officer),
            )
        case e.DoubtSettled(_, position, weapon, present):
            tables.execute("DELETE FROM doubt WHERE position = ?", (position,))
            if weapon is not None:
                _settle(tables, weapon, position, present=present)
        case e.AlarmRaised(at, cause, about):
            tables.execute(
                "INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, NULL)", (cause, about, at.wall_ms)
            )
        case e.AlarmAnswered(_, cause, about, by):
            tables.execute(
                "UPDATE alarm SET answered = ? WHERE cause = ? AND about = ?", (by, cause, about)
            )
        case e.AlarmCleared(_, cause, about):
            tables.execute("DELETE FROM alarm WHERE cause = ? AND about = ?", (cause, about))
        case _:
            assert_never(entry)


def _settle(
    tables: sqlite3.Connection, weapon: WeaponNumber, position: PositionId, *, present: bool
) -> None:
    """Put a weapon where somebody saw it, or among the missing if it should have been there."""
    if present:
        stand(tables, weapon, position)
        return
    out = tables.execute("SELECT 1 FROM custody WHERE weapon = ?", (weapon,)).fetchone()
    if out is None:
        remove(tables, weapon, stirs=False)
        tables.execute("INSERT INTO missing VALUES (?)", (weapon,))


def stand(tables: sqlite3.Connection, weapon: WeaponNumber, position: PositionId) -> None:
    """Put a weapon into a position; `inside.weapon` is unique, so it stands nowhere else (P5)."""
    remove(tables, weapon)
    tables.execute(
        "INSERT INTO inside VALUES (?, ?) ON CONFLICT (position) DO UPDATE SET weapon = ?2",
        (position, weapon),
    )


def hold(tables: sqlite3.Connection, weapon: WeaponNumber, custody: Custody) -> None:
    """Put a weapon into somebody's hands."""
    remove(tables, weapon)
    tables.execute(
        "INSERT INTO custody VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            weapon,
            custody.holder,
            custody.since_ms,
            custody.due_ms,
            custody.mission,
            custody.rounds.magazines,
            custody.rounds.rounds,
            custody.rank,
        ),
    )


def remove(tables: sqlite3.Connection, weapon: WeaponNumber, *, stirs: bool = True) -> None:
    """Take a weapon out of wherever it is: whoever calls puts it into its one place (P5).

    `stirs`: whether a count that runs is told that the book moved it.
    """
    tables.execute("DELETE FROM inside WHERE weapon = ?", (weapon,))
    tables.execute("DELETE FROM custody WHERE weapon = ?", (weapon,))
    tables.execute("DELETE FROM missing WHERE weapon = ?", (weapon,))
    tables.execute("DELETE FROM away WHERE weapon = ?", (weapon,))
    moves_watch.told_no_more(tables, weapon)
    if stirs:
        moves_watch.moved(tables, weapon)
