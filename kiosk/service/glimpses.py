"""The four lines as a technician watches them from afar: values, and the question for them.

Read only, and nothing is kept: who was not watching missed it. No page asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kiosk.service.client import Conversation
from kiosk.spelling import Misspelled, plain, thing

WAIT_MAX_MS = 10_000
"""How long a question for news may wait for some."""

PATIENCE_S = 5.0
"""How much longer than it asked to wait somebody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One thing that happened just now.

    `line`: reading, seen, decided, written, acted, told or said. `at_ms`: wall clock. `text`: in
    words. `reasons`: wire names of refusals, whose sentences say why. `facts`: for scripts.
    """

    at_ms: int
    line: str
    text: str
    reasons: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Glimpses:
    """What happened since a question, and where to go on.

    `next`: to be asked after. `missed`: how many were dropped, because nobody asked in time.
    `silent`: why what is shown may not be how it is; empty while the keeper turns (P7).
    """

    seen: tuple[Glimpse, ...]
    next: int
    missed: int = 0
    silent: str = ""


class Window(Protocol):
    """Through which somebody looks at the keeper. Any thread."""

    def glimpses(self, after: int, timeout_ms: int) -> Glimpses:
        """Return what happened after a number, or nothing once it waited so long; -1: from now."""
        ...


def glimpse_answers(
    window: Window,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the question for the four lines is answered with."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, object]:
        after, timeout_ms = asked["after"], asked["timeout_ms"]
        if type(after) is not int or type(timeout_ms) is not int or timeout_ms < 0:
            raise Misspelled("after and timeout_ms must be whole numbers")
        return {"glimpses": plain(window.glimpses(after, min(timeout_ms, WAIT_MAX_MS)))}

    return {"watch": answer}


class RemoteWindow:
    """A `Window` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Look at the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def glimpses(self, after: int, timeout_ms: int) -> Glimpses:
        """Return what happened after a number, or nothing once it waited so long; -1: from now.

        Raises:
            KioskSilent: nobody answers.
        """
        asked = {"ask": "watch", "after": after, "timeout_ms": timeout_ms}
        answer = self._kiosk.ask(asked, timeout_ms / 1000 + PATIENCE_S)
        found: Glimpses = thing(Glimpses, answer["glimpses"])
        return found
