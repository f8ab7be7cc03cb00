"""What a chief is told of calls for help that a second PIN made. Values only.

It is none of the alarms of a view: a screen that shows alarms shows none of these by mistake.
"""

from dataclasses import dataclass

from kiosk.service.shift_views import Who


@dataclass(frozen=True, slots=True)
class CallView:
    """Somebody typed their second PIN, and no chief has answered since `since_ms` (wall)."""

    who: Who
    since_ms: int
