"""How entries about people and weapons move the register's tables."""

import sqlite3
from typing import assert_never

from kiosk.registry.moves_watch import move_appointment
from kiosk.registry.tags_table import claimed
from kiosk.rules import entries as e
from kiosk.rules.things import Certificate, Officer, Weapon

RegisterEntry = (
    e.OfficerRegistered
    | e.WeaponRegistered
    | e.MissionOrdered
    | e.PinSet
    | e.WorkOrdered
    | e.OfficerCorrected
    | e.WeaponCorrected
    | e.OfficerHeld
)


def move_register(tables: sqlite3.Connection, entry: RegisterEntry) -> None:
    """Move the register by one entry. Facts come whole and replace what was known."""
    match entry:
        case e.OfficerRegistered(_, officer) | e.OfficerCorrected(_, officer):
            _register_officer(tables, officer)
            move_appointment(tables, entry)
        case e.WeaponRegistered(_, weapon) | e.WeaponCorrected(_, weapon):
            _register_weapon(tables, weapon)
        case e.MissionOrdered(_, officer, mission):
            tables.execute(
                "INSERT OR REPLACE INTO mission VALUES (?, ?, ?, ?)",
                (officer, mission.number, mission.valid_from_ms, mission.valid_until_ms),
            )
        case e.PinSet(_, officer, sealed):
            tables.execute("INSERT OR REPLACE INTO pin VALUES (?, ?)", (officer, sealed))
        case e.WorkOrdered(_, weapon, _, condition):
            tables.execute("UPDATE weapon SET condition = ? WHERE number = ?", (condition, weapon))
        case e.OfficerHeld(_, officer):
            tables.execute("UPDATE officer SET hold = 1 WHERE number = ?", (officer,))
        case _:
            assert_never(entry)


def _register_officer(tables: sqlite3.Connection, officer: Officer) -> None:
    tables.execute(
        "INSERT OR REPLACE INTO officer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            officer.number,
            officer.name,
            officer.name_km,
            officer.rank,
            officer.unit,
            officer.role,
            officer.active,
            officer.hold,
            officer.post,
        ),
    )
    tables.execute("DELETE FROM certificate WHERE officer = ?", (officer.number,))
    for place, certificate in enumerate(officer.certificates):
        tables.execute(
            "INSERT INTO certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (officer.number, place, *_paper(certificate)),
        )


def _paper(one: Certificate) -> tuple[object, ...]:
    return one.type, one.expires_ms, one.course, one.issued_ms, one.issuer, one.number


def _register_weapon(tables: sqlite3.Connection, weapon: Weapon) -> None:
    tables.execute(
        "INSERT OR REPLACE INTO weapon VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            weapon.number,
            weapon.name,
            weapon.type,
            weapon.serial,
            weapon.calibre,
            weapon.condition,
            weapon.magazines,
            weapon.rounds,
            weapon.serial_status,
        ),
    )
    claimed(tables, weapon)
