"""A paper between stores is what its signer wrote, for whom it was written, or it is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.registry.keys import SigningKey
from kiosk.registry.mail import STORES, Mail
from kiosk.rules.manifests import (
    PAPER_PROBLEMS,
    ArrivalDifference,
    Discrepancy,
    Manifest,
    Receipt,
    TransferNumber,
)
from kiosk.rules.things import OfficerNumber
from tests.registry.samples import AKM

HERE, THERE = SigningKey("btb-1", b"1" * 32), SigningKey("pnh-01", b"2" * 32)
MANIFEST = Manifest(
    TransferNumber("T0001-btb-1"), "btb-1", "pnh-01", (AKM, replace(AKM, serial="O0 I1\r\n— x")),
    OfficerNumber("1042"), "Sok", "NR5", "2A", "S-1", "ដឹកជញ្ជូន", 5, 9, ("1042 Sok",), "7/ab",
)  # fmt: skip
RECEIPT = Receipt(
    MANIFEST.number, "pnh-01", "btb-1", 8, (AKM.number,),
    (ArrivalDifference("x", Discrepancy.EXTRA, "", "z"),), ("7 Far",), "9/cd",
)  # fmt: skip


@pytest.fixture
def mails(tmp_path: Path) -> tuple[Mail, Mail]:
    """Two stores that know each other's keys."""
    return mail_of(tmp_path / "here", HERE, THERE), mail_of(tmp_path / "there", THERE, HERE)


def mail_of(folder: Path, key: SigningKey, *known: SigningKey) -> Mail:
    """Return the papers of a store that knows some others."""
    (folder / STORES).mkdir(parents=True)
    for other in known:
        (folder / STORES / f"{other.kiosk}.pub").write_text(f"{other.text}\n", "ascii")
    return Mail(key, folder)


@pytest.mark.promise("P12")
def test_papers_say_at_the_other_store_what_was_written_byte_for_byte(
    mails: tuple[Mail, Mail],
) -> None:
    here, there = mails
    assert here.stores() == {"pnh-01"}
    assert there.read_manifest(here.manifest_note(MANIFEST)) == MANIFEST
    assert here.read_receipt(there.receipt_note(RECEIPT)) == RECEIPT


def test_a_paper_may_come_through_the_form_of_a_browser(mails: tuple[Mail, Mail]) -> None:
    here, there = mails
    note = here.manifest_note(MANIFEST)
    for changed in (note.replace("\n", "\r\n"), f"\ufeff{note}", f"\n\n{note}\n", note.rstrip()):
        assert there.read_manifest(changed) == MANIFEST


def test_every_paper_that_is_not_right_has_its_reason(
    mails: tuple[Mail, Mail], tmp_path: Path
) -> None:
    here, there = mails
    note = here.manifest_note(MANIFEST)
    edited = note.replace(AKM.number, "0000000999")
    assert edited != note
    forged = mail_of(tmp_path / "thief", SigningKey("btb-1", b"3" * 32)).manifest_note(MANIFEST)
    nobody = mail_of(tmp_path / "nobody", SigningKey("kdl-2", b"4" * 32)).manifest_note(MANIFEST)
    lent = replace(MANIFEST, origin="kdl-2")
    elsewhere = replace(MANIFEST, to="kdl-2")
    wrong = {
        "note_edited": (edited, forged, here.manifest_note(lent)),
        "note_unknown_store": (nobody,),
        "note_not_for_us": (here.manifest_note(elsewhere),),
        "note_of_another_kind": (
            "", "what is this", note + "x" * 60_000, there.receipt_note(RECEIPT),
            here.receipt_note(replace(RECEIPT, origin="btb-1", to="pnh-01")),
        ),
        "note_cut": (note[:-9], note[: note.index("—") - 1], note[: note.index("—") + 9]),
    }  # fmt: skip
    for reason, notes in wrong.items():
        for one in notes[:3] if reason != "note_of_another_kind" else notes[:3] + notes[4:]:
            assert there.read_manifest(one) == reason, one[-90:]
    assert there.read_manifest(there.receipt_note(RECEIPT)) == "note_unknown_store", "our own"
    assert here.read_receipt(here.manifest_note(MANIFEST)) == "note_unknown_store"
    assert set(wrong) == PAPER_PROBLEMS


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.characters(codec="utf-8"))
def test_a_paper_that_is_cut_or_has_one_letter_changed_is_never_taken(
    where: int, letter: str
) -> None:
    note = Mail(HERE, Path("/nonexistent")).manifest_note(MANIFEST)
    place = where % len(note.rstrip())
    changed = note[:place] + letter + note[place + 1 :]
    assert changed == note or HERE.signed_text(changed) is None
    assert HERE.signed_text(note[:place]) is None
    assert HERE.signed_text(note) == note.rpartition("\n\n— ")[0] + "\n"


def test_what_lies_among_the_keys_and_is_none_counts_as_none(tmp_path: Path) -> None:
    mail = mail_of(tmp_path, HERE, THERE, HERE)
    folder = tmp_path / STORES
    (folder / "a.pub").write_bytes(b"\xff\xfe")
    (folder / "b.pub").write_text("no key", "ascii")
    (folder / "c.pub").mkdir()
    assert mail.stores() == {"pnh-01"}, "and nobody sends to themselves"
    assert Mail(HERE, tmp_path / "none").stores() == frozenset()
