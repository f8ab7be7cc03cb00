"""What work on transfers, signed for at a desk, means to the keeper."""

from typing import assert_never

from kiosk.keeper.eyes import Eyes
from kiosk.rules import observations as o
from kiosk.rules.manifests import Arrived
from kiosk.rules.things import Moment
from kiosk.service import works as w


def of_transfer(
    work: w.TransferWork, eyes: Eyes, at: Moment, signature: o.Signature
) -> o.Observation:
    """Return the observation of work on a transfer."""
    despatch = eyes.despatch
    match work:
        case w.SendTransfer():
            return despatch.sending(
                at,
                signature,
                to=work.to,
                weapons=work.weapons,
                carrier=work.carrier,
                hours=work.hours,
                why=work.why,
                route=work.route,
                vehicle=work.vehicle,
                seal=work.seal,
            )
        case w.RecallTransfer(number, why):
            return despatch.recall(at, signature, number, why)
        case w.VoidManifest(number, why):
            return despatch.voiding(at, signature, number, why)
        case w.ReadManifest(note):
            return despatch.manifest_read(at, signature, note)
        case w.ReceiveTransfer(number, found, why):
            came = [Arrived(one.text, one.engraved) for one in found]
            return despatch.arrival(at, signature, number, came, why)
        case w.ReadReceipt(note):
            return despatch.receipt_read(at, signature, note)
        case _:
            assert_never(work)
