"""The desk of transfers, answered from inside the kiosk's own process. Called from many threads."""

import contextlib
from collections.abc import Iterator
from typing import Protocol

from kiosk.keeper.ports import Facts
from kiosk.registry.mail import Mail
from kiosk.registry.moves_transfers import ANNOUNCED, SENT
from kiosk.registry.transfers_table import KeptTransfer, TransferBook
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.labels import Label, read_label
from kiosk.rules.manifests import ArrivalDifference, Manifest, Receipt
from kiosk.rules.own_key import OwnKey
from kiosk.rules.pending import Known
from kiosk.rules.things import OfficerNumber, Weapon, WeaponNumber
from kiosk.rules.transfers import sending
from kiosk.service.protocol import KioskSilent
from kiosk.service.transfers import views as v


class Now(Protocol):
    """What the desk asks of the hatch."""

    def bay(self) -> Bay | None:
        """Return the bay as the keeper told it last."""
        ...

    def wall_ms(self) -> int:
        """Return the wall clock."""
        ...


class TransferDesk:
    """Answers who sits at the desk of transfers."""

    def __init__(self, now: Now, facts: Facts, book: TransferBook, mail: Mail) -> None:
        """Take what knows the bay, people and weapons, the transfers of all times, and papers."""
        self._now, self._facts, self._book, self._mail = now, facts, book, mail

    def page(self, by: str) -> v.TransfersPage:
        """Return every transfer under way, and the newest that ended."""
        with _answering():
            bay, reason = self._bay(), self._refused(by)
            if reason:
                return v.TransfersPage(reason=reason)
            faces = tuple(self._face(bay, kept) for kept in self._book.newest())
            stores = tuple(sorted(self._mail.stores()))
            hours = bay.policy.transfer_h
            return v.TransfersPage(faces, stores, self._mail.name, hours)

    def load(self, by: str, labels: tuple[str, ...]) -> v.LoadPage:
        """Return what some labels are, and which of their weapons may go."""
        with _answering():
            bay, reason = self._bay(), self._refused(by)
            if reason:
                return v.LoadPage(reason=reason)
            return v.LoadPage(tuple(self._load(bay, text) for text in dict.fromkeys(labels)))

    def paper(self, by: str, number: str, side: str) -> v.PaperPage:
        """Return one transfer with all that its papers say."""
        with _answering():
            bay, reason = self._bay(), self._refused(by)
            if reason:
                return v.PaperPage(reason=reason)
            for kept in self._book.called(number):
                if side == ANNOUNCED and isinstance(kept.begun, e.TransferAnnounced):
                    return self._announced(bay, kept, kept.begun)
                if side == SENT and isinstance(kept.begun, e.TransferSent):
                    return self._sent(bay, kept, kept.begun)
            return v.PaperPage(reason="unknown_transfer")

    def _bay(self) -> Bay:
        bay = self._now.bay()
        if bay is None:
            raise KioskSilent("the bay is not open")
        return bay

    def _refused(self, by: str) -> str:
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return "unknown_officer"
        return "" if Desk.TRANSFERS in desks_of(person) else "wrong_role"

    def _load(self, bay: Bay, text: str) -> v.LoadFace:
        label = read_label(text)
        number = WeaponNumber(label.text if isinstance(label, Label) else text)
        weapon = self._facts.weapon(number)
        if weapon is None:
            return v.LoadFace(number, reason="unknown_weapon")
        reason = sending.held_back(bay, weapon, Known(weapons={number: weapon}))
        place = bay.place_of(number) or ""
        return v.LoadFace(number, weapon.name, weapon.serial, place, reason)

    def _face(self, bay: Bay, kept: KeptTransfer) -> v.TransferFace:
        begun = kept.begun
        if isinstance(begun, e.TransferAnnounced):
            manifest, end = begun.manifest, kept.end
            odd = len(end.differences) if isinstance(end, e.TransferReceived) else 0
            return v.TransferFace(
                manifest.number, ANNOUNCED, manifest.origin,
                "announced" if end is None else "received", len(manifest.weapons), 0,
                manifest.carrier_name, manifest.sent_ms, manifest.due_ms,
                end is None and manifest.due_ms <= self._now.wall_ms(), odd, manifest.why,
            )  # fmt: skip
        odd = len(_differences(kept))
        late = kept.end is None and begun.due_ms <= self._now.wall_ms()
        return v.TransferFace(
            begun.number, SENT, begun.to, _state(bay, kept, begun), len(begun.weapons),
            sending.loaded(bay, begun), begun.carrier_name, begun.at.wall_ms, begun.due_ms, late,
            odd, begun.why,
        )  # fmt: skip

    def _sent(self, bay: Bay, kept: KeptTransfer, sent: e.TransferSent) -> v.PaperPage:
        """Return what was sent; its file is given once its carrier has all of it."""
        face = self._face(bay, kept)
        manifest = Manifest(
            sent.number, self._mail.name, sent.to, sent.weapons, sent.carrier, sent.carrier_name,
            sent.route, sent.vehicle, sent.seal, sent.why, sent.at.wall_ms, sent.due_ms,
            self._named(sent.by), kept.head, self._mail.own_key().vouched,
        )  # fmt: skip
        gone = face.state in {"transit", "closed", "closed_empty"}
        return _paper(
            face,
            manifest,
            _differences(kept),
            ended_ms=kept.end.at.wall_ms if kept.end is not None else 0,
            note=self._mail.manifest_note(manifest) if gone else "",
            wait="" if gone else "transfer_not_left",
            key=self._mail.own_key(),
        )

    def _announced(self, bay: Bay, kept: KeptTransfer, begun: e.TransferAnnounced) -> v.PaperPage:
        """Return what was announced; its receipt is given once two people took it over."""
        face, end = self._face(bay, kept), kept.end
        if not isinstance(end, e.TransferReceived):
            return _paper(
                face,
                begun.manifest,
                (),
                ended_ms=0,
                note="",
                wait="not_received_yet",
                key=self._key_of(begun.manifest),
            )
        receipt = Receipt(
            end.number, self._mail.name, end.origin, end.at.wall_ms, end.weapons, end.differences,
            self._named(end.by), kept.end_head,
        )  # fmt: skip
        return _paper(
            face,
            begun.manifest,
            end.differences,
            ended_ms=end.at.wall_ms,
            note=self._mail.receipt_note(receipt),
            wait="",
            key=self._key_of(begun.manifest),
        )

    def _key_of(self, manifest: Manifest) -> OwnKey:
        """Return the key that signed another store's manifest, and what that says of it."""
        return OwnKey(self._mail.fingerprint_of(manifest.origin), manifest.key_vouched)

    def _named(self, numbers: tuple[OfficerNumber, ...]) -> tuple[str, ...]:
        """Return people as another store names them: by number and name."""
        people = ((number, self._facts.person(number)) for number in numbers)
        return tuple(
            number if person is None else f"{number} {person.officer.name}"
            for number, person in people
        )


