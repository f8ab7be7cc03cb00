"""What is signed for about keys. Values only."""

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


ShiftWork = RegisterKey | GiveKey | TakeKey
