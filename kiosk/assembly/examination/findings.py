"""A finding, and its words: what was found and what to do, in Khmer and in English.

The words stand in findings.toml. What a driver or the kernel said stays as it said it, in English:
whoever is asked for help has to find those very words.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("findings.toml")

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: a code for scripts, what was found, and what to do."""

    code: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Say:
    """Puts what was found into the words of one language, Khmer or English."""

    language: str = "en"

    def __call__(self, code: str, **facts: object) -> Finding:
        """Return the finding with this code, its places filled with `facts`."""
        what, do = words()[code][self.language]
        return Finding(code, _filled(what, facts), _filled(do, facts))


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """Return what is said of each code: by language, what was found and what to do."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def places(text: str) -> frozenset[str]:
    """Return the names of the facts that a text has room for."""
    return frozenset(_PLACE.findall(text))


def _filled(text: str, facts: Mapping[str, object]) -> str:
    return _PLACE.sub(lambda place: str(facts[place[1]]), text)
