"""What a sentence about a line of a transfer may name."""

from kiosk.rules.entries import (
    Entry,
    MatterBegun,
    TransferAnnounced,
    TransferClosed,
    TransferContested,
    TransferLeft,
    TransferRecalled,
    TransferReceived,
    TransferSent,
    TransferVoided,
)
from kiosk.service.picture_names import Names


def of_transfer(entry: Entry, names: Names) -> dict[str, str]:
    """Return the facts of a transfer's line; nothing of any other one."""
    match entry:
        case TransferSent():
            facts = {"number": entry.number, "to": entry.to, "why": entry.why}
        case TransferRecalled() | TransferVoided():
            facts = {"number": entry.number, "why": entry.why}
        case TransferReceived():
            facts = {"number": entry.number, "from": entry.origin, "why": entry.why}
        case TransferAnnounced(_, manifest):
            return {"number": manifest.number, "from": manifest.origin}
        case TransferClosed() | TransferContested():
            return {"number": entry.number, "to": entry.receipt.origin}
        case TransferLeft():
            return {"number": entry.number}
        case MatterBegun():
            return {"why": entry.matter.why}
        case _:
            return {}
    people = [person.name for who in entry.by if (person := names.person(who)) is not None]
    return {**facts, "by": ", ".join(people)}
