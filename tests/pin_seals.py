"""Seals of PINs that anybody can open: the fakes of several rooms keep them so."""

from kiosk.rules.things import PinFit


def sealed_as(pin: str, duress: str = "") -> str:
    """Return a PIN, and a second one, as a fake keeps them."""
    return f"sealed:{pin}:{duress}"


def fit_of(sealed: str, pin: str) -> PinFit:
    """Return which of the PINs that are sealed this is."""
    _, _, both = sealed.partition(":")
    first, _, second = both.partition(":")
    if not pin or pin not in {first, second}:
        return PinFit.WRONG
    return PinFit.RIGHT if pin == first else PinFit.DURESS
