"""The other store of the drill, which is not in the room: only its name is."""

from kiosk.rules.manifests import Manifest, Receipt
from kiosk.rules.own_key import OwnKey

HERE, THERE = "drill-1", "far-away"


class OneStore:
    """Papers of a room that knows one other store; nobody reads one here."""

    name = HERE

    def own_key(self) -> OwnKey:
        """Return a key that nobody stood by."""
        return OwnKey("AB12 CD34")

    def stores(self) -> frozenset[str]:
        """Return the other store."""
        return frozenset({THERE})

    def read_manifest(self, _: str) -> Manifest | str:
        """Know no paper."""
        return "note_of_another_kind"

    def read_receipt(self, _: str) -> Receipt | str:
        """Know no paper."""
        return "note_of_another_kind"
