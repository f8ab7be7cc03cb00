"""What a screen and a command are told of service mode. Values only."""

from dataclasses import dataclass

from kiosk.service.shift_views import Who


@dataclass(frozen=True, slots=True)
class TrialView:
    """Something that is tried, or was; `of`, `about`, `found` and `missed` as in `TrialEnded`.

    `at_mono`: when it began, or ended.
    """

    of: str
    about: str
    at_mono: int
    found: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Service mode while it lasts, or while it waits for the two who open it.

    `running`: it lasts. `people`: technician and chief, as far as they stood by. `awaits`: whose
    badge is awaited: technician, chief, or both where either may come next. `trial`: what is tried
    now; `last`: what was tried last. `exposed`: how many weapons hang on the cable to be tried.
    """

    running: bool
    account: str
    why: str
    people: tuple[Who, ...] = ()
    since_ms: int = 0
    until_ms: int = 0
    awaits: str = ""
    trial: TrialView | None = None
    last: TrialView | None = None
    exposed: int = 0
