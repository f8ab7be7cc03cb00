"""Journal, register and PINs of a small bay, in memory: what its keeper writes can be read back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.things import Badge, BadgeText, OfficerNumber, Person, PinFit, Weapon, WeaponNumber
from tests.pin_seals import fit_of, sealed_as
from tests.rules.claimed import claims_in, tagged_in
from tests.rules.written import written_in


@dataclass
class HandBook:
    """Journal, register and PINs in memory. `unwritable`: the next line cannot be written."""

    lines: list[e.Entry] = field(default_factory=list)
    known: dict[OfficerNumber, Person] = field(default_factory=dict)
    badges: dict[BadgeText, OfficerNumber] = field(default_factory=dict)
    weapons: dict[WeaponNumber, Weapon] = field(default_factory=dict)
    sealed: dict[OfficerNumber, str] = field(default_factory=dict)
    compared: int = 0
    unwritable: str = ""

    def append(self, entries: Sequence[e.Entry]) -> int:
        """Keep some lines and follow them."""
        if self.unwritable:
            raise BookUnwritable(self.unwritable)
        for entry in entries:
            self.lines.append(entry)
            self._follow(entry)
        return len(self.lines)

    def person(self, number: OfficerNumber) -> Person | None:
        """Return a person by officer number."""
        found = self.known.get(number)
        return None if found is None else replace(found, has_pin=number in self.sealed)

    def badges_with(self, text: BadgeText) -> tuple[Badge, ...]:
        """Return every badge with this text."""
        owner = self.badges.get(text)
        return () if owner is None else (Badge(text, owner),)

    def badges_of(self, officer: OfficerNumber) -> tuple[Badge, ...]:
        """Return every badge of an officer."""
        return tuple(Badge(text, who) for text, who in self.badges.items() if who == officer)

    def badge_given_by(self, entry: int) -> Badge | None:
        """Return the badge an entry gave, while it is somebody's."""
        given = self.lines[entry - 1] if 0 < entry <= len(self.lines) else None
        if not isinstance(given, e.BadgeEnrolled) or self.badges.get(given.badge) != given.officer:
            return None
        return Badge(given.badge, given.officer)

    def written(self, line: int) -> o.Written:
        """Return a correction by its line, without the papers of before."""
        return written_in(self.lines, line)

    def people(self) -> tuple[Person, ...]:
        """Return everybody."""
        return tuple(filter(None, map(self.person, self.known)))

    def weapon(self, number: WeaponNumber) -> Weapon | None:
        """Return a weapon by registration number."""
        return self.weapons.get(number)

    def claims(self, tags: Iterable[str]) -> dict[str, WeaponNumber]:
        """Return whose some tags are."""
        return claims_in(self.weapons.values(), tags)

    def tagged(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that have a tag."""
        return tagged_in(self.weapons.values(), weapons)

    def sent(self, _: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Know of no weapon that another store took over."""
        return frozenset()

    def away(self, _: WeaponNumber) -> str:
        """Know of no weapon that went away for good."""
        return ""

    def seal(self, pin: str, duress: str = "") -> str:
        """Return a PIN as it is kept here."""
        return sealed_as(pin, duress)

    def fit(self, number: OfficerNumber, pin: str) -> PinFit:
        """Return which PIN of the officer's this is."""
        self.compared += 1
        return fit_of(self.sealed.get(number, ""), pin)

    def faults(self) -> tuple[tuple[e.Fault, str], ...]:
        """Find nothing wrong."""
        return ()

    def _follow(self, entry: e.Entry) -> None:  # noqa: C901 - a line a kind
        match entry:
            case e.OfficerRegistered(_, officer):
                self.known[officer.number] = Person(officer)
            case e.WeaponRegistered(_, weapon) | e.WeaponCorrected(_, weapon):
                self.weapons[weapon.number] = weapon
            case e.WeaponTagged(_, number, tag):
                tags = (*self.weapons[number].tags, tag)
                self.weapons[number] = replace(self.weapons[number], tags=tags)
            case e.WorkOrdered(_, number, _, condition):
                self.weapons[number] = replace(self.weapons[number], condition=condition)
            case e.OfficerCorrected(_, officer):
                self.known[officer.number] = replace(self.known[officer.number], officer=officer)
            case e.OfficerHeld(_, who):
                found = self.known[who]
                self.known[who] = replace(found, officer=replace(found.officer, hold=True))
            case e.BadgeWithdrawn(_, badge):
                del self.badges[badge]
            case e.OfficerLeft(_, who):
                self.badges = {text: one for text, one in self.badges.items() if one != who}
                del self.sealed[who]
            case e.MissionOrdered(_, who, mission):
                found = self.known[who]
                self.known[who] = replace(found, missions=(*found.missions, mission))
            case e.BadgeEnrolled(_, badge, who):
                self.badges[badge] = who
            case e.PinSet(_, who, sealed):
                self.sealed[who] = sealed
            case _:
                pass
