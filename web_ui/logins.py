"""Who is logged in at the office pages, and what each of them may be shown."""

import secrets
from dataclasses import dataclass
from threading import Lock

from kiosk.service.protocol import OfficePass
from web_ui.lookout import Clock

IDLE_MS = 15 * 60_000
"""A login nobody used for so long is over. Watching is not using: somebody may have walked away."""

SEAT = "seat"
"""What the session calls the secret of its login."""


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who was let in. `used`: our clock at their last request."""

    who: OfficePass
    used: int


class Logins:
    """Who is logged in. Kept in memory only: a restart logs everybody out. Any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._logins: dict[str, Login] = {}
        self._lock = Lock()

    def enter(self, who: OfficePass) -> str:
        """Let somebody in; returns the secret their browser shows from now on."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._logins = {key: kept for key, kept in self._logins.items() if self._lasts(kept)}
            self._logins[secret] = Login(who, self._clock())
        return secret

    def leave(self, secret: str) -> None:
        """Log a browser out."""
        with self._lock:
            self._logins.pop(secret, None)

    def who(self, secret: str, *, watching: bool = False) -> OfficePass | None:
        """Return who shows this secret, if their login still lasts; using it prolongs it."""
        with self._lock:
            login = self._logins.get(secret)
            if login is None or not self._lasts(login):
                self._logins.pop(secret, None)
                return None
            if not watching:
                self._logins[secret] = Login(login.who, self._clock())
            return login.who

    def at(self, desk: str, secret: str, *, watching: bool = False) -> OfficePass | None:
        """Return who shows this secret, if they may be shown this part of the office."""
        who = self.who(secret, watching=watching)
        return who if who is not None and desk in who.desks else None

    def _lasts(self, login: Login) -> bool:
        return self._clock() - login.used < IDLE_MS
