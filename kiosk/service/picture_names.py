"""The faces of people and weapons, as screens name them; looked up once in the register."""

from collections.abc import Sequence

from kiosk.keeper.ports import Facts
from kiosk.rules.entries import (
    Entry,
    OfficerCorrected,
    OfficerRegistered,
    WeaponCorrected,
    WeaponRegistered,
    WorkOrdered,
)
from kiosk.rules.things import Officer, OfficerNumber, Weapon, WeaponNumber
from kiosk.service import views as v


class Names:
    """Faces of people and weapons, looked up once and forgotten when the register changes.

    Any thread may ask: a face looked up while the register changed is not kept.
    """

    def __init__(self, facts: Facts) -> None:
        """Look up in this register."""
        self._facts = facts
        self._people: dict[str, v.PersonFace] = {}
        self._weapons: dict[str, v.WeaponFace] = {}
        self._changes = 0

    def forget(self, entries: Sequence[Entry]) -> None:
        """Look again at whoever these lines changed. Keeper's thread."""
        for entry in entries:
            match entry:
                case OfficerRegistered(_, officer) | OfficerCorrected(_, officer):
                    self._changes += 1
                    self._people.pop(officer.number, None)
                case WeaponRegistered(_, weapon) | WeaponCorrected(_, weapon):
                    self._changes += 1
                    self._weapons.pop(weapon.number, None)
                case WorkOrdered(_, number):
                    self._changes += 1
                    self._weapons.pop(number, None)
                case _:
                    pass

    def person(self, number: OfficerNumber | None) -> v.PersonFace | None:
        """Return a person's face; a number nobody has is shown as it is."""
        if number is None:
            return None
        kept = self._people.get(number)
        if kept is not None:
            return kept
        before, found = self._changes, self._facts.person(number)
        face = v.PersonFace(number, number) if found is None else _person_face(found.officer)
        if found is not None and self._changes == before:
            self._people[number] = face
        return face

    def weapon(self, number: WeaponNumber | None) -> v.WeaponFace | None:
        """Return a weapon's face; a number nobody has is shown as it is."""
        if number is None:
            return None
        kept = self._weapons.get(number)
        if kept is not None:
            return kept
        before, found = self._changes, self._facts.weapon(number)
        face = v.WeaponFace(number, number, "") if found is None else _weapon_face(found)
        if found is not None and self._changes == before:
            self._weapons[number] = face
        return face


def _person_face(officer: Officer) -> v.PersonFace:
    return v.PersonFace(officer.number, officer.name, officer.name_km, officer.rank, officer.role)


def _weapon_face(weapon: Weapon) -> v.WeaponFace:
    return v.WeaponFace(
        weapon.number,
        weapon.name,
        weapon.serial,
        weapon.type,
        weapon.condition,
        weapon.magazines,
        weapon.rounds,
    )
