"""Who is shown what at the office."""

from dataclasses import replace

import pytest

from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.things import Officer, OfficerNumber, Person, Role

SHOWN = {
    Role.OFFICER: (),
    Role.CUSTODIAN: (
        Desk.BAY,
        Desk.REGISTER,
        Desk.CARDS,
        Desk.PEOPLE,
        Desk.SHIFT,
        Desk.TRANSFERS,
        Desk.LOSSES,
        Desk.MUSTERS,
        Desk.TRAINING,
        Desk.RACKING,
    ),
    Role.CHIEF: (
        Desk.BAY,
        Desk.REGISTER,
        Desk.CARDS,
        Desk.PEOPLE,
        Desk.SHIFT,
        Desk.WATCH,
        Desk.TRANSFERS,
        Desk.LOSSES,
        Desk.MUSTERS,
        Desk.TRAINING,
        Desk.RACKING,
    ),
    Role.REGISTRAR: (
        Desk.REGISTER,
        Desk.CARDS,
        Desk.PEOPLE,
        Desk.TRANSFERS,
        Desk.LOSSES,
        Desk.MUSTERS,
        Desk.TRAINING,
        Desk.RACKING,
    ),
    Role.ARMOURER: (Desk.RACKING,),
    Role.TECHNICIAN: (),
}


def test_every_role_and_every_desk_has_its_place() -> None:
    assert set(SHOWN) == set(Role)
    assert {desk for desks in SHOWN.values() for desk in desks} == set(Desk)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_shown_its_desks_and_no_other(role: Role) -> None:
    person = Person(Officer(OfficerNumber("1"), "x", role=role))
    assert desks_of(person) == SHOWN[role]
    gone = replace(person, officer=replace(person.officer, active=False))
    assert desks_of(gone) == ()
