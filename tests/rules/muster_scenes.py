"""A scene with posts in it: weapons that are left there, sheets that go out and come back."""

from typing import Self

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.labels import Kind, number
from kiosk.rules.musters.chase import next_ms
from kiosk.rules.musters.codes import code_of
from kiosk.rules.observations import musters as m
from kiosk.rules.policy import Policy
from kiosk.rules.things import BadgeText, OfficerNumber, PositionId, WeaponNumber
from tests.rules.scenes import LAYOUT, Scene, policy, rifle

DAY_MS = 86_400_000
W1, W2, W3, W4, W5, W9 = (WeaponNumber(number(Kind.WEAPON, 1, one)) for one in (1, 2, 3, 4, 5, 9))
AT_HOME = dict(zip((W1, W2, W3, W4, W5), ("A1", "A2", "A3", "B1", "B2"), strict=True))
POST = "Kdol"


class MusterScene(Scene):
    """A scene whose weapons have numbers of ours; an officer may be out with several."""

    def __init__(self, rules: Policy | None = None) -> None:
        """Begin with everything in the racks."""
        super().__init__(rules or policy(allowance=2, count_by_itself=False), LAYOUT)

    def founding(self) -> o.RegisterAsked:
        """Return the request that founds the register; its weapons have numbers to print."""
        self.weapons = {one: rifle(one) for one in (*AT_HOME, W9)}
        facts: list[o.Fact] = [who.officer for who in self.people.values()]
        facts += self.weapons.values()
        facts += [o.Racking(one, PositionId(home)) for one, home in AT_HOME.items()]
        facts.append(o.BadgeGift(OfficerNumber("chan"), BadgeText("badge of chan"), "sealed"))
        return o.RegisterAsked(self.now(), "founder", tuple(facts))

    def signature(self, name: str, *, right: bool = True) -> o.Signature:
        """Return somebody's number and PIN."""
        return o.Signature(OfficerNumber(name), self.people.get(name), right)

    def assign(  # noqa: PLR0913 - what a chief signs for
        self,
        weapon: WeaponNumber = W1,
        holder: str = "sok",
        *,
        by: str = "chan",
        post: str = POST,
        order: str = "SA-7",
        days: int = 90,
        every_d: int = 30,
    ) -> Self:
        """Leave a weapon with its holder."""
        return self.see(
            m.StandingAsked(
                self.now(), self.signature(by), weapon, OfficerNumber(holder), post, order, days,
                every_d,
            )
        )  # fmt: skip

    def kept(self, *weapons: WeaponNumber, holder: str = "sok") -> Self:
        """Let somebody draw weapons, one after the other, and the chief leave each with them."""
        for weapon in weapons:
            self.draw(holder, weapon).assign(weapon, holder)
        return self

    def sheet(self, post: str = POST, *, by: str = "nary") -> Self:
        """Draw a sheet."""
        return self.see(m.MusterAsked(self.now(), self.signature(by), post))

    def said(
        self, weapon: WeaponNumber, answer: str = "seen", engraved: str = "", *, muster: int = 0
    ) -> m.RowSaid:
        """Return a row as it is scanned: of the newest sheet, unless another one is named."""
        code = code_of(muster or self.bay.musters.newest, weapon)
        return m.RowSaid(code, e.MusterAnswer(answer), engraved)

    def enter(self, *rows: m.RowSaid, by: str = "nary", looker: str = "dara") -> Self:
        """Enter rows of a sheet that somebody signed."""
        return self.see(
            m.MusterRead(
                self.now(), self.signature(by), rows, OfficerNumber(looker),
                self.people.get(looker), {one.number: one for one in self.weapons.values()},
            )
        )  # fmt: skip

    def close(self, muster: int = 0, *, by: str = "chan") -> Self:
        """Close a sheet, as somebody who entered none of it."""
        number = muster or self.bay.musters.newest
        return self.see(m.MusterEnded(self.now(), self.signature(by), number))

    def days_pass(self, days: float) -> Self:
        """Let days pass by the wall clock, and the keeper look at its calendar."""
        self.wall_ms += int(days * DAY_MS)
        due_ms = next_ms(self.bay)
        if due_ms is not None and due_ms <= self.wall_ms:
            self.see(o.TimePassed(self.now(), calendar=True))
        return self

    @property
    def refusal(self) -> tuple[str, str]:
        """Why the newest thing was refused, and what that was about."""
        found = [entry for entry in self.last.entries if isinstance(entry, e.Refused)]
        assert len(found) == 1, self.last.entries
        return found[0].reason, found[0].text

    def lines(self, kind: type[e.Entry]) -> list[e.Entry]:
        """Return what was written of a kind."""
        return [entry for entry in self.book if isinstance(entry, kind)]
