"""How entries about paper cards move the register's tables.

The tables hold what is asked for by itself: number, serial, fate, match. Everything else of a card
stays in its entry, which its row names by `seq`.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.encoding import Envelope

_CARD = "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?)"
_BEGUN = "SELECT begun FROM card_stack WHERE stack = ?"
_STACK = "INSERT OR REPLACE INTO card_stack VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"


def move_cards(
    tables: sqlite3.Connection, cards: Iterable[tuple[Envelope, e.CardImported]]
) -> None:
    """Move the table of cards by a run of them, at once: they come by the hundred thousand."""
    cards = list(cards)
    begun = {
        stack: (tables.execute(_BEGUN, (stack,)).fetchone() or (0,))[0]
        for stack in {card.stack for _, card in cards}
    }
    tables.executemany(
        _CARD,
        [
            (
                envelope.seq,
                begun[card.stack],
                card.row,
                storable(card.card) if card.doubts else card.card,
                storable(card.serial) if card.doubts else card.serial,
                card.fate.value,
                card.weapon,
            )
            for envelope, card in cards
        ],
    )


def move_stack(tables: sqlite3.Connection, seq: int, entry: e.CardsBegun | e.CardsClosed) -> None:
    """Move the table of stacks by one entry; `seq` is its number."""
    match entry:
        case e.CardsBegun(_, stack):
            tables.execute(
                _STACK,
                (
                    stack.stack,
                    stack.file,
                    stack.sha256,
                    stack.encoding,
                    json.dumps(stack.headings),
                    json.dumps(stack.fields),
                    stack.rows,
                    stack.staged_by,
                    seq,
                ),
            )
        case e.CardsClosed(_, stack):
            tables.execute("UPDATE card_stack SET closed = ? WHERE stack = ?", (seq, stack))
        case _:
            assert_never(entry)


def storable(cell: str) -> str:
    """Return a cell as SQLite can hold it: a byte that was no text is shown by its number.

    Such a cell is always doubted, so that a card without doubts needs no look.
    """
    try:
        cell.encode()
    except UnicodeEncodeError:
        return cell.encode(errors="backslashreplace").decode()
    return cell
