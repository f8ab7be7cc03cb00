"""Who is shown what at the office."""

from dataclasses import replace

import pytest

from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.things import Officer, OfficerNumber, Person, Role

SHOWN = {
    Role.OFFICER: (),
    Role.CUSTODIAN: (Desk.BAY, Desk.REGISTER),
    Role.CHIEF: (Desk.BAY, Desk.REGISTER),
    Role.REGISTRAR: (Desk.REGISTER,),
    Role.ARMOURER: (),
    Role.TECHNICIAN: (),
}


@pytest.mark.parametrize("role", Role)
def test_every_role_is_shown_its_desks_and_no_other(role: Role) -> None:
    person = Person(Officer(OfficerNumber("1"), "x", role=role))
    assert desks_of(person) == SHOWN[role]
    gone = replace(person, officer=replace(person.officer, active=False))
    assert desks_of(gone) == ()
