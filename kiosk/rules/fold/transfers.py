"""How lines about a transfer change the bay: what is under way, and what is not ours any more."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.patches import removed
from kiosk.rules.transferring import TransferLine, transferring


def transferred(bay: Bay, entry: TransferLine) -> Bay:
    """Return the bay after one line about a transfer."""
    bay = replace(bay, transfers=transferring(bay.transfers, entry))
    if not isinstance(entry, e.TransferClosed):
        return bay
    gone = frozenset(entry.receipt.taken) - frozenset(entry.here)
    missing = frozenset(entry.missing)
    for weapon in gone | missing:
        bay = removed(bay, weapon)
    homes = {weapon: home for weapon, home in bay.homes.items() if weapon not in gone}
    return replace(bay, homes=homes, missing=bay.missing | missing)
