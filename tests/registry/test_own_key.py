"""The key of a book: what people compare of it, and whether two of them stood by this very one."""

import sqlite3
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.registry.database import connect
from kiosk.registry.keys import SigningKey, key_from_text
from kiosk.registry.mail import STORES, Mail
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from kiosk.registry.queries import Office
from kiosk.registry.rebuild import rebuild_tables
from kiosk.rules import entries as e
from kiosk.rules.own_key import OwnKey
from kiosk.rules.things import OfficerNumber
from tests.registry.samples import AT, a_visit, open_here

BOTH = (OfficerNumber("chief"), OfficerNumber("custodian"))


def test_the_fingerprint_is_that_of_the_public_key_and_begins_with_its_id() -> None:
    """Whoever has kiosk.pub makes it again with any program: name, line feed, type and key."""
    key = SigningKey("btb-1", b"1" * 32)
    digest = sha256(b"armoury-kiosk/btb-1\n\x01" + key.raw).hexdigest().upper()
    assert key.fingerprint.replace(" ", "") == digest[:32]
    assert key.fingerprint.startswith(f"{key.id.hex()[:4].upper()} ")
    assert key_from_text(key.text).fingerprint == key.fingerprint
    assert SigningKey("btb-1", b"2" * 32).fingerprint != key.fingerprint
    assert SigningKey("pnh-01", b"1" * 32).fingerprint != key.fingerprint, "of another kiosk"


@pytest.mark.promise("P10")
def test_a_key_is_vouched_for_by_its_own_line_and_by_no_other(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    mail = Mail(book.key, tmp_path, book.facts.key_enrolled)
    assert (book.facts.key_enrolled(), book.office.key_enrolled()) == ("", None)
    assert mail.own_key() == OwnKey(book.key.fingerprint)
    book.journal.append((*a_visit(), e.KioskEnrolled(AT, "0000 1111", BOTH)))
    assert not mail.own_key().vouched, "that was the key before"
    line = e.KioskEnrolled(replace(AT, mono_ms=AT.mono_ms + 1), book.key.fingerprint, BOTH)
    seq = book.journal.append((line,))
    assert mail.own_key() == OwnKey(book.key.fingerprint, vouched=True)
    assert book.office.key_enrolled() == (seq, line)
    book.close()


@pytest.mark.promise("P3")
def test_who_stood_by_the_key_follows_from_the_lines(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append((e.KioskEnrolled(AT, book.key.fingerprint, BOTH),))
    book.close()
    tables = connect(tmp_path / DATABASE)
    tables.execute("DELETE FROM upkeep")
    rebuild_tables(tables, silent)
    tables.close()
    office = Office.at(tmp_path / DATABASE)
    found = office.key_enrolled()
    office.close()
    assert found is not None
    assert found[1].by == BOTH


def test_a_book_from_before_has_nobody_who_stood_by_its_key(tmp_path: Path) -> None:
    open_here(tmp_path).close()
    tables = sqlite3.connect(tmp_path / DATABASE)
    tables.execute("DROP TABLE upkeep")
    tables.commit()
    tables.close()
    office = Office.at(tmp_path / DATABASE)
    assert office.key_enrolled() is None
    office.close()


def test_the_fingerprint_of_another_store_is_that_of_the_key_that_was_carried_here(
    tmp_path: Path,
) -> None:
    here, there = SigningKey("btb-1", b"1" * 32), SigningKey("pnh-01", b"2" * 32)
    (tmp_path / STORES).mkdir()
    (tmp_path / STORES / "x.pub").write_text(f"{there.text}\n", "ascii")
    mail = Mail(here, tmp_path)
    assert mail.fingerprint_of("pnh-01") == there.fingerprint
    assert mail.fingerprint_of("kpt-1") == ""
