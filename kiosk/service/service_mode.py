"""What a technician's command asks of service mode. No page asks: the face may not.

A command asks, and opens nothing: what takes two people is done at the kiosk's own reader.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.keeper.inbox import Ticket
from kiosk.keeper.keeper import Meaning
from kiosk.rules.entries import TrialOf
from kiosk.rules.observations import service_mode as s
from kiosk.service import protocol as p
from kiosk.service.client import Conversation
from kiosk.service.upkeep import work_done
from kiosk.spelling import Misspelled, plain, thing

TEXT_MAX = 200
"""Characters of a reason, and of the name of a device."""

Answer = Callable[[Mapping[str, Any]], Mapping[str, object]]


def service_answers(ask: Callable[[Meaning], Ticket]) -> dict[str, Answer]:
    """Return what the questions about service mode are answered with."""

    def begin(asked: Mapping[str, Any]) -> Mapping[str, object]:
        by, why = str(asked["by"]), _text(asked, "why")
        return _done(ask(lambda _, at: s.ServiceWanted(at, by, why)))

    def end(asked: Mapping[str, Any]) -> Mapping[str, object]:
        by = str(asked["by"])
        return _done(ask(lambda _, at: s.ServiceLeft(at, by)))

    def trial(asked: Mapping[str, Any]) -> Mapping[str, object]:
        by, about = str(asked["by"]), _text(asked, "about")
        if asked["of"] not in set(TrialOf):
            raise Misspelled("of must be one of what can be tried")
        of = TrialOf(asked["of"])
        return _done(ask(lambda eyes, at: eyes.serving.trial(at, of, about, by)))

    return {"service.begin": begin, "service.end": end, "service.trial": trial}


def _done(ticket: Ticket) -> Mapping[str, object]:
    return {"done": plain(work_done(ticket))}


def _text(asked: Mapping[str, Any], name: str) -> str:
    text = asked[name]
    if not isinstance(text, str) or len(text) > TEXT_MAX or not text.isprintable():
        raise Misspelled(f"{name} must be a short text")
    return text


class RemoteServiceMode:
    """Service mode behind a Unix socket; whether it may be is for the kiosk to say."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def begin(self, why: str) -> p.WorkDone:
        """Ask for service mode; technician and chief must come to the reader."""
        return self._ask({"ask": "service.begin", "why": why})

    def end(self) -> p.WorkDone:
        """End it."""
        return self._ask({"ask": "service.end"})

    def trial(self, of: str, about: str = "") -> p.WorkDone:
        """Begin to try something out."""
        return self._ask({"ask": "service.trial", "of": of, "about": about})

    def _ask(self, asked: Mapping[str, object]) -> p.WorkDone:
        done: p.WorkDone = thing(p.WorkDone, self._kiosk.ask(asked)["done"])
        return done
