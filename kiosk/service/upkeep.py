"""What a technician's command tells a running kiosk, so that its book says it. No page asks.

The account comes from the kernel; what it says of its own work is believed, and stands under its
name. Nothing is opened, changed or given here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.keeper.inbox import Ticket
from kiosk.keeper.keeper import Meaning
from kiosk.rules.entries import Refused
from kiosk.rules.observations.upkeep import DrillMade, UpdateEnded, UpdateWanted
from kiosk.rules.things import Moment
from kiosk.service import protocol as p
from kiosk.service.client import Conversation
from kiosk.spelling import Misspelled, plain, thing

TEXT_MAX = 400
"""Characters of what was found; a verdict has fewer."""


@dataclass(frozen=True, slots=True)
class DrillTold:
    """A drill as it is told; the fields are those of `DrillMade`."""

    source: str
    last_seq: int
    head: str
    known_seq: int
    took_ms: int
    fault: str = ""

    def seen(self, at: Moment, by: str) -> DrillMade:
        """Return it as an observation; `by` is the account that made it."""
        return DrillMade(
            at, by, self.source, self.last_seq, self.head, self.known_seq, self.took_ms, self.fault
        )


@dataclass(frozen=True, slots=True)
class UpdateTold:
    """An update that is to begin; the fields are those of `UpdateWanted`."""

    version_before: str
    version: str
    digest: str
    signers: tuple[str, ...] = ()

    def seen(self, at: Moment, by: str) -> UpdateWanted:
        """Return it as an observation; `by` is the account that makes it."""
        return UpdateWanted(at, by, self.version_before, self.version, self.digest, self.signers)


@dataclass(frozen=True, slots=True)
class EndTold:
    """How an update ended; the fields are those of `UpdateEnded`."""

    version: str
    fault: str = ""

    def seen(self, at: Moment, by: str) -> UpdateEnded:
        """Return it as an observation; `by` is the account that made it."""
        return UpdateEnded(at, by, self.version, self.fault)


Told = DrillTold | UpdateTold | EndTold

_ASKED: Mapping[str, type[Any]] = {
    "upkeep.drilled": DrillTold,
    "upkeep.updates": UpdateTold,
    "upkeep.updated": EndTold,
}


def upkeep_answers(
    ask: Callable[[Meaning], Ticket],
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what a technician's words about the book and the program are answered with."""

    def answering(kind: type[Any]) -> Callable[[Mapping[str, Any]], Mapping[str, object]]:
        def answer(asked: Mapping[str, Any]) -> Mapping[str, object]:
            told, by = _told(kind, asked["told"]), str(asked["by"])
            return {"done": plain(work_done(ask(lambda _, at: told.seen(at, by))))}

        return answer

    return {name: answering(kind) for name, kind in _ASKED.items()}


def work_done(ticket: Ticket) -> p.WorkDone:
    """Return what came of a question: the line, or why nothing was written."""
    if ticket.broken:
        return p.WorkDone(reason="book_broken")
    refused = next((entry for entry in ticket.entries if isinstance(entry, Refused)), None)
    if refused is not None:
        return p.WorkDone(reason=refused.reason, about=refused.text)
    return p.WorkDone(seq=ticket.seq)


def _told(kind: type[Any], raw: object) -> Told:
    if not isinstance(raw, dict):
        raise Misspelled("what is told must be an object")
    told: Told = thing(kind, raw)
    if any(isinstance(text, str) and len(text) > TEXT_MAX for text in raw.values()):
        raise Misspelled("it is told in fewer words")
    return told


def tell_kiosk(socket: Path, told: Told) -> p.WorkDone:
    """Tell the kiosk behind this socket; it writes it down, or says why it cannot be now.

    Raises:
        KioskSilent: nobody answers.
    """
    name = next(name for name, kind in _ASKED.items() if isinstance(told, kind))
    conversation = Conversation(socket)
    try:
        answer = conversation.ask({"ask": name, "told": plain(told)})
    finally:
        conversation.close()
    done: p.WorkDone = thing(p.WorkDone, answer["done"])
    return done
