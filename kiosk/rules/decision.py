"""A decision: what to write, and then what to do. Both in order."""

from dataclasses import dataclass

from kiosk.rules.effects import Beep, Effect, Tone
from kiosk.rules.entries import Entry, Refused
from kiosk.rules.things import Moment, OfficerNumber


@dataclass(frozen=True, slots=True)
class Decision:
    """Entries to make durable, then effects to perform."""

    entries: tuple[Entry, ...] = ()
    effects: tuple[Effect, ...] = ()

    def __add__(self, other: "Decision") -> "Decision":
        """Return both decisions, one after the other."""
        return Decision(self.entries + other.entries, self.effects + other.effects)


NOTHING = Decision()


def accept(*entries: Entry) -> Decision:
    """Write these lines and say yes."""
    return Decision(entries, (Beep(Tone.ACCEPTED),))


def refuse(
    at: Moment, reason: str, text: str = "", officer: OfficerNumber | None = None
) -> Decision:
    """Change nothing, write why, and say no (P11)."""
    return Decision((Refused(at, reason, text, officer),), (Beep(Tone.REFUSED),))


def refuse_afar(
    at: Moment, reason: str, text: str = "", officer: OfficerNumber | None = None
) -> Decision:
    """Change nothing and write why (P11). Whoever asked is not at the bay: nothing sounds there."""
    return Decision((Refused(at, reason, text, officer, office=True),))
