"""The seal of a sealed set of keys gets a number, another one or none. Values only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Sealing:
    """A key as it is to stand in the register, where it has a seal or had one: a matter for two.

    Who alone says what stands on a seal breaks it, closes it with another, and nobody knows (P10).
    """

    TAG: ClassVar[str] = "key.seal"
    key: str
    opens: str
    seal: str

    @property
    def why(self) -> str:
        """Nothing: both look at the seal."""
        return ""
