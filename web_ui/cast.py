"""Who plays in a demonstration: what its bench shows beside each badge, the PIN included.

For a simulated bay only. The face of a real kiosk is started without such a file and shows no PIN.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Player:
    """The holder of a badge. `shows`: what happens when they want a weapon."""

    number: str
    pin: str
    name_km: str
    shows: str
    shows_km: str

    def shows_in(self, language: str) -> str:
        """Return what they show, in this language as far as it was written."""
        return self.shows_km if language == "km" and self.shows_km else self.shows


Cast = Mapping[str, Player]
"""Everybody, by the text of their badge."""


def read_cast(path: Path) -> Cast:
    """Return the cast as a file names it.

    Raises:
        OSError: there is no such file.
        ValueError, KeyError, TypeError: it was not written by a demonstration.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["badge"]
    return {row.pop("text"): Player(**row) for row in rows}
