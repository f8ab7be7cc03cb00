"""What nobody at the bay may see, hear or work out: that somebody called for help in secret."""

from dataclasses import replace
from typing import Any

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.decision import Decision
from kiosk.rules.fold import fold
from kiosk.rules.things import Signal

HIDDEN = ("alarms", "signals", "latest_wall_ms")


def hides_who_calls(before: Bay, seen: o.Observation, decision: Decision, after: Bay) -> None:
    """Whoever stands at the bay can tell in no way that somebody called for help in secret."""
    if isinstance(seen, o.SignalSeen) and seen.signal is Signal.DURESS:
        assert decision.effects == ()
        same = {name: getattr(before, name) for name in HIDDEN}
        assert replace(after, **same) == before, "it changed something else"
    for entry in decision.entries:
        if isinstance(entry, e.AlarmAnswered) and entry.cause in alarms.SILENT:
            assert isinstance(seen, o.AnswerAsked), "answered at the bay"
    _second_pin_does_what_the_first_does(before, seen, decision, after)


def _second_pin_does_what_the_first_does(
    before: Bay, seen: o.Observation, decision: Decision, after: Bay
) -> None:
    """One line more, and nothing else: the same effects, the same bay but for its alarms."""
    calls = [line for line in decision.entries if _is_call(line)]
    typed = _with_the_first_pin(seen)
    if typed is None:
        assert not calls, "a call that nobody made"
        return
    plain = decide(before, typed)
    assert [line for line in decision.entries if line not in calls] == [*plain.entries]
    assert decision.effects == plain.effects
    assert replace(after, alarms={}) == replace(fold(before, plain.entries), alarms={})
    right = [line for line in plain.entries if isinstance(line, e.PinAccepted)]
    stands = [key for key in after.alarms if key[0] is e.AlarmCause.CODE_9]
    for accepted in right:
        assert (e.AlarmCause.CODE_9, accepted.officer) in stands, "nobody heard of it"
    assert len(calls) <= len(right), "who types a wrong PIN calls nobody"


def _is_call(line: e.Entry) -> bool:
    return isinstance(line, e.AlarmRaised) and line.cause is e.AlarmCause.CODE_9


def _with_the_first_pin(seen: o.Observation) -> o.Observation | None:
    """Return what would have been seen if the first PIN had been typed; None if it was."""
    if isinstance(seen, o.PinEntered):
        return replace(seen, duress=False) if seen.duress else None
    signature = getattr(seen, "signature", None)
    if isinstance(signature, o.Signature) and signature.duress:
        with_it: Any = seen  # one of those that have a signature; there is no name for all of them
        first: o.Observation = replace(with_it, signature=replace(signature, duress=False))
        return first
    return None
