"""A scene with a count in it: steps of the counter, and a whole count of a rack in one sentence."""

from typing import Self

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.counting import Counting
from kiosk.rules.observations import counts as c
from kiosk.rules.policy import Policy
from kiosk.rules.things import OfficerNumber, PositionId, Weapon
from tests.rules.scenes import Scene

HEAD = "77/abcd"


class CountScene(Scene):
    """A scene whose people order counts, count and sign. `drawn`: who was drawn, by name."""

    def __init__(self, rules: Policy | None = None) -> None:
        """Begin with nobody counting; a scan takes 5 s, as it does at a real rack."""
        super().__init__(rules)
        self.pace_ms = 4_000

    # ------------------------------------------------------------ the steps
    def order(
        self, what: str = "monthly", scope: str = "A", *, by: str = "chan", lot: int = 1
    ) -> Self:
        """Let somebody step up, order a count, and leave."""
        self.badge(by).pin()
        self.ask(what, scope, lot=lot)
        return self

    def ask(self, what: str = "monthly", scope: str = "A", *, lot: int = 1) -> Self:
        """Order a count as whoever stands there."""
        people = tuple(self.people.values())
        asked = c.CountAsked(self.now(), e.CountKind(what), scope, self.asker(), people, lot)
        return self.see(asked)

    def ask_afar(
        self, name: str, what: str = "monthly", scope: str = "A", *, right: bool = True
    ) -> Self:
        """Order a count from the office."""
        people, who = tuple(self.people.values()), self.people.get(name)
        signature = o.Signature(OfficerNumber(name), who, right)
        return self.see(
            c.CountAskedAfar(self.now(), signature, e.CountKind(what), scope, people, 1)
        )

    def step_up(self, name: str = "") -> Self:
        """Let the drawn counter, or somebody else, show badge and PIN and want to count."""
        session = self.bay.session
        who = name or self.whose
        if session is None or session.officer != who:
            self.badge(who).pin()
        return self.see(c.CountingWanted(self.now(), self.asker()))

    def say_empty(self) -> Self:
        """Say that nothing stands there."""
        return self._paced().see(c.EmptySaid(self.now()))

    def say_unmarked(self) -> Self:
        """Say that a weapon stands there whose label cannot be read."""
        return self._paced().see(c.NoMarkSaid(self.now()))

    def seen(self, text: str, lot: int = 999) -> Self:
        """Scan a weapon at the place that is shown, some seconds after the one before."""
        return self._paced().scan(text, lot=lot)

    def engrave(self, digits: str) -> Self:
        """Type what is engraved."""
        return self.see(c.EngravingSaid(self.now(), digits, self._against()))

    def number(self, counted: int) -> Self:
        """Say how many weapons hang on the cable that is shown."""
        return self._paced().count(counted)

    def sign(self, name: str = "rith") -> Self:
        """Let somebody step up and sign for the count."""
        session = self.bay.session
        if session is None or session.officer != name:
            self.badge(name).pin()
        return self.see(c.CountSigned(self.now(), self.asker(), HEAD))

    def adjust(self, position: str, name: str = "rith") -> Self:
        """Let somebody step up and want the book to have what was found at a position."""
        session = self.bay.session
        if session is None or session.officer != name:
            self.badge(name).pin()
        wanted = c.AdjustmentWanted(self.now(), PositionId(position), self.asker())
        return self.see(wanted)

    # ------------------------------------------------------------ whole acts
    def go_round(self, *found: str, name: str = "") -> Self:
        """Let the drawn one count: weapons by name, "" for nothing, "?" for one without a mark."""
        self.step_up(name)
        for one in found:
            if one == "?":
                self.say_unmarked()
            elif one:
                self.seen(one)
            else:
                self.say_empty()
            if self.asked:
                self.engrave(self.steel(one))
        return self

    # ------------------------------------------------------------ what can be asked
    @property
    def running(self) -> Counting:
        """The count that is under way."""
        assert self.bay.count is not None
        return self.bay.count

    @property
    def whose(self) -> str:
        """Who counts now."""
        return self.running.whose or ""

    @property
    def asked(self) -> bool:
        """Whether an engraving is asked for."""
        return self.bay.count is not None and self.bay.count.asked is not None

    def steel(self, weapon: str) -> str:
        """Return the last digits that are engraved on a weapon, or on the one expected here."""
        known = self.weapons.get(weapon) or self._against()
        return known.serial[-1] if known is not None else ""

    def differences(self) -> list[tuple[str, str, str]]:
        """Return what stands against the book."""
        return [(d.place, str(d.difference), d.weapon or "") for d in self.running.standing()]

    def _against(self) -> Weapon | None:
        count = self.bay.count
        if count is None or count.asked is None:
            return None
        number = count.asked.weapon or self.bay.inside.get(PositionId(count.asked.place))
        return self.weapons.get(number or "")

    def _paced(self) -> Self:
        self.wall_ms += self.pace_ms
        self.mono_ms += self.pace_ms
        return self


def counted_twice(*found: str, scope: str = "A") -> CountScene:
    """Return a scene in which two people found the same."""
    scene = CountScene().order(scope=scope)
    scene.go_round(*found)
    places = scene.running.order.places
    again = [one for place, one in zip(places, found, strict=True) if place in scene.running.places]
    return scene.go_round(*again)
