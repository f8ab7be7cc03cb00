"""A scene with a shift in it: hand-overs, keys, and stand-tos, each step of them in one word."""

from dataclasses import replace
from typing import Self

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.fold import fold
from kiosk.rules.handover.points import Step, step_of
from kiosk.rules.observations import handover as h
from kiosk.rules.observations import stand_to as s
from kiosk.rules.policy import Policy
from kiosk.rules.things import CableId, OfficerNumber, Person, Weapon
from tests.rules.scenes import Scene

HEAD = "83/5f1d0c9b"


class ShiftScene(Scene):
    """A scene whose custodians hand over and stand to. `work`: weapons that wait for hands."""

    def __init__(self, rules: Policy | None = None) -> None:
        """Begin with nobody on shift and no key."""
        super().__init__(rules)
        self.work: tuple[str, ...] = ()

    # ------------------------------------------------------------ a shift changes hands
    def offer(self, *, offers: bool = True) -> Self:
        """Offer the shift, as whoever stands there; or ask for it."""
        work = tuple(self.weapons[name].number for name in self.work)
        return self.see(h.HandoverWanted(self.now(), offers, self.asker(), work))

    def step_up(self, incoming: str, other: str, *, offered: bool = False) -> Self:
        """Let both people show badge and PIN, up to the first thing that is gone through."""
        first, second = (other, incoming) if offered else (incoming, other)
        self.badge(first).pin().offer(offers=offered)
        return self.badge(second).pin()

    @property
    def step(self) -> str:
        """What the hand-over asks for next, or nothing."""
        session = self.bay.session
        if session is None or session.handing is None:
            return ""
        return str(step_of(self.bay, session.handing))

    def say_counted(self, counted: int) -> Self:
        """Say how many weapons hang on the cable that is asked for."""
        people = tuple(self.people.values())
        return self.see(h.CableCounted(self.now(), counted, people, 1))

    def look_for_key(self, *, present: bool = True) -> Self:
        """Say whether the key is there."""
        return self.see(h.KeyLooked(self.now(), present))

    def read_seal(self, number: str) -> Self:
        """Say what is read from the seal."""
        return self.see(h.SealSaid(self.now(), number))

    def accept(self) -> Self:
        """Accept the open thing that is shown."""
        return self.see(h.PointKnown(self.now()))

    def go_through(self, to: str = "") -> Self:
        """Go through all that is left, or up to a step, and find everything as it should be."""
        for _ in range(40):
            if self.step == to:
                return self
            match self.step:
                case Step.CABLE:
                    self.say_counted(self._truth())
                case Step.KEY:
                    self.look_for_key()
                case Step.SEAL:
                    self.read_seal(self._seal())
                case Step.POINT:
                    self.accept()
                case _:
                    return self
        raise AssertionError("a hand-over without end")

    def hand_over(self, incoming: str = "vanna", other: str = "rith") -> Self:
        """Let a whole hand-over take place, and both leave."""
        self.step_up(incoming, other).go_through().pin()
        self.one(e.ShiftHandedOver)
        return self.cancel()

    def _truth(self) -> int:
        return len(self.bay.on_cable(self._asked_cable()))

    def _asked_cable(self) -> CableId:
        session = self.bay.session
        assert session is not None
        assert session.handing is not None
        return next(one for one in self.bay.cables if one not in session.handing.cables)

    def _seal(self) -> str:
        session = self.bay.session
        assert session is not None
        assert session.handing is not None
        left = [key for name, key in sorted(self.bay.keys.items())
                if name not in session.handing.keys and key.holder is None]  # fmt: skip
        return left[0].seal

    def hand_to(self, name: str, weapon: str) -> Self:
        """Let somebody receive a weapon that has no place here."""
        number = self.weapons[weapon].number
        line = e.WeaponReceived(self.now(), number, number, None, OfficerNumber(name))
        self.book.append(line)
        self.bay = fold(self.bay, (line,))
        return self

    @property
    def on_shift(self) -> str:
        """Who answers for the bay."""
        return self.bay.shift.officer if self.bay.shift is not None else ""

    # ------------------------------------------------------------ keys, from a desk
    def tell_key(self, key: str, seal: str = "", *, by: str = "chan", opens: str = "A") -> Self:
        """Register a key; two people stand by it if there is a seal."""
        self.see(h.KeyTold(self.now(), self.sign(by), key, opens, seal))
        if any(isinstance(entry, e.MatterBegun) for entry in self.entries):
            self.badge("rith").pin().badge("nary").pin()
        return self

    def give_key(self, key: str, to: str = "pich", *, by: str = "vanna") -> Self:
        """Give a key to somebody."""
        number = OfficerNumber(to)
        return self.see(h.KeyOut(self.now(), self.sign(by), key, number, self.people.get(to)))

    def take_key(self, key: str, *, by: str = "vanna") -> Self:
        """Take a key back."""
        return self.see(h.KeyIn(self.now(), self.sign(by), key))

    def sign(self, name: str) -> o.Signature:
        """Return somebody's number and PIN."""
        return o.Signature(OfficerNumber(name), self.people.get(name), matches=True)

    # ------------------------------------------------------------ a stand-to
    def alert(self, first: str = "vanna", other: str = "chan", reason: str = "unrest") -> Self:
        """Let two people begin a stand-to."""
        self.badge(first).pin()
        wanted = s.StandToWanted(self.now(), e.StandToReason(reason), self.asker())
        return self.see(wanted).badge(other).pin()

    def man(self, name: str = "vanna") -> Self:
        """Let a custodian go on with it."""
        return self.badge(name).pin().see(s.StandToManning(self.now(), self.asker()))

    def free(self, cable: str = "A") -> Self:
        """Ask for a cable to be released."""
        return self.see(s.CableWanted(self.now(), CableId(cable), self.asker()))

    def pair(self, name: str, weapon: str) -> Self:
        """Let an officer show a badge and hold a weapon before the scanner."""
        return self.badge(name).scan(weapon)

    def end(self, other: str = "chan", *, by: str = "") -> Self:
        """Let two people end it; `by` steps up first unless somebody stands there."""
        if by:
            self.badge(by).pin()
        return self.see(s.StandToEnding(self.now(), self.asker())).badge(other).pin()

    # ------------------------------------------------------------ what the eyes look up
    def scan(self, text: str, *, tapped: bool = False, lot: int = 999) -> Self:
        """Hold a label before the reader; whose badge was shown last comes with it."""
        weapon = self.weapons.get(text)
        return self.see(
            o.WeaponSeen(self.now(), text, weapon, self.asker(), tapped, lot, self._shown())
        )

    def pin(self, *, right: bool = True, of: str | None = None, duress: bool = False) -> Self:
        """Type the PIN that is awaited; the chain's head comes with it."""
        session = self.bay.session
        awaited = (session.second or session.officer) if session is not None else None
        owner = self.people.get(of or awaited or "")
        typed = o.PinEntered(self.now(), owner, right, self.asker(), self._asked(), HEAD)
        return self.see(replace(typed, duress=duress))

    def unknown(self) -> tuple[str, ...]:
        """Return the weapons whose holder is unknown."""
        return self.bay.unknown_holders

    def _shown(self) -> Person | None:
        session = self.bay.session
        shown = session.pairing.badge if session is not None and session.pairing else None
        return None if shown is None else self.people.get(shown.officer)

    def _asked(self) -> Weapon | None:
        session = self.bay.session
        if session is not None and session.pairing is not None:
            return self.weapons.get(session.pairing.weapon or "")
        return super()._asked()