def _differences(kept: KeptTransfer) -> tuple[ArrivalDifference, ...]:
    """Return what the receipt of a transfer says that differs; nothing before there is one."""
    if isinstance(kept.end, e.TransferClosed | e.TransferContested):
        return kept.end.receipt.differences
    return ()


def _state(bay: Bay, kept: KeptTransfer, sent: e.TransferSent) -> str:
    match kept.end:
        case None if sent.number not in bay.transfers.left:
            return "loading"
        case None:
            return "transit" if sending.left(bay, sent) else "came_back"
        case e.TransferRecalled():
            return "loose" if sent.number in bay.transfers.loose else "recalled"
        case e.TransferContested():
            return "contested"
        case end:
            assert isinstance(end, e.TransferClosed), "what was sent is not received"
            return "closed" if set(end.receipt.taken) - set(end.here) else "closed_empty"


def _paper(  # noqa: PLR0913 - the parts of one page
    face: v.TransferFace,
    manifest: Manifest,
    differences: tuple[ArrivalDifference, ...],
    *,
    ended_ms: int,
    note: str,
    wait: str,
    key: OwnKey,
) -> v.PaperPage:
    return v.PaperPage(
        transfer=face,
        origin=manifest.origin,
        to=manifest.to,
        carrier=f"{manifest.carrier} {manifest.carrier_name}".strip(),
        route=manifest.route,
        vehicle=manifest.vehicle,
        seal=manifest.seal,
        vouchers=manifest.vouchers,
        head=manifest.head,
        weapons=tuple(map(_paper_weapon, manifest.weapons)),
        differences=tuple(
            v.DifferenceFace(one.text, one.discrepancy, one.expected, one.engraved)
            for one in differences
        ),
        ended_ms=ended_ms,
        note=note,
        wait=wait,
        key=key.fingerprint,
        key_vouched=key.vouched,
    )


def _paper_weapon(weapon: Weapon) -> v.PaperWeapon:
    return v.PaperWeapon(
        weapon.number, weapon.name, weapon.type, weapon.serial, weapon.calibre, weapon.condition
    )


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Turn a register that does not answer into a kiosk that does not."""
    try:
        yield
    except KioskError as wrong:
        raise KioskSilent(str(wrong)) from wrong
