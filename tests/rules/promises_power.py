"""What must hold of the power at every step: who is spared, and when the machine stops."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.effects import PowerOff
from kiosk.rules.fold import fold
from kiosk.rules.supply import STEADY_MS
from kiosk.rules.things import Signal


def stops_by_the_rules(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """It stops once, for want of mains and battery, and leaves no cable open that could wait."""
    asked = [each for each in decision.entries if isinstance(each, e.PowerOffAsked)]
    assert [each for each in decision.effects if isinstance(each, PowerOff)] == [
        PowerOff() for _ in asked
    ], "a line and its effect, or neither"
    for place, entry in enumerate(decision.entries):
        if isinstance(entry, e.ReleaseGranted) and entry.purpose is not e.Purpose.RETURN:
            stood = fold(before, decision.entries[:place])
            assert not stood.supply.held_back, "released for issue on a battery that is spared"
    if asked:
        assert not before.supply.off, "asked for twice"
        assert {Signal.MAINS, Signal.BATTERY} <= set(after.signals.values())
        since = after.supply.failing
        assert since is not None
        waited = seen.at.mono_ms - since
        assert waited >= (STEADY_MS if after.at_rest else 1000 * after.policy.battery_stop_s)
        assert asked[0].open_cables == tuple(sorted(after.open_cables))
    if isinstance(seen, o.TimePassed):
        due = after.supply.due(after.policy, at_rest=after.at_rest)
        assert due is None or due > seen.at.mono_ms, "it is due for ever"
