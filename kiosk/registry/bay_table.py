"""The bay as the tables have it: what the keeper starts from, however long the journal is (P15)."""

import sqlite3
from typing import Any

from kiosk.registry.counts_table import last_certificate, running_count
from kiosk.registry.losses_table import read_losses
from kiosk.registry.musters_table import read_musters
from kiosk.registry.national_table import read_listed
from kiosk.registry.service_table import read_service
from kiosk.registry.shift_table import read_keys, read_shift, read_stand_to
from kiosk.registry.supply_table import read_supply
from kiosk.registry.transfers_table import read_transfers
from kiosk.rules.bay import Alarm, AlarmKey, Bay, Custody, Doubt, PinTries, Release
from kiosk.rules.encoding import decode
from kiosk.rules.entries import AlarmCause, CountKind, DoubtCause, Fault, ReleaseGranted
from kiosk.rules.policy import Policy
from kiosk.rules.rungs import Tells
from kiosk.rules.things import (
    CableId,
    OfficerNumber,
    Position,
    PositionId,
    Role,
    Rounds,
    Signal,
    WeaponNumber,
)


def read_bay(tables: sqlite3.Connection, policy: Policy) -> Bay:
    """Return the bay after the last entry, with nobody standing there.

    It is the fold of the journal but for the session, which `Started` ends anyway (P3).
    """

    def rows(question: str) -> list[Any]:
        return tables.execute(question).fetchall()

    positions = _positions(rows("SELECT id, rack, cable, quarantine FROM position ORDER BY place"))
    newest = rows("SELECT latest_wall_ms FROM journal ORDER BY seq DESC LIMIT 1")
    return Bay(
        policy=policy,
        positions=positions,
        cables=_cables(positions),
        homes=dict(rows("SELECT weapon, position FROM home")),
        inside=dict(rows("SELECT position, weapon FROM inside")),
        out=_out(tables),
        missing=frozenset(weapon for (weapon,) in rows("SELECT weapon FROM missing")),
        open_cables=frozenset(cable for (cable,) in rows("SELECT cable FROM open_cable")),
        doubts={
            position: Doubt(DoubtCause(cause), since_ms, officer)
            for position, cause, since_ms, officer in rows(
                "SELECT position, cause, since_ms, officer FROM doubt"
            )
        },
        alarms=_alarms(rows("SELECT cause, about, since_ms, answered FROM alarm")),
        signals={line: Signal(signal) for line, signal in rows("SELECT line, signal FROM signal")},
        faults=frozenset(
            (Fault(fault), device) for fault, device in rows("SELECT fault, device FROM fault")
        ),
        blind={
            (Fault(fault), device): cable
            for fault, device, cable in rows(
                "SELECT fault, device, cable FROM fault WHERE cable IS NOT NULL"
            )
        },
        pin_tries=_pin_tries(tables),
        release=_release(tables, policy),
        count=running_count(tables),
        counts=next((newest for (newest,) in rows("SELECT newest FROM counts")), 0),
        last_count=last_certificate(tables),
        counted={
            (CountKind(what), cable): at_ms
            for what, cable, at_ms in rows("SELECT what, cable, at_ms FROM counted")
        },
        transfers=read_transfers(tables),
        losses=read_losses(tables),
        shift=read_shift(tables),
        keys=read_keys(tables),
        stand_to=read_stand_to(tables),
        stirred=frozenset(weapon for (weapon,) in rows("SELECT weapon FROM stirred")),
        fell_due_ms=next((at_ms for (at_ms,) in rows("SELECT at_ms FROM fell_due")), 0),
        appointed={
            (Role(role), officer): since_ms
            for officer, role, since_ms in rows("SELECT officer, role, since_ms FROM appointed")
        },
        late=_late(rows("SELECT weapon, tells FROM late")),
        musters=read_musters(tables),
        listed=read_listed(tables),
        service=read_service(tables, policy),
        supply=read_supply(tables),
        founded=bool(rows("SELECT 1 FROM badge LIMIT 1")),
        latest_wall_ms=newest[0][0] if newest else 0,
    )


def _out(tables: sqlite3.Connection) -> dict[WeaponNumber, Custody]:
    asked = "SELECT weapon, holder, since_ms, due_ms, mission, magazines, rounds, rank FROM custody"
    return {
        weapon: Custody(holder, since_ms, due_ms, mission, Rounds(magazines, rounds), rank)
        for weapon, holder, since_ms, due_ms, mission, magazines, rounds, rank in tables.execute(
            asked
        )
    }


def _pin_tries(tables: sqlite3.Connection) -> dict[OfficerNumber, PinTries]:
    asked = "SELECT officer, refused, locks, until_ms, wait_ms FROM pin_tries"
    return {officer: PinTries(*tries) for officer, *tries in tables.execute(asked)}


def _positions(rows: list[Any]) -> dict[PositionId, Position]:
    return {
        place: Position(place, rack, cable, quarantine=bool(quarantine))
        for place, rack, cable, quarantine in rows
    }


def _cables(positions: dict[PositionId, Position]) -> dict[CableId, tuple[PositionId, ...]]:
    cables: dict[CableId, tuple[PositionId, ...]] = {}
    for position in positions.values():
        cables[position.cable] = (*cables.get(position.cable, ()), position.id)
    return cables


def _late(rows: list[Any]) -> dict[WeaponNumber, frozenset[Tells]]:
    late: dict[WeaponNumber, frozenset[Tells]] = {}
    for weapon, tells in rows:
        late[weapon] = late.get(weapon, frozenset()) | {Tells(tells)}
    return late


def _alarms(rows: list[Any]) -> dict[AlarmKey, Alarm]:
    return {
        (AlarmCause(cause), about): Alarm(AlarmCause(cause), about, since_ms, answered)
        for cause, about, since_ms, answered in rows
    }


def _release(tables: sqlite3.Connection, policy: Policy) -> Release | None:
    """Return the running release: its grant is read back from the journal itself."""
    found = tables.execute(
        "SELECT body, opened_ms, held_open, taken, wrong, shut_ms"
        " FROM release JOIN journal ON seq = granted"
    ).fetchone()
    if found is None:
        return None
    body, opened_ms, held_open, taken, wrong, shut_ms = found
    _, grant = decode(body)
    if not isinstance(grant, ReleaseGranted):
        raise TypeError(f"the running release points at a {grant.KIND} entry")
    return Release(
        grant=grant,
        until=grant.at.mono_ms + 1000 * policy.release_s,
        opened_ms=opened_ms,
        held_open=bool(held_open),
        taken=bool(taken),
        wrong=wrong,
        shut_ms=shut_ms,
    )
