"""The words of the grammar: what may be refused, what is loud, what lets nothing open for issue."""

from drivers.protocols.rejections import REJECTIONS
from kiosk.rules import entries as e
from kiosk.rules.gates import GATES
from kiosk.rules.refusals import REASONS
from kiosk.rules.things import Signal

REFUSALS = (
    REASONS
    | {gate for gate, _ in GATES}
    | set(REJECTIONS)
    | {"bad_label", "wrong_kind", "badge_of_two", "pin_too_short"}
)
"""Every refusal by its wire name: the rules', the gates', the readers', the eyes' and the pad's."""

LOUD = frozenset(
    {
        e.AlarmCause.FORCED,
        e.AlarmCause.LEFT_OPEN,
        e.AlarmCause.TAMPER,
        e.AlarmCause.BOLT_POWER,
        e.AlarmCause.CONTACT_LOST,
        e.AlarmCause.DESTROYED,
    }
)
STOPPING = {Signal.BOLT_POWER, Signal.SERVICE_KEY, Signal.BATTERY}
POWER = (e.PowerSpared, e.PowerOffAsked)
