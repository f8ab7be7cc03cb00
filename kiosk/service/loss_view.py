"""What a screen is told of losses. Values only."""

from dataclasses import dataclass

from kiosk.service.shift_views import Who


@dataclass(frozen=True, slots=True)
class Losable:
    """A weapon that is out, and that whoever stands there may say is lost.

    `holder`: who has it; None when they have it themselves.
    """

    number: str
    name: str
    serial: str
    holder: Who | None = None
