"""The questions about paper cards, as they come over the hatch, and what answers them."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.service.cards.views import PIECE_MAX, Cards, Piece, Sheet, Typed
from kiosk.spelling import Misspelled, plain

Answer = Callable[[Mapping[str, Any]], Mapping[str, object]]


def cards_page_answers(cards: Cards) -> dict[str, Answer]:
    """Return what each question of a registrar's page is answered with."""
    return {
        "cards.stacks": lambda ask: {"told": plain(cards.stacks(_by(ask)))},
        "cards.stack": lambda ask: {"told": plain(cards.stack(*_texts(ask, "name")))},
        "cards.arrived": lambda ask: {"told": plain(cards.arrived(*_texts(ask, "sha256")))},
        "cards.piece": lambda ask: {"told": plain(cards.piece(_by(ask), piece_of(ask)))},
        "cards.judge": lambda ask: {
            "told": plain(
                cards.judge(
                    _by(ask),
                    text_of(ask, "name"),
                    text_of(ask, "mark"),
                    _several(ask, "fields", str),
                    _several(ask, "limon", int),
                )
            )
        },
        "cards.doubts": lambda ask: {
            "told": plain(cards.doubts(*_texts(ask, "name", "kind", "after")))
        },
        "cards.differences": lambda ask: {"told": plain(cards.differences(*_texts(ask, "name")))},
        "cards.sought": lambda ask: {
            "told": plain(cards.sought(_by(ask), text_of(ask, "name"), _number(ask, "after")))
        },
        "cards.unmatched": lambda ask: {
            "told": plain(cards.unmatched(*_texts(ask, "what", "text", "after")))
        },
        "cards.next_card": lambda ask: {
            "told": plain(
                cards.next_card(
                    _by(ask), text_of(ask, "name"), _number(ask, "after"), _number(ask, "row")
                )
            )
        },
        "cards.key": lambda ask: {
            "told": plain(cards.key(_by(ask), text_of(ask, "name"), _typed(ask)))
        },
        "cards.sign": lambda ask: {"told": plain(cards.sign(*_texts(ask, "name", "mark", "pin")))},
        "cards.drop": lambda ask: {"told": plain(cards.drop(*_texts(ask, "name", "mark")))},
        "cards.paper": lambda ask: _sheet(cards.paper(*_texts(ask, "name", "after"))),
        "cards.export": lambda ask: _sheet(cards.export(*_texts(ask, "name", "after"))),
    }


def _sheet(sheet: Sheet) -> dict[str, object]:
    content = base64.b64encode(sheet.content).decode("ascii")
    return {"content": content, "after": sheet.after, "reason": sheet.reason, "why": sheet.why}


def _by(ask: Mapping[str, Any]) -> str:
    return text_of(ask, "officer")


def _texts(ask: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """Return who asks, and texts of the question."""
    return _by(ask), *(text_of(ask, name) for name in names)


def text_of(ask: Mapping[str, Any], name: str) -> str:
    """Return a text of a question.

    Raises:
        Misspelled: it is none.
    """
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _number(ask: Mapping[str, Any], name: str) -> int:
    if type(ask[name]) is not int or ask[name] < 0:
        raise Misspelled(f"{name} must be a whole number")
    return int(ask[name])


def _several(ask: Mapping[str, Any], name: str, kind: type[Any]) -> tuple[Any, ...]:
    if not isinstance(ask[name], list) or not all(type(one) is kind for one in ask[name]):
        raise Misspelled(f"{name} must be a list of one kind")
    return tuple(ask[name])


def piece_of(ask: Mapping[str, Any]) -> Piece:
    """Return the piece of a list that a question brings.

    Raises:
        Misspelled: it is none.
    """
    return Piece(
        text_of(ask, "sha256"),
        text_of(ask, "file"),
        _number(ask, "size"),
        _number(ask, "offset"),
        _content(ask),
    )


def _typed(ask: Mapping[str, Any]) -> Typed:
    again = ask["again"] is True
    return Typed(_number(ask, "row"), text_of(ask, "serial"), text_of(ask, "calibre"), again)


def _content(ask: Mapping[str, Any]) -> bytes:
    try:
        content = base64.b64decode(text_of(ask, "content"), validate=True)
    except binascii.Error as wrong:
        raise Misspelled(f"content is no base64: {wrong}") from wrong
    if len(content) > PIECE_MAX:
        raise Misspelled(f"a piece has at most {PIECE_MAX} bytes")
    return content
