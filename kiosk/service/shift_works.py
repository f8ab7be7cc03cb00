"""What is signed for about keys, and about the one that seals the book. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterKey:
    """The chief tells of a key. `opens`: where it belongs; `seal`: its seal's number, or ""."""

    key: str
    opens: str
    seal: str


@dataclass(frozen=True, slots=True)
class GiveKey:
    """A key goes out. `to`: the number of who has it from now on."""

    key: str
    to: str


@dataclass(frozen=True, slots=True)
class TakeKey:
    """A key is back in its place."""

    key: str


@dataclass(frozen=True, slots=True)
class EnrolKey:
    """The key that seals the book is to be vouched for; two people go on at the kiosk's reader.

    `fingerprint`: as the page that was signed showed it.
    """

    fingerprint: str


ShiftWork = RegisterKey | GiveKey | TakeKey | EnrolKey
