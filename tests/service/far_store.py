"""Papers of one other store that every kiosk of these tests knows; nothing is signed.

A paper is the word `manifest` or `receipt`; any other text is none.
"""

from kiosk.rules.labels import Kind, number
from kiosk.rules.manifests import Manifest, Receipt, TransferNumber
from kiosk.rules.own_key import OwnKey
from kiosk.rules.things import OfficerNumber, Weapon, WeaponNumber, WeaponType

HERE, THERE = "small", "far-away"
SENT = TransferNumber("T0001-small")
"""The first transfer of the small bay."""

COMES = Weapon(WeaponNumber(number(Kind.WEAPON, 9, 1)), "AKM", WeaponType("rifle"), "F-1")
MANIFEST = Manifest(
    TransferNumber("T0001-far-away"), THERE, HERE, (COMES,), OfficerNumber("F-9"), "Far Away", "",
    "", "", "to be mended", 1, 2**42,
)  # fmt: skip


class FarStore:
    """What the small bay knows of the other store."""

    name = HERE

    def own_key(self) -> OwnKey:
        """Return a key that nobody stood by."""
        return OwnKey("AB12 CD34")

    def stores(self) -> frozenset[str]:
        """Return the other store."""
        return frozenset({THERE})

    def read_manifest(self, note: str) -> Manifest | str:
        """Return what the other store sends."""
        return MANIFEST if note == "manifest" else "note_of_another_kind"

    def read_receipt(self, note: str) -> Receipt | str:
        """Return the other store's word that the first rifle of the small bay arrived."""
        taken = (WeaponNumber(number(Kind.WEAPON, 1, 1)),)
        receipt = Receipt(SENT, THERE, HERE, 1, taken)
        return receipt if note == "receipt" else "note_of_another_kind"
