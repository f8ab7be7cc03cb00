"""Work on the register, asked from another program: new people, weapons, places, mission orders.

The face never loads this module: it needs the rules' own words. Badges and PINs never come this
way; they are given at the kiosk's own reader, or at its founding, when no kiosk runs.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.rules import observations as o
from kiosk.rules.things import Officer, OfficerNumber, Weapon
from kiosk.service import protocol as p
from kiosk.service import wire
from kiosk.service.client import Conversation
from kiosk.spelling import Misspelled, plain, thing

_KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Officer, Weapon, o.Racking, o.MissionOrder)
}

Thing = Officer | Weapon
"""What can be corrected."""

ASK_BYTES = wire.ASK_MAX - 1024
"""How long the facts of one question may be, spelled."""


def fact_spelled(fact: o.Fact) -> dict[str, object]:
    """Return a fact as it goes over the wire."""
    return {"kind": type(fact).__name__, "with": plain(fact)}


def fact_from(raw: object) -> o.Fact:
    """Return the fact that was spelled.

    Raises:
        Misspelled: it is none that may come this way.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("with"), dict):
        raise Misspelled("no such fact")
    kind = _KINDS.get(str(raw.get("kind")))
    if kind is None:
        raise Misspelled("no such fact")
    fact: o.Fact = thing(kind, raw["with"])
    return fact


def thing_from(raw: object) -> Thing:
    """Return the person or weapon that was spelled.

    Raises:
        Misspelled: it is neither.
    """
    fact = fact_from(raw)
    if not isinstance(fact, Thing):
        raise Misspelled("no person and no weapon")
    return fact


class RemoteOffice:
    """The register of a running kiosk, behind its Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def register(self, facts: Sequence[o.Fact]) -> p.WorkDone:
        """Write new facts, all of them or none; together they are shorter than `ASK_BYTES`.

        Raises:
            KioskSilent: nobody answers.
        """
        asked = {"ask": "register", "facts": [fact_spelled(fact) for fact in facts]}
        return _work(self._kiosk.ask(asked))

    def enrol(self, number: OfficerNumber) -> p.WorkDone:
        """Begin to give an officer a badge.

        Raises:
            KioskSilent: nobody answers.
        """
        return _work(self._kiosk.ask({"ask": "enrol", "number": number}))

    def correct(self, why: str, wanted: Thing, before: Thing) -> p.WorkDone:
        """Begin to correct a person or a weapon.

        Args:
            why: for the book.
            wanted: how it is to stand, whole.
            before: how whoever asks saw it; it must still stand so.

        Raises:
            KioskSilent: nobody answers.
        """
        spelled = {"wanted": fact_spelled(wanted), "before": fact_spelled(before)}
        return _work(self._kiosk.ask({"ask": "correct", "why": why, **spelled}))

    def reverse(self, line: int, why: str) -> p.WorkDone:
        """Begin to take a correction back, by its line in the book.

        Raises:
            KioskSilent: nobody answers.
        """
        return _work(self._kiosk.ask({"ask": "reverse", "line": line, "why": why}))

    def hold(self, number: OfficerNumber, why: str) -> p.WorkDone:
        """Let a person draw nothing from now on.

        Raises:
            KioskSilent: nobody answers.
        """
        return _work(self._kiosk.ask({"ask": "hold", "number": number, "why": why}))

    def withdraw(self, badge: str, why: str) -> p.WorkDone:
        """Let a badge be nobody's from now on.

        Raises:
            KioskSilent: nobody answers.
        """
        return _work(self._kiosk.ask({"ask": "withdraw", "badge": badge, "why": why}))


def _work(answer: Mapping[str, Any]) -> p.WorkDone:
    done: p.WorkDone = thing(p.WorkDone, answer["done"])
    return done
