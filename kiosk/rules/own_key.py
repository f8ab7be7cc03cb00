"""The key that seals this kiosk's book, by what two people can compare of it. Values only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key in use. `vouched`: two people stood by it; whoever else says so is not asked."""

    fingerprint: str = ""
    vouched: bool = False


NO_KEY = OwnKey()
"""Nobody knows a key here: there is no book."""


@dataclass(frozen=True, slots=True)
class KeyEnrolment:
    """The key that seals this book is the one that was printed: a matter for two.

    Who alone says which key is the kiosk's carries away a key of their own (P10).
    """

    TAG: ClassVar[str] = "kiosk.key"
    fingerprint: str

    @property
    def why(self) -> str:
        """Nothing: both look at the paper."""
        return ""
