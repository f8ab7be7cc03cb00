"""What must hold when a weapon goes from officer to officer."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision
from kiosk.rules.effects import Unlock
from kiosk.rules.gates import closed_to_all
from kiosk.rules.policy import CounterSign


def passes_on_by_the_rules(before: Bay, decision: Decision, after: Bay) -> None:
    """One line moves it, from who has it to another, who was there; nothing opens for it."""
    passed = [entry for entry in decision.entries if isinstance(entry, e.WeaponPassed)]
    assert len(passed) <= 1
    for line in passed:
        session, custody = before.session, before.out.get(line.weapon)
        assert before.policy.passing_on, "switched off"
        assert session is not None
        assert session.passed
        assert session.passing is not None
        assert session.passing.weapon == line.weapon
        assert custody is not None, "nobody had it"
        assert custody.holder == session.officer == line.giver != line.officer
        assert line.by not in {line.giver, line.officer}
        if before.policy.counter_sign is CounterSign.ALWAYS:
            assert line.by is not None, "passed on without a second person"
        assert closed_to_all(before) is None
        assert not any(isinstance(effect, Unlock) for effect in decision.effects)
        now = after.out[line.weapon]
        assert (now.holder, now.due_ms, now.rounds) == (line.officer, line.due_ms, custody.rounds)
