"""What of a book may be told to whoever helps from far away, and what must not leave it.

Works on a book that is broken: the line file is read as far as it goes, and nothing is checked.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

from kiosk.registry.database import connect_reader
from kiosk.registry.opening import DATABASE, LINES
from kiosk.rules.broken import BookBroken
from kiosk.rules.entries import Entry

KINDS: Final = frozenset(kind.KIND for kind in get_args(Entry))

UNKNOWN: Final = "unknown"
"""How a kind is counted that this version does not know: its name might be anything."""

_LINE: Final = re.compile(
    rb'\{"v":[0-9]+,"seq":([0-9]+),.*?"kind":"([a-z_.]+)"[^\t]*\t([0-9a-f]{64})\t'
)

_NUMBERS: Final = (
    "SELECT number FROM officer UNION SELECT badge FROM badge UNION SELECT number FROM weapon"
    " UNION SELECT serial FROM weapon UNION SELECT number FROM certificate"
    " UNION SELECT number FROM mission"
)
_NAMES: Final = (
    "SELECT name FROM officer UNION SELECT name_km FROM officer UNION SELECT unit FROM officer"
    " UNION SELECT post FROM officer"
)


class Unlooked(Exception):
    """The register cannot be asked for what must stay in it; the text says why."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the line file goes. `others`: lines in it that are none of ours, or destroyed."""

    seq: int = 0
    hash: str = ""
    bytes: int = 0
    others: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)


def counted(folder: Path) -> Counted:
    """Return where the line file of a book ends, and how many entries of each kind it has.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    kinds: Counter[str] = Counter()
    seq, digest, others, size = 0, "", 0, 0
    with (folder / LINES).open("rb") as lines:
        for raw in lines:
            size += len(raw)
            line = _LINE.match(raw)
            if line is None:
                others += 1
                continue
            kind = line[2].decode()
            kinds[kind if kind in KINDS else UNKNOWN] += 1
            seq, digest = int(line[1]), line[3].decode()
    return Counted(seq, digest, size, others, dict(sorted(kinds.items())))


@dataclass(frozen=True, slots=True)
class Private:
    """What of a register stays in it. `names`: of people, and of where they belong."""

    numbers: Collection[str]
    names: Collection[str]


def private(folder: Path) -> Private:
    """Return every number, name and place of people and weapons in a register.

    Raises:
        Unlooked: the register cannot be read.
    """
    if not (folder / DATABASE).is_file():
        raise Unlooked(f"there is no {DATABASE}")
    try:
        with closing(connect_reader(folder / DATABASE)) as book:
            return Private(_texts(book, _NUMBERS), _texts(book, _NAMES))
    except (sqlite3.Error, BookBroken, OSError) as wrong:
        raise Unlooked(type(wrong).__name__) from wrong


def _texts(book: sqlite3.Connection, asked: str) -> frozenset[str]:
    return frozenset(text for (text,) in book.execute(asked) if text)
