"""A list looked at or judged by a program of its own, beside a kiosk that guards its racks.

Python runs one thread at a time: on a thread of the kiosk, a list would hold up the keeper at each
of its turns, and fill the kiosk's memory. What a file does to whoever reads it, it does to this
program: it runs behind all others, with bounds to what it may take, and writes into the folder of
its stack alone. It is told what to do on stdin, and tells how far it is on stdout, a line each.
"""

import json
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.cards.keying import carried_over
from kiosk.cards.lists import table_of
from kiosk.cards.maps import proposed
from kiosk.cards.reading.headings import FIELDS
from kiosk.cards.stage import MAPS, limon_columns, sample_of, stage
from kiosk.cards.table_file import TableWrong
from kiosk.cards.waiting import Waiting
from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.moves_cards import storable
from kiosk.registry.progress import Progress
from kiosk.rules.broken import KioskError
from kiosk.service.cards.views import Columns
from kiosk.spelling import plain, thing

LOOK, JUDGE = "look", "judge"
"""What can be ordered: the heading read, or every card judged."""

NICENESS = 10
"""Behind the keeper and the face whenever either wants to run (nice(2))."""

MEMORY_MAX = 768 << 20
"""Bytes of address space: a million cards take some 100 MB; what wants more is no list. Ours."""

SAMPLES, _CELL = 5, 120
"""Rows that are shown before the columns are mapped, and how much of a cell."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with a list.

    `path`: the list; `file`: what it was called. `place`: the folder of all stacks. `register`: the
    book's database. `map`: how its columns are read, or "". `today`: as YYYY-MM-DD.
    """

    what: str
    path: str
    file: str
    place: str
    register: str
    by: str
    today: str
    map: str = ""


def look(order: Order) -> Columns:
    """Read the heading and the first rows of a list, and propose what its columns are.

    Raises:
        TableWrong: it is no list.
        OSError: it cannot be read.
    """
    path = Path(order.path)
    table, mixed = table_of(path)
    found, remembered = proposed(path, table.headings, None, Path(order.place) / MAPS)
    sample = sample_of(table)
    limon = found.limon
    return Columns(
        tuple(map(storable, table.headings)),
        found.fields,
        limon_columns(sample, found.fields) if limon is None else limon,
        tuple(tuple(storable(cell)[:_CELL] for cell in cells) for cells in sample[:SAMPLES]),
        FIELDS,
        table.encoding,
        remembered,
        mixed,
    )


def judge(order: Order) -> None:
    """Read and judge every card of a list, and lay it beside the book.

    Raises:
        TableWrong: it cannot be taken; nothing of it was kept.
        KioskError, OSError: the disk does not give or take it.
    """
    register = Path(order.register)
    staged = stage(
        Path(order.path),
        Path(order.place),
        register=register,
        by=order.by,
        today=date.fromisoformat(order.today),
        given=Path(order.map) if order.map else None,
        known=_known(register),
        name=order.file,
        tell=_tell,
    )
    carried_over(Waiting(staged.folder))


def _known(register: Path) -> Sequence[KnownStack]:
    with closing(Cards.at(register)) as cards:
        return cards.stacks()


def _tell(progress: Progress) -> None:
    _say({"done": progress.done, "total": progress.total, "task": progress.task})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    sys.stdout.buffer.flush()


def main() -> int:
    """Do what stands on stdin; returns the exit code."""
    order: Order = thing(Order, json.load(sys.stdin.buffer))
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    try:
        if order.what == LOOK:
            _say({"columns": plain(look(order))})
        else:
            judge(order)
        _say({"well": True})
    except TableWrong as wrong:
        _say({"wrong": str(wrong).replace(order.path, order.file), "why": wrong.why})
    except MemoryError:
        sentence = f"{order.file} needs more memory than any list of cards."
        _say({"wrong": sentence, "why": "too_large"})
    except (KioskError, OSError) as wrong:
        _say({"wrong": str(wrong), "why": "unread"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
