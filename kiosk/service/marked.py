"""The marks of weapons, looked up from inside the kiosk's own process."""

from collections.abc import Callable

from kiosk.keeper.ports import Facts
from kiosk.registry.racking_queries import Incoming
from kiosk.rules.things import OfficerNumber
from kiosk.service.marks import MarkFace
from kiosk.service.views import PersonFace


class Marked:
    """Knows the marks of every weapon. Any thread."""

    def __init__(self, facts: Facts, incoming: Incoming, has_photo: Callable[[str], bool]) -> None:
        """Take what knows people and marks, and whether a photo is there."""
        self._facts, self._incoming, self._has_photo = facts, incoming, has_photo

    def of(self, weapon: str) -> tuple[MarkFace, ...]:
        """Return the marks of a weapon, in the order in which they were written down."""
        return tuple(
            MarkFace(
                one.seq,
                one.mark.kind,
                one.mark.text,
                one.mark.status,
                one.mark.where,
                one.mark.photo,
                bool(one.mark.photo) and self._has_photo(one.mark.photo),
                self.person(one.by),
                one.at_ms,
            )
            for one in self._incoming.marks_of(weapon)
        )

    def person(self, number: str) -> PersonFace | None:
        """Return who somebody is."""
        found = self._facts.person(OfficerNumber(number)) if number else None
        if found is None:
            return PersonFace(number, number) if number else None
        one = found.officer
        return PersonFace(one.number, one.name, one.name_km, one.rank, one.role)
