"""Service mode as it stands, and what waits for the two who open it. Values only."""

from dataclasses import dataclass

from kiosk.rules import entries as e
from kiosk.rules.things import OfficerNumber

MINUTE_MS = 60_000

READER_MS = 30_000
"""How long a reader is listened to: time to find a tag, and to hold it there. Ours."""

LIGHTS_MS = 10_000
"""How long the lights are on: time to look along the racks. Ours."""

_WAITS_MS = {e.TrialOf.READER: READER_MS, e.TrialOf.LIGHTS: LIGHTS_MS}
"""Trials that go on for a while, and for how long."""

ServiceLine = (
    e.ServiceAsked | e.ServiceVouched | e.ServiceBegun | e.ServiceEnded
    | e.TrialBegun | e.TrialVouched | e.TrialEnded
)  # fmt: skip


@dataclass(frozen=True)
class Serving:
    """Service mode. `until`: when it ends by itself, mono.

    `trial`: a reader that is listened to, or lights that are on; `last`: what was seen of the one
    before.
    """

    begun: e.ServiceBegun
    until: int
    trial: e.TrialBegun | None = None
    last: e.TrialEnded | None = None

    @property
    def trial_until(self) -> int | None:
        """The mono moment at which what is tried is over, or None."""
        if self.trial is None:
            return None
        return self.trial.at.mono_ms + _WAITS_MS[self.trial.of]

    @property
    def due(self) -> int:
        """The mono moment at which something in here is over."""
        until = self.trial_until
        return self.until if until is None else min(until, self.until)


@dataclass(frozen=True)
class ToServe:
    """What waits for badges and PINs: service mode itself, or the trial of a lock.

    `vouchers`: who stood by it. `granted`: the cable to be tried is released.
    """

    wanted: e.ServiceAsked | e.TrialBegun
    vouchers: tuple[OfficerNumber, ...] = ()
    granted: bool = False


def waits(trial: e.TrialBegun) -> bool:
    """Return whether a trial goes on for a while, with nobody at the bay."""
    return trial.of in _WAITS_MS
