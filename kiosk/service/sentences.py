"""What the kiosk says to people: a sentence for every refusal, alarm, doubt, signal and outcome.

The words themselves stand in refusals*.toml and announcements*.toml, Khmer beside English; pages,
terminal and papers all say the same ones. Nothing in here decides anything, and nothing in here may
fail on a screen.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("km", "en")
"""The languages spoken at the hatch, the first one first: most officers read only Khmer."""

GROUPS = ("refused", "alarm", "doubt", "fault", "signal", "mended", "outcome")
"""What there is to be said; the names inside a group are the wire names of the journal."""

_HERE = Path(__file__).parent
BOOKS = tuple(sorted([*_HERE.glob("refusals*.toml"), *_HERE.glob("announcements*.toml")]))
"""The files with the words. What a group records is said once, in one of them."""

_PLACE = re.compile(r"\{([a-z_]+)\}")
_UNKNOWN = "other"
_MISSING = "…"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, what to do about it, and what was written down."""

    happened: str
    do: str
    recorded: str


def sentence(
    group: str, name: str, language: str, facts: Mapping[str, str] | None = None
) -> Sentence:
    """Return the sentence for a wire name, its places filled with `facts`.

    The facts are those of `facts_of_lines`: `position`, `tries_left`, `due`, `about` and so on.
    Never raises: a fact that is missing is shown as "…", a name nobody wrote a sentence for gets
    the group's `other`, an unknown language is Khmer. The house test keeps both from happening.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    entries = _entries()
    parts = entries.get((group, name, spoken)) or entries.get((group, _UNKNOWN, spoken))
    if parts is None:
        parts = entries["refused", _UNKNOWN, spoken]
    filled = [_filled(part, facts or {}) for part in parts]
    return Sentence(*filled)


def names(group: str) -> frozenset[str]:
    """Return the wire names a group has sentences for, without its `other`."""
    return frozenset(
        name for (owner, name, _), _ in _entries().items() if owner == group and name != _UNKNOWN
    )


def places(group: str, name: str, language: str) -> frozenset[str]:
    """Return the names of the facts a sentence has room for."""
    return frozenset(
        place for part in _entries()[group, name, language] for place in _PLACE.findall(part)
    )


def _filled(part: str, facts: Mapping[str, str]) -> str:
    """Fill the places of one part; the facts themselves are never read for places again."""
    return _PLACE.sub(lambda place: str(facts.get(place[1], _MISSING)), part)


@cache
def _entries() -> Mapping[tuple[str, str, str], tuple[str, str, str]]:
    """Return every sentence by group, wire name and language."""
    books: list[dict[str, Any]] = [tomllib.loads(book.read_text("utf-8")) for book in BOOKS]
    recorded = {group: said for book in books for group, said in book.get("recorded", {}).items()}
    return {
        (group, name, language): _three(entry[language], recorded[group][language])
        for book in books
        for group in book.keys() & recorded.keys()
        for name, entry in book[group].items()
        for language in LANGUAGES
    }


def _three(parts: list[str], recorded: str) -> tuple[str, str, str]:
    """Return happened, do and recorded; what a group records is said once for all of it."""
    happened, do, *own = parts
    return happened, do, own[0] if own else recorded
