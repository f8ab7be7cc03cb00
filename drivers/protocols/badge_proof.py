"""A badge that cannot be copied proves itself: select, authenticate both ways, ask for its UID.

The same steps through any reader: commands out, answers in. Grades and officers are not known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from drivers.protocols.aes import MakeAes
from drivers.protocols.ev2_session import (
    DONE,
    REFUSED,
    Authentication,
    Ev2Session,
    NotBelieved,
    command,
)
from drivers.protocols.key_diversification import diversified_key

SELECT_NTAG_424: Final = bytes.fromhex("00a4040007d276000085010100")
"""ISO SELECT of the NDEF application (AN12196, 6.2)."""

WRONG_CARD: Final = "wrong_card"
"""The card that proved its key is not the one that was activated."""

_ISO_DONE: Final = b"\x90\x00"
_GET_CARD_UID: Final = 0x51
_SELECT_APPLICATION: Final = 0x5A


def select_desfire(application: bytes) -> bytes:
    """Return DESFire's command to select an application, three bytes, low first."""
    return command(_SELECT_APPLICATION, application)


@dataclass(frozen=True, slots=True)
class Proved:
    """The card with this UID (upper-case hexadecimal) knows its key."""

    uid: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A command for the card."""

    command: bytes


class BadgeProof:
    """Leads one activated card through its proof. Any other answer than the right one ends it."""

    def __init__(  # noqa: PLR0913 - one keyword per fact of the enrolment
        self,
        make_aes: MakeAes,
        master: bytes,
        uid: str,
        rnd_a: bytes,
        *,
        select: bytes = SELECT_NTAG_424,
        key_number: int = 1,
        system: bytes = b"",
    ) -> None:
        """Prepare for one card.

        Args:
            make_aes: makes the cipher of a key.
            master: the master key of the badges.
            uid: the card's UID from its activation, in upper-case hexadecimal.
            rnd_a: sixteen bytes of chance, never used before.
            select: the command that selects the application.
            key_number: which of the application's keys.
            system: what the diversification adds to the UID, at most 21 bytes.
        """
        self._uid = uid
        self._select = select
        key = diversified_key(make_aes, master, bytes.fromhex(uid) + system)
        self._authentication = Authentication(make_aes, key, key_number, rnd_a)
        self._session: Ev2Session | None = None
        self._expect: Callable[[bytes], Ask | Proved | NotBelieved] = self._selected

    def begin(self) -> Ask:
        """Return the first command."""
        return Ask(self._select)

    def take(self, answer: bytes) -> Ask | Proved | NotBelieved:
        """Take the card's answer, and return the next command, or the end."""
        told = self._expect(answer)
        if not isinstance(told, Ask):
            self._expect = _ended
        return told

    def _selected(self, answer: bytes) -> Ask | NotBelieved:
        if answer[-2:] not in {_ISO_DONE, DONE}:
            return NotBelieved(REFUSED)
        self._expect = self._challenged
        return Ask(self._authentication.first())

    def _challenged(self, answer: bytes) -> Ask | NotBelieved:
        told = self._authentication.second(answer)
        self._expect = self._authenticated
        return told if isinstance(told, NotBelieved) else Ask(told)

    def _authenticated(self, answer: bytes) -> Ask | NotBelieved:
        told = self._authentication.session(answer)
        if isinstance(told, NotBelieved):
            return told
        self._session = told
        self._expect = self._named
        return Ask(told.sealed(_GET_CARD_UID))

    def _named(self, answer: bytes) -> Proved | NotBelieved:
        assert self._session is not None, "a card is named in its session"
        told = self._session.opened(answer)
        if isinstance(told, NotBelieved):
            return told
        uid = told.hex().upper()
        return Proved(uid) if uid == self._uid else NotBelieved(WRONG_CARD)


def _ended(_: bytes) -> NotBelieved:
    return NotBelieved(REFUSED)
