"""What must hold of weapons at posts at every step."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision


def musters_by_the_rules(before: Bay, decision: Decision, after: Bay) -> None:
    """P10: nobody leaves a weapon with themselves or musters their own; no sheet settles one."""
    for entry in decision.entries:
        if isinstance(entry, e.StandingAssigned):
            assert entry.by != entry.officer
            assert before.out[entry.weapon].holder == after.out[entry.weapon].holder
        if isinstance(entry, e.MusterAnswered):
            holder = before.out[entry.weapon].holder
            assert len({entry.seen_by, entry.by, holder}) == 3, "somebody musters their own"
        if isinstance(entry, e.MusterClosed):
            assert entry.by not in entry.seen_by
            sheet = before.musters.numbered(entry.muster)
            assert sheet is not None
            entered = {answer.by for answer in sheet.answers.values()}
            assert entry.by not in entered, "one person entered and closed it"
    if any(isinstance(entry, e.MusterAnswered | e.MusterClosed) for entry in decision.entries):
        same = ("out", "inside", "missing", "doubts", "homes")
        assert all(getattr(before, name) == getattr(after, name) for name in same)
