"""A scene in which weapons come in: taken in and marked at a desk, racked at the bay."""

from dataclasses import replace
from typing import Any, Self

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.observations import racking as r
from kiosk.rules.racking.comparing import digits_of
from kiosk.rules.things import Mark, MarkKind, OfficerNumber, PositionId, Weapon
from kiosk.rules.to_rack import Step, ToRack
from tests.rules.scenes import Scene, rifle


class RackScene(Scene):
    """A scene whose people rack W8 and W9, which are registered and stand nowhere."""

    # ------------------------------------------------------------ at the bay
    def want(self, name: str = "vanna") -> Self:
        """Let somebody step up and want to rack a weapon."""
        self.badge(name).pin()
        return self.ask_to_rack()

    def ask_to_rack(self) -> Self:
        """Press "Rack a weapon" as whoever stands there."""
        return self.see(r.RackingAsked(self.now(), self.asker()))

    def engraved(self, digits: str) -> Self:
        """Type what is engraved."""
        return self.see(r.SteelRead(self.now(), digits, self._racked()))

    def agree(self, *differing: str) -> Self:
        """Say what of the fields that are shown is not so."""
        return self.see(r.AgreementSaid(self.now(), differing))

    def clean(self) -> Self:
        """Say that the weapon was cleaned."""
        return self.see(r.CleaningSaid(self.now()))

    def photo(self, photos: int = 0, why: str = "later") -> Self:
        """Say why there is no picture, or go on with those there are."""
        return self.see(r.PhotoTold(self.now(), photos, why))

    def place(self, position: str = "") -> Self:
        """Choose a position, or the one that is proposed."""
        chosen = r.PlaceChosen(self.now(), PositionId(position), self.asker(), self._racked())
        return self.see(chosen)

    def up_to(self, step: Step, weapon: str = "W8", name: str = "vanna") -> Self:
        """Let somebody rack a weapon up to a step."""
        self.want(name)
        acts = {
            Step.LABEL: lambda: self.scan(weapon),
            Step.STEEL: lambda: self.engraved(digits_of(self.weapons[weapon].serial)),
            Step.CHECK: self.agree,
            Step.CLEAN: self.clean,
            Step.PHOTO: self.photo,
            Step.PLACE: self.place,
        }
        for at, act in acts.items():
            if at is step:
                return self
            act()
        return self

    def rack(self, weapon: str = "W8", name: str = "vanna", second: str = "rith") -> Self:
        """Let a weapon be racked up to the agreed count."""
        self.up_to(Step.SECOND, weapon, name).badge(second).pin()
        cable = self.released()
        self.open().shut()
        return self.count(len(self.bay.on_cable(self._cable(cable))))

    # ------------------------------------------------------------ at a desk
    def take_in(self, number: str = "W7", by: str = "nary", **more: Any) -> Self:  # noqa: ANN401 - fields of the weapon or of the request
        """Take a collected weapon in."""
        own = {name: more.pop(name) for name in [*more] if hasattr(rifle("x"), name)}
        weapon = replace(rifle(number), **own)
        asked: dict[str, Any] = {
            "source": e.Source.CACHE, "collected": "2016-03-10", "place": "Samlout",
            "document": "", "taken": number in self.weapons,
        }  # fmt: skip
        signature = o.Signature(OfficerNumber(by), self.people.get(by), more.pop("right", True))
        self.see(r.IntakeAsked(self.now(), signature, weapon, **{**asked, **more}))
        if any(isinstance(entry, e.WeaponRegistered) for entry in self.last.entries):
            self.weapons[number] = weapon
        return self

    def mark(self, weapon: str = "W8", by: str = "nary", **more: Any) -> Self:  # noqa: ANN401 - fields of the request
        """Write down a mark."""
        signature = o.Signature(OfficerNumber(by), self.people.get(by), matches=True)
        asked: dict[str, Any] = {
            "mark": Mark(MarkKind.PROOF, "star in a circle"), "stands": 0, "seen": 0,
            "there": False, "registered": weapon in self.weapons,
        }  # fmt: skip
        number = rifle(weapon).number
        return self.see(r.MarkAsked(self.now(), signature, number, **{**asked, **more}))

    def tag(self, tag: str, weapon: str = "W8", by: str = "nary", *, seen: int = 0) -> Self:
        """Give a weapon a tag."""
        signature = o.Signature(OfficerNumber(by), self.people.get(by), matches=True)
        stands, number = self.weapons.get(weapon), rifle(weapon).number
        self.see(r.TagAsked(self.now(), signature, number, tag, stands, seen, self.claims(tag)))
        if any(isinstance(entry, e.WeaponTagged) for entry in self.last.entries):
            assert stands is not None
            self.weapons[weapon] = replace(stands, tags=(*stands.tags, tag))
        return self

    def dispute(self, wanted: Weapon, by: str = "nary", why: str = "read again") -> Self:
        """Ask at a desk to correct a weapon, seen as it stands."""
        stands = self.weapons[wanted.number]
        signature = o.Signature(OfficerNumber(by), self.people.get(by), matches=True)
        claims = self.claims(*wanted.tags)
        asked = r.SerialDisputed(self.now(), signature, why, wanted, stands, stands, claims)
        return self.see(asked)

    # ------------------------------------------------------------ what can be asked
    @property
    def racking(self) -> ToRack:
        """The racking that is under way."""
        assert self.bay.session is not None
        assert self.bay.session.racking is not None
        return self.bay.session.racking

    @property
    def step(self) -> str:
        """What is asked now."""
        return self.racking.step.value
