"""What the status lamp shows of the bay, seen from across a yard."""

from drivers.lines.signals import Sign
from kiosk.rules.bay import Bay


def sign_of(bay: Bay) -> Sign:
    """Return the sign: fast for an alarm that nobody answered, slow for a fault, else breathing."""
    if bay.sounding:
        return Sign.FAST
    return Sign.SLOW if bay.faults or bay.doubts else Sign.BREATHING
