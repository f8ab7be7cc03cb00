"""The grammar of a shift and of a stand-to, told a second time: who answers, and who drew.

Shares nothing with `rules.shifts` or `rules.standing`, as `drill.grammar` shares nothing with the
fold.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from kiosk.rules import entries as e
from kiosk.rules.policy import Policy
from kiosk.rules.things import OfficerNumber, Role, WeaponNumber
from tests.drill.parts import Promises

SECONDS = {Role.CUSTODIAN, Role.CHIEF}


class ShiftGrammar:
    """Follows who is on shift, and one stand-to after the other."""

    def __init__(self, policy: Policy, promises: Promises) -> None:
        """Begin with nobody on shift."""
        self._policy, self._hold = policy, promises.hold
        self.on_shift: OfficerNumber | None = None
        self.order = ""
        self.unknown: set[WeaponNumber] = set()
        self.handed = self.stood = self.sealed = 0
        self._sealed: set[str] = set()
        self._begun: e.HandoverBegun | None = None
        self._both: tuple[OfficerNumber, ...] = ()
        self._over_ms = 0
        self._badge: OfficerNumber | None = None
        self._looked: set[str] = set()

    def read(
        self,
        entry: e.Entry,
        passed: AbstractSet[OfficerNumber],
        roles: Mapping[OfficerNumber, Role],
    ) -> None:
        """Read one line; `passed` typed their PINs in this visit."""
        match entry:
            case e.HandoverBegun() | e.CableNumbered() | e.ShiftHandedOver():
                self._handed(entry, passed, roles)
            case e.KeyRegistered():
                self._registered(entry, passed)
            case e.ShiftSignedByOther(_, by, on_shift):
                self._hold("P10", on_shift == self.on_shift != by, f"{by} is on shift")
            case e.StandToBegun() | e.StandToEnded():
                self._stood(entry, passed, roles)
            case e.BadgeShown(_, officer):
                self._badge = officer
            case e.WeaponTaken(_, weapon, answers=answers):
                self._hold("P5", answers in self._both, f"{answers} began no stand-to")
                self.unknown.add(weapon)
            case e.HolderNamed(_, weapon):
                self._hold("P5", weapon in self.unknown, f"{weapon} was not unknown")
                self.unknown.discard(weapon)
            case e.WeaponIssued(_, weapon, officer) if self.is_of_it(entry):
                self._hold("P5", officer == self._badge, f"{weapon} issued to {officer} unseen")
                self._badge = None
            case e.WeaponReturned(_, weapon) | e.DoubtSettled(_, _, weapon, True):
                self.unknown.discard(weapon or WeaponNumber(""))
            case _:
                pass

    def _registered(self, entry: e.KeyRegistered, passed: AbstractSet[OfficerNumber]) -> None:
        if entry.seal or entry.key in self._sealed:
            both = {entry.by, entry.witness} - {None}
            self._hold("P10", len(both) > 1, f"{entry.by} sealed {entry.key} alone")
            self._hold("P10", both <= passed, f"{both}: a seal without a PIN")
            self.sealed += 1
        self._sealed.discard(entry.key)
        if entry.seal:
            self._sealed.add(entry.key)

    def is_of_it(self, entry: e.WeaponIssued) -> bool:
        """Return whether an issue is one of the stand-to that runs."""
        return self.order == entry.mission != ""

    def drawn(self, entry: e.WeaponIssued, *, outside: bool) -> bool:
        """Look at an issue of the stand-to that runs; returns whether it is one."""
        of_it = self.is_of_it(entry)
        self._hold("grammar", outside or not of_it, f"{entry.weapon} was not outside")
        return of_it

    def released(
        self, grant: e.ReleaseGranted, passed: AbstractSet[OfficerNumber], *, shut: bool
    ) -> None:
        """Look at a release for a stand-to; `shut`: nothing stops it and no cable is open."""
        self._hold("P8", shut, "released for a stand-to while something stands or is open")
        right = grant.mission == self.order != ""
        self._hold("P10", right, "released for a stand-to that does not run")
        self._hold("P10", grant.at.wall_ms < self._over_ms, "released for one that lapsed")
        there = {grant.officer, grant.by} - {None}
        self._hold("P10", there <= passed, f"{there}: a release names who is not there")
        self._hold("P10", grant.by != grant.officer, "released with oneself")

    def _handed(
        self,
        entry: e.HandoverBegun | e.CableNumbered | e.ShiftHandedOver,
        passed: AbstractSet[OfficerNumber],
        roles: Mapping[OfficerNumber, Role],
    ) -> None:
        hold = self._hold
        if isinstance(entry, e.CableNumbered):
            self._looked.add(entry.cable)
            return
        other = entry.outgoing or entry.witness
        hold("P10", other not in (None, entry.incoming), f"{entry.incoming} took over alone")
        hold("P10", {entry.incoming, other} <= passed, "somebody handed over without a PIN")
        if entry.outgoing is None and self.on_shift is not None:
            chief = roles.get(entry.incoming) is Role.CHIEF
            hold("P10", chief, f"{entry.incoming} took the shift of {self.on_shift}")
        if isinstance(entry, e.HandoverBegun):
            self._begun, self._looked = entry, set()
            return
        hold("grammar", self._begun is not None, "handed over, and nobody began to")
        hold("P10", entry.outgoing in (None, self.on_shift), "handed over by who had no shift")
        hold("P10", set(entry.cables) <= self._looked, "a cable agreed that nobody counted")
        self.on_shift, self._begun = entry.incoming, None
        self.handed += 1

    def _stood(
        self,
        entry: e.StandToBegun | e.StandToEnded,
        passed: AbstractSet[OfficerNumber],
        roles: Mapping[OfficerNumber, Role],
    ) -> None:
        hold, both = self._hold, set(entry.by)
        hold("P10", len(both) > 1, f"{both}: one person alone")
        hold("P10", both <= passed, f"{both}: a stand-to without a PIN")
        fit = {roles.get(one) for one in both} <= SECONDS
        hold("P10", fit, f"{both} may not begin or end a stand-to")
        if isinstance(entry, e.StandToBegun):
            lapsed = entry.at.wall_ms >= self._over_ms
            hold("grammar", lapsed or not self.order, "a stand-to inside a stand-to")
            self.order, self._both, self._badge = entry.order, entry.by, None
            self._over_ms = entry.at.wall_ms + self._policy.stand_to_h * 3_600_000
            return
        hold("grammar", bool(self.order), "a stand-to ended that did not run")
        named = set(entry.unknown)
        hold("P5", named <= self.unknown, f"{named - self.unknown} have a name")
        self.order = ""
        self.stood += 1


def holder_of(entry: e.WeaponTaken | e.HolderNamed) -> OfficerNumber:
    """Return who has a weapon after such a line."""
    return entry.answers if isinstance(entry, e.WeaponTaken) else entry.officer
