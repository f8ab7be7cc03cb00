"""The eyes' part about transfers: what is known of the weapons, and who signed a paper."""

from collections.abc import Callable, Sequence

from kiosk.keeper.ports import Mail, Register
from kiosk.rules import matters
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Label, read_label
from kiosk.rules.manifests import (
    Arrival,
    Arrived,
    Manifest,
    Recall,
    Receipt,
    Sending,
    TransferNumber,
    Voiding,
)
from kiosk.rules.observations import transfers as t
from kiosk.rules.own_key import NO_KEY, KeyEnrolment, OwnKey
from kiosk.rules.pending import Known, Matter
from kiosk.rules.things import Moment, OfficerNumber, Weapon, WeaponNumber, WeaponType
from kiosk.rules.transfers import receiving
from kiosk.rules.transfers.sending import next_number


class NoMail:
    """The papers of a kiosk that knows no other store."""

    name = ""

    def own_key(self) -> OwnKey:
        """Sign with no key."""
        return NO_KEY

    def stores(self) -> frozenset[str]:
        """Know no store."""
        return frozenset()

    def read_manifest(self, _: str) -> Manifest | str:
        """Know nobody who could have written it."""
        return "note_unknown_store"

    def read_receipt(self, _: str) -> Receipt | str:
        """Know nobody who could have written it."""
        return "note_unknown_store"


class Despatch:
    """What is known of a matter, and what a desk's papers and lists mean. Keeper's thread."""

    def __init__(self, facts: Register, bay: Callable[[], Bay], mail: Mail) -> None:
        """Look facts up here, in the bay as it stands, and check papers so."""
        self._facts, self._bay, self._mail = facts, bay, mail

    def known(self, matter: Matter) -> Known:
        """Return what the register has of whom and what a matter speaks of."""
        named = matters.named(self._bay(), matter)
        people = {number: self._facts.person(number) for number in named.officers}
        weapons = {number: self._facts.weapon(number) for number in named.weapons}
        return Known(
            {number: person.officer for number, person in people.items() if person is not None},
            {number: weapon for number, weapon in weapons.items() if weapon is not None},
            self._mail.stores() if isinstance(matter, Sending) else frozenset(),
            self._facts.claims(named.tags) if named.tags else {},
            self._mail.own_key() if isinstance(matter, KeyEnrolment) else NO_KEY,
        )

    def sending(  # noqa: PLR0913 - the fields of one form
        self,
        at: Moment,
        signature: o.Signature,
        *,
        to: str,
        weapons: Sequence[str],
        carrier: str,
        hours: int,
        why: str,
        route: str,
        vehicle: str,
        seal: str,
    ) -> o.MatterAsked:
        """Return the observation of a transfer that somebody wants to send."""
        who = self._facts.person(OfficerNumber(carrier))
        matter = Sending(
            next_number(self._bay(), self._mail.name),
            to,
            tuple(map(self._weapon, weapons)),
            OfficerNumber(carrier),
            who.officer.name if who is not None else "",
            hours,
            why,
            route,
            vehicle,
            seal,
        )
        return o.MatterAsked(at, signature, matter, self.known(matter))

    def enrolment(self, at: Moment, signature: o.Signature, fingerprint: str) -> o.MatterAsked:
        """Return the observation of somebody who asks that the kiosk's key is vouched for."""
        matter = KeyEnrolment(fingerprint)
        return o.MatterAsked(at, signature, matter, self.known(matter))

    def recall(self, at: Moment, signature: o.Signature, number: str, why: str) -> o.MatterAsked:
        """Return the observation of a transfer that somebody wants to call back."""
        matter = Recall(TransferNumber(number), why)
        return o.MatterAsked(at, signature, matter, self.known(matter))

    def voiding(self, at: Moment, signature: o.Signature, number: str, why: str) -> o.MatterAsked:
        """Return the observation of a manifest that nobody holds any more."""
        matter = Voiding(TransferNumber(number), why)
        return o.MatterAsked(at, signature, matter, self.known(matter))

    def arrival(
        self,
        at: Moment,
        signature: o.Signature,
        number: str,
        found: Sequence[Arrived],
        why: str,
    ) -> o.MatterAsked:
        """Return the observation of a transfer that was unloaded, held against its manifest."""
        came = tuple(Arrived(_label(one.text), one.engraved) for one in found)
        awaited = self._bay().transfers.announced.get(TransferNumber(number))
        bare = Arrival(TransferNumber(number), "", came, (), why)
        if awaited is None:
            return o.MatterAsked(at, signature, bare, Known())
        known = self.known(bare)
        odd = receiving.differences(self._bay(), awaited.manifest, came, known)
        matter = Arrival(bare.number, awaited.manifest.origin, came, odd, why)
        return o.MatterAsked(at, signature, matter, known)

    def manifest_read(self, at: Moment, signature: o.Signature, note: str) -> t.ManifestRead:
        """Return the observation of a manifest, and whether its paper is right."""
        read = self._mail.read_manifest(note)
        if isinstance(read, str):
            return t.ManifestRead(at, signature, None, read)
        return t.ManifestRead(at, signature, read)

    def receipt_read(self, at: Moment, signature: o.Signature, note: str) -> t.ReceiptRead:
        """Return the observation of a receipt, and whether its paper is right."""
        read = self._mail.read_receipt(note)
        if isinstance(read, str):
            return t.ReceiptRead(at, signature, None, read)
        return t.ReceiptRead(at, signature, read)

    def _weapon(self, text: str) -> Weapon:
        """Return a weapon as the register has it; of one it does not know, the number alone."""
        number = WeaponNumber(_label(text))
        return self._facts.weapon(number) or Weapon(number, "", WeaponType(""), "")


def _label(text: str) -> str:
    """Return the number on a label, however it was typed; any other text as it is."""
    label = read_label(text)
    return label.text if isinstance(label, Label) else text
