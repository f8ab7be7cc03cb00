"""What the eyes look up for weapons that come in. One thread: the keeper's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.keeper.ports import Register
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.entries import Source
from kiosk.rules.observations import racking as r
from kiosk.rules.things import (
    Mark,
    Moment,
    Person,
    PositionId,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.rules.to_rack import Step, ToRack


class Incoming(Protocol):
    """What the register knows of weapons that come in."""

    def facts(self, weapon: WeaponNumber, kind: WeaponType) -> r.RackFacts:
        """Return what a weapon of this type is checked against, and where its like stands."""
        ...

    def photos_of(self, weapon: str) -> int:
        """Return how many pictures of its marks the book names."""
        ...

    def marks_stand(self, weapon: str) -> int:
        """Return how many marks of a weapon are written down."""
        ...

    def twins(self, serial: str, besides: str) -> tuple[WeaponNumber, ...]:
        """Return the other weapons that have this very serial."""
        ...


class NoIncoming:
    """Nothing is known of any weapon but that it is registered."""

    def facts(self, _: WeaponNumber, __: WeaponType) -> r.RackFacts:
        """Know nothing."""
        return r.NO_RACK_FACTS

    def photos_of(self, _: str) -> int:
        """Know no pictures."""
        return 0

    def marks_stand(self, _: str) -> int:
        """Know no marks."""
        return 0

    def twins(self, _: str, __: str) -> tuple[WeaponNumber, ...]:
        """Know no other weapon."""
        return ()


def no_photos(_: str) -> bool:
    """Know no photo."""
    return False


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies beside the register for weapons that come in. `has_photo`: whether one is there."""

    incoming: Incoming = NoIncoming()  # noqa: RUF009 - it has nothing that could change
    has_photo: Callable[[str], bool] = no_photos


EMPTY_SHELF = Shelf()


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """How a collected weapon came, as it was written at a desk."""

    source: Source
    collected: str
    place: str
    document: str
    another: bool


class RackingEyes:
    """Looks at whatever concerns a weapon that comes in."""

    def __init__(
        self,
        bay: Callable[[], Bay],
        facts: Register,
        asker: Callable[[], Person | None],
        shelf: Shelf,
    ) -> None:
        """Look at this bay, with these facts."""
        self._bay, self._facts, self._asker = bay, facts, asker
        self._incoming, self._has_photo = shelf.incoming, shelf.has_photo

    def racked(self) -> Weapon | None:
        """Return the weapon that is racked now, as the register has it now."""
        racking = self._racking()
        number = racking.weapon if racking is not None else None
        return None if number is None else self._facts.weapon(number)

    def label(self, seen: o.WeaponSeen) -> o.WeaponSeen:
        """Return a label that was read, with what is known of the weapon if it is to be racked."""
        racking = self._racking()
        awaited = racking is not None and racking.step is Step.LABEL
        if not awaited or seen.weapon is None:
            return seen
        facts = self._incoming.facts(seen.weapon.number, seen.weapon.type)
        return replace(seen, facts=facts)

    def place_scanned(self, at: Moment, text: str) -> r.PlaceChosen | None:
        """Return the position whose label was scanned while one is to be chosen: its own name."""
        racking = self._racking()
        if racking is None or racking.step is not Step.PLACE:
            return None
        plain = text.strip().upper()
        named = (name for name in self._bay().positions if name.upper() == plain)
        found = next(named, None)
        return None if found is None else self.place(at, found)

    def wanted(self, at: Moment) -> r.RackingAsked:
        """Return the observation of somebody who wants to rack a weapon."""
        return r.RackingAsked(at, self._asker())

    def steel(self, at: Moment, digits: str) -> r.SteelRead:
        """Return the observation of digits read from the steel, with the weapon they are of."""
        return r.SteelRead(at, digits, self.racked())

    def photo(self, at: Moment, why: str) -> r.PhotoTold:
        """Return the observation of somebody who goes on from the pictures."""
        racking = self._racking()
        number = racking.weapon if racking is not None else None
        return r.PhotoTold(at, self._incoming.photos_of(number) if number else 0, why)

    def place(self, at: Moment, position: str) -> r.PlaceChosen:
        """Return the observation of a position that was chosen."""
        return r.PlaceChosen(at, PositionId(position), self._asker(), self.racked())

    def intake(
        self, at: Moment, signature: o.Signature, weapon: Weapon, form: IntakeForm
    ) -> r.IntakeAsked:
        """Return the observation of a weapon that is taken in at a desk."""
        return r.IntakeAsked(
            at, signature, weapon, form.source, form.collected, form.place, form.document,
            taken=self._facts.weapon(weapon.number) is not None,
            twins=self._incoming.twins(weapon.serial, weapon.number),
            another=form.another,
        )  # fmt: skip

    def marked(
        self, at: Moment, signature: o.Signature, weapon: str, mark: Mark, seen: int
    ) -> r.MarkAsked:
        """Return the observation of a mark that is written down at a desk."""
        number = WeaponNumber(weapon)
        return r.MarkAsked(
            at, signature, number, mark,
            registered=self._facts.weapon(number) is not None,
            stands=self._incoming.marks_stand(number),
            seen=seen,
            there=self._has_photo(mark.photo),
        )  # fmt: skip

    def tagged(
        self, at: Moment, signature: o.Signature, weapon: str, tag: str, seen: int
    ) -> r.TagAsked:
        """Return the observation of a tag that a weapon is given at a desk."""
        number = WeaponNumber(weapon)
        stands, claims = self._facts.weapon(number), self._facts.claims([tag])
        return r.TagAsked(at, signature, number, tag, stands, seen, claims)

    def disputed(  # noqa: PLR0913, PLR0917 - what one correction at a desk is made of
        self,
        at: Moment,
        signature: o.Signature,
        why: str,
        weapon: WeaponNumber,
        was: Mapping[str, object],
        becomes: Mapping[str, object],
    ) -> r.SerialDisputed:
        """Return the observation of a correction of some fields that is asked for at a desk."""
        stands = self._facts.weapon(weapon)
        whole = stands or Weapon(weapon, "", WeaponType(""), "")
        wanted, before = (replace(whole, **fields) for fields in (becomes, was))  # type: ignore[arg-type]  # replace checks the names
        claims = self._facts.claims(wanted.tags)
        return r.SerialDisputed(at, signature, why, wanted, before, stands, claims)

    def _racking(self) -> ToRack | None:
        session = self._bay().session
        return None if session is None else session.racking
