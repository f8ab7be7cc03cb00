"""The grammar of a racking, told a second time: which of its lines may follow which, and whose.

Shares nothing with `rules.to_rack`, as `drill.grammar` shares nothing with the fold.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from kiosk.rules import entries as e
from kiosk.rules.policy import CounterSign, Policy
from kiosk.rules.things import OfficerNumber, PositionId, Role, WeaponNumber
from tests.drill.parts import Promises

MAY_RACK = {Role.CUSTODIAN, Role.ARMOURER}
ORDER = (
    e.RackingBegun, e.RackingRead, e.RackingAgreed, e.WeaponCleaned, e.RackingPhotoTold,
    e.RackingPlaced,
)  # fmt: skip
ENDS = (
    e.Started, e.SessionOpened, e.SessionClosed, e.ReturnWanted, e.ReturnBegun,
    e.RackingDiffered, e.CountAgreed, e.CountDiffered, e.CountSkipped, e.IssueAsked,
)  # fmt: skip


class RackGrammar:
    """Follows one racking after the other."""

    def __init__(self, promises: Promises) -> None:
        """Begin with no racking."""
        self._hold = promises.hold
        self._step = -1
        self._disputed = False
        self._role = Role.OFFICER
        self._grant: e.ReleaseGranted | None = None
        self._opened = False
        self.weapon: WeaponNumber | None = None
        self.racked = 0

    def read(
        self,
        entry: e.Entry,
        officer: OfficerNumber | None,
        passed: AbstractSet[OfficerNumber],
        roles: Mapping[OfficerNumber, Role],
    ) -> None:
        """Read one line; `officer` stands at the bay, `passed` typed their PINs there."""
        hold = self._hold
        if isinstance(entry, ENDS):
            self._ended()
        elif isinstance(entry, e.RackingWanted):
            self._ended()
            hold("grammar", entry.officer == officer, "racked in another's session")
            hold("P10", entry.officer in passed, f"{entry.officer} racks without a PIN")
            self._role = roles.get(entry.officer, Role.OFFICER)
            hold("P10", self._role in MAY_RACK, f"{entry.officer} may not rack")
            self._step = 0
        elif isinstance(entry, ORDER):
            hold("grammar", self._step == ORDER.index(type(entry)), f"{entry.KIND} out of turn")
            hold("grammar", self.weapon in (None, entry.weapon), "another weapon went on")
            self.weapon, self._step = entry.weapon, self._step + 1
            self._disputed |= isinstance(entry, e.RackingRead) and bool(entry.disputed)
        elif isinstance(entry, e.ReleaseLapsed) and self._step == len(ORDER):
            self._grant, self._step = None, len(ORDER) - 1
        elif isinstance(entry, e.CableSeenOpen) and entry.released:
            self._opened = True
        elif isinstance(entry, e.WeaponRacked) and entry.by == officer:
            self._stands(entry)

    def granted(
        self,
        grant: e.ReleaseGranted,
        policy: Policy,
        inside: Mapping[PositionId, WeaponNumber],
        *,
        stopped: bool,
    ) -> None:
        """Look at the release of a cable for a racking."""
        hold = self._hold
        hold("grammar", self._step == len(ORDER), "released before all was said")
        hold("grammar", self.weapon == grant.weapon, "released for another weapon")
        hold("P8", not stopped, "released for a racking while something stands against it")
        hold("P5", grant.position not in inside, f"{grant.position} is taken")
        alone = grant.by is None
        always = policy.counter_sign is CounterSign.ALWAYS
        must = always or self._disputed or self._role is Role.ARMOURER
        hold("P10", not (alone and must), "racked without a second person")
        hold("P10", grant.by != grant.officer, f"{grant.by} signed for themselves")
        self._grant, self._opened = grant, False

    def _stands(self, entry: e.WeaponRacked) -> None:
        grant = self._grant
        right = grant is not None and (grant.weapon, grant.position) == (
            entry.weapon, entry.position,
        )  # fmt: skip
        self._hold("P1", right and self._opened, f"{entry.weapon} racked behind a shut cable")
        self.racked += 1

    def _ended(self) -> None:
        self._step, self.weapon, self._grant = -1, None, None
        self._disputed = self._opened = False
