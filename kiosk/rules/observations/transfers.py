"""What can be seen of transfers: a manifest or a receipt that was read, a deadline that passed.

That one is to be sent, called back or taken over is a matter: `observations.office.MatterAsked`.
"""

from dataclasses import dataclass

from kiosk.rules.manifests import Manifest, Receipt
from kiosk.rules.observations.signature import Signature
from kiosk.rules.things import Moment


@dataclass(frozen=True, slots=True)
class ManifestRead:
    """Somebody at a desk read a manifest. `problem`: what is wrong with its paper, if anything.

    `problem` is one of `manifests.PAPER_PROBLEMS`; without one there is a manifest, its signature
    is right, and it is for this store.
    """

    at: Moment
    signature: Signature
    manifest: Manifest | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptRead:
    """Somebody at a desk read a receipt. `problem` as in `ManifestRead`."""

    at: Moment
    signature: Signature
    receipt: Receipt | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """The wall clock is past the deadline of a transfer that nobody was told of yet."""

    at: Moment


TransferObservation = ManifestRead | ReceiptRead | DeadlinePassed
