"""Scenes of transfers: two people send, a carrier draws, another store unloads and says so."""

from typing import Self

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.manifests import (
    Arrival,
    ArrivalDifference,
    Arrived,
    Discrepancy,
    Manifest,
    Recall,
    Receipt,
    Sending,
    TransferNumber,
    Voiding,
    transfer_number,
)
from kiosk.rules.observations import transfers as t
from kiosk.rules.pending import Known, OtherMatter
from kiosk.rules.policy import Policy
from kiosk.rules.things import OfficerNumber, Weapon, WeaponNumber
from kiosk.rules.transfers import receiving, sending
from tests.rules.scenes import Scene, rifle

HERE, THERE = "btb-1", "pnh-01"


class TransferScene(Scene):
    """A bay from which weapons go to another store, and to which they come."""

    def __init__(self, rules: Policy | None = None) -> None:
        """Know one other store."""
        super().__init__(rules)
        self.stores = frozenset({THERE})

    def known(self, matter: object) -> Known:
        """Return what the register has of a matter, and the stores whose papers can be checked."""
        has = super().known(matter)  # type: ignore[arg-type]  # it is a matter
        return Known(has.officers, has.weapons, self.stores, has.claims)

    def signature(self, name: str, *, right: bool = True) -> o.Signature:
        """Return somebody's number and PIN."""
        return o.Signature(OfficerNumber(name), self.people.get(name), right)

    def request(self, matter: OtherMatter, by: str = "nary", *, right: bool = True) -> Self:
        """Ask for a matter at a desk."""
        signature = self.signature(by, right=right)
        return self.see(o.MatterAsked(self.now(), signature, matter, self.known(matter)))

    def vouch(self, first: str = "vanna", second: str = "chan") -> Self:
        """Let two people stand by what is pending."""
        return self.badge(first).pin().badge(second).pin()

    def sending(self, *weapons: str, to: str = THERE, carrier: str = "sok", hours: int = 48,
                why: str = "to the central store") -> Sending:  # fmt: skip
        """Return a transfer of some weapons, as they stand in the register."""
        number = transfer_number(HERE, self.bay.transfers.running + 1)
        return Sending(
            number,
            to,
            tuple(self.weapons.get(name) or rifle(name) for name in weapons),
            OfficerNumber(carrier),
            carrier.title(),
            hours,
            why,
        )

    def send(self, *weapons: str, **more: object) -> e.TransferSent:
        """Let two people send some weapons."""
        self.request(self.sending(*weapons, **more)).vouch()  # type: ignore[arg-type]  # as sending
        return self.one(e.TransferSent)

    def load(self, *weapons: str, carrier: str = "sok", second: str = "rith") -> Self:
        """Let the carrier draw weapons, one after the other."""
        for weapon in weapons:
            self.draw(carrier, weapon, second=second)
        return self

    def recall(self, number: str, why: str = "the road is flooded", by: str = "nary") -> Self:
        """Ask that a transfer does not leave."""
        return self.request(Recall(TransferNumber(number), why), by)

    def void(self, number: str, why: str = "torn up", by: str = "nary") -> Self:
        """Ask that a manifest is nobody's any more."""
        return self.request(Voiding(TransferNumber(number), why), by)

    def bring_back(self, weapon: str, carrier: str = "sok") -> Self:
        """Let the carrier bring a weapon of a transfer back to its place."""
        self.badge(carrier).pin().bring(weapon).shut()
        release = self.bay.release
        assert release is not None
        return self.count(len(self.bay.on_cable(release.cable))).cancel()

    def manifest(self, *weapons: Weapon, running: int = 1, hours: int = 48) -> Manifest:
        """Return what the other store sent here."""
        return Manifest(
            transfer_number(THERE, running), THERE, HERE, weapons, OfficerNumber("7"), "Far Away",
            "", "", "", "", self.wall_ms, self.wall_ms + hours * 3_600_000, ("1 One", "2 Two"),
            "9/ab",
        )  # fmt: skip

    def read(self, manifest: Manifest | None, problem: str = "", by: str = "nary") -> Self:
        """Read a manifest at a desk."""
        return self.see(t.ManifestRead(self.now(), self.signature(by), manifest, problem))

    def arrival(self, number: str, *found: tuple[str, str], why: str = "") -> Arrival:
        """Return what was unloaded: labels, each with what is engraved."""
        awaited = self.bay.transfers.announced[TransferNumber(number)].manifest
        came = tuple(Arrived(text, engraved) for text, engraved in found)
        known = Known(
            weapons={
                WeaponNumber(n): self.weapons[n]
                for n in (weapon.number for weapon in awaited.weapons)
                if n in self.weapons
            },
            claims=self.claims(*(tag for weapon in awaited.weapons for tag in weapon.tags)),
        )
        odd = receiving.differences(self.bay, awaited, came, known)
        return Arrival(TransferNumber(number), awaited.origin, came, odd, why)

    def hand_back(self, receipt: Receipt | None, problem: str = "", by: str = "nary") -> Self:
        """Read a receipt at a desk."""
        return self.see(t.ReceiptRead(self.now(), self.signature(by), receipt, problem))

    def receipt(self, sent: e.TransferSent, *lost: str, origin: str = THERE) -> Receipt:
        """Return the other store's receipt; some weapons did not arrive."""
        odd = tuple(ArrivalDifference(name, Discrepancy.MISSING) for name in lost)
        taken = tuple(w.number for w in sent.weapons if w.number not in lost)
        return Receipt(sent.number, origin, HERE, self.wall_ms, taken, odd, ("1 One",), "9/cd")

    def pass_hours(self, hours: int) -> Self:
        """Let hours pass, and look whether a deadline did."""
        self.wall_ms += hours * 3_600_000
        self.mono_ms += hours * 3_600_000
        return self.see(t.DeadlinePassed(self.now()))

    def left(self, number: str) -> bool:
        """Return whether a transfer is on its way."""
        return sending.left(self.bay, self.bay.transfers.sent[TransferNumber(number)])
