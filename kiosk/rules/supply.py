"""The supply of power as it stands. Values only; what follows from it stands in `rules.power`."""

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.rules import entries as e
from kiosk.rules.change import replace
from kiosk.rules.policy import Policy
from kiosk.rules.things import Signal

MINUTE_MS = 60_000

STEADY_MS = 10_000
"""How long a battery must be low before it is believed: a bolt or a siren pulls its voltage down
for some seconds. Ours."""

SupplyLine = e.SignalRaised | e.SignalCleared | e.PowerSpared | e.PowerOffAsked


@dataclass(frozen=True)
class Supply:
    """What the lines of mains and battery told.

    `mains_lost` and `low`: since when the mains are away and the battery is low, mono. `spared`:
    nothing is issued until the mains are back. `off`: the machine is being switched off.
    """

    mains_lost: int | None = None
    low: int | None = None
    spared: bool = False
    off: bool = False

    @property
    def failing(self) -> int | None:
        """Since when it fails, mono: the mains are away and the battery is low. None while not.

        A battery that is low while the mains are there is an old one, or a cut wire.
        """
        if self.mains_lost is None or self.low is None:
            return None
        return max(self.mains_lost, self.low)

    def spare_at(self, policy: Policy) -> int | None:
        """Return when nothing more is issued because the mains are away, mono; None: never."""
        if self.mains_lost is None or self.spared or self.off:
            return None
        return self.mains_lost + MINUTE_MS * policy.mains_issue_min

    @property
    def held_back(self) -> bool:
        """Whether nothing is issued for want of it, whatever the lines say now."""
        return self.spared or self.off

    def due(self, policy: Policy, *, at_rest: bool) -> int | None:
        """Return the mono moment at which something follows from it, or None."""
        moments = (self.spare_at(policy), self.off_at(policy, at_rest=at_rest))
        return min((moment for moment in moments if moment is not None), default=None)

    def off_at(self, policy: Policy, *, at_rest: bool) -> int | None:
        """Return when the machine is to be switched off, mono; None: not as it stands.

        `at_rest`: nobody stands at the bay, and every cable is shut.
        """
        if self.failing is None or self.off:
            return None
        return self.failing + (STEADY_MS if at_rest else 1000 * policy.battery_stop_s)


FROM_MAINS = Supply()


def supply_after(supply: Supply, entry: SupplyLine, active: Collection[Signal]) -> Supply:
    """Return the supply after a line; `active`: the signals that stand after it."""
    match entry:
        case e.PowerSpared():
            return replace(supply, spared=True)
        case e.PowerOffAsked():
            return replace(supply, off=True)
        case e.SignalRaised(at, _, Signal.MAINS) if supply.mains_lost is None:
            return replace(supply, mains_lost=at.mono_ms)
        case e.SignalRaised(at, _, Signal.BATTERY) if supply.low is None:
            return replace(supply, low=at.mono_ms)
        case e.SignalCleared():
            mains, low = Signal.MAINS in active, Signal.BATTERY in active
            return replace(
                supply,
                mains_lost=supply.mains_lost if mains else None,
                low=supply.low if low else None,
                spared=supply.spared and mains,
            )
        case _:
            return supply
