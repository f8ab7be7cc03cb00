"""A scene in which technician and chief open service mode, and something is tried in it."""

from typing import Self

from kiosk.rules import entries as e
from kiosk.rules.observations import WeaponSeen
from kiosk.rules.observations import service_mode as s
from kiosk.rules.policy import Policy
from tests.rules.scenes import Scene


class ServiceScene(Scene):
    """One bay; `tech` and `chan` may open service mode there."""

    def __init__(self, rules: Policy | None = None, *, opened: bool = True) -> None:
        """Found a bay; `opened`: with service mode."""
        super().__init__(rules)
        if opened:
            self.ask().badge("tech").pin().badge("chan").pin()
            assert self.serves()

    def serves(self) -> bool:
        """Return whether the bay is in service mode."""
        return self.bay.service is not None

    def ask(self, why: str = "a new reader", account: str = "pi") -> Self:
        """Ask for service mode by a command."""
        return self.see(s.ServiceWanted(self.now(), account, why))

    def leave(self, account: str = "pi") -> Self:
        """End it by a command."""
        return self.see(s.ServiceLeft(self.now(), account))

    def end(self) -> Self:
        """End it at the screen."""
        return self.see(s.ServiceEnding(self.now(), self.asker()))

    def try_out(self, of: str, about: str = "", *, known: bool = True) -> Self:
        """Try something out by a command; A1 and A2 have sensors, and A2 is empty."""
        wanted = s.TrialWanted(
            self.now(), e.TrialOf(of), about, "pi", known, ("A1",), ("A2",)
        )  # fmt: skip
        return self.see(wanted)

    def hear(self, reader: str = "badge", weapon: str = "") -> Self:
        """Let a reader say something: the label of a weapon, or anything else."""
        seen = None
        if weapon:
            thing = self.weapons.get(weapon)
            seen = WeaponSeen(self.now(), weapon, thing, self.asker(), tapped=False, lot=999)
        return self.see(s.TrialHeard(self.now(), reader, ("text", "10", "0148"), seen))

    def stand_before(self, *names: str) -> Self:
        """Let people show badge and PIN before the cable that is to be tried."""
        for name in names or ("tech", "chan"):
            self.badge(name).pin()
        return self
