"""Every command beside a book, a key or a folder that somebody spoilt.

What is said is a sentence of ours with a cure in it, and the exit code is the one that is written
in docs/commands.md: never a traceback, never SQLite's, Python's or the C library's own words.
"""

import os
import resource
import signal
import sqlite3
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.registry.keys import SigningKey
from kiosk.registry.verify import whole
from tests.assembly.program import running, typed_apart, warehouse
from tests.commands.spoiling import (
    ASKING,
    BROKEN,
    CONFIG,
    FORBIDDEN,
    FOREIGN,
    LATER,
    NUMBERED,
    READERS,
    REBUILDS,
    REFUSED,
    VERIFIES,
    WRITERS,
    Spoil,
    Words,
    assert_says,
    make_folder,
)
from tests.commands.typed import fresh, typed


def make_other(path: Path) -> None:
    """Put somebody else's database in place."""
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE wine (vintage TEXT)")
    other.close()


def lose_both(book: Path) -> None:
    """Take both copies away."""
    for name in ("registry.db", "journal.lines"):
        (book / name).unlink()


SPOILT: list[tuple[str, Spoil, tuple[Words, ...], int, str]] = [
    (
        "a stray rollback journal",
        lambda book: (book / "registry.db-journal").write_bytes(b"x" * 600),
        (*READERS, *WRITERS, *NUMBERED, *REBUILDS, *VERIFIES),
        BROKEN,
        "so nothing was read or changed. Find out who put it there, then move it out of",
    ),
    (
        "no database, for who reads",
        lambda book: (book / "registry.db").unlink(),
        (*READERS, *NUMBERED),
        BROKEN,
        "there is no registry.db. The kiosk makes it again from the line file at its next start",
    ),
    (
        "no database, for who verifies",
        lambda book: (book / "registry.db").unlink(),
        VERIFIES,
        BROKEN,
        "The database registry.db is gone. The kiosk makes it again from the line file",
    ),
    (
        "random bytes for a database",
        lambda book: (book / "registry.db").write_bytes(os.urandom(20_000)),
        (*READERS, *NUMBERED),
        BROKEN,
        "The register cannot be read (the file is no database, SQLITE_NOTADB). Nothing was changed",
    ),
    (
        "random bytes for a database, for who verifies",
        lambda book: (book / "registry.db").write_bytes(os.urandom(20_000)),
        VERIFIES,
        BROKEN,
        "cannot be read (the file is no database, SQLITE_NOTADB). Nothing was changed. Stop the",
    ),
    (
        "another database",
        lambda book: make_other(book / "registry.db"),
        (("weapons", "list"), *NUMBERED),
        BROKEN,
        "The register cannot be read (the database has no table weapon, SQLITE_ERROR). Nothing",
    ),
    (
        "a folder for a database",
        lambda book: make_folder(book / "registry.db"),
        (*READERS, *WRITERS, *NUMBERED, *REBUILDS),
        LATER,
        "the disk",
    ),
    (
        "a folder for a database, for who verifies",
        lambda book: make_folder(book / "registry.db"),
        VERIFIES,
        REFUSED,
        "The book could not be checked to its end (the disk did not do what the database asked",
    ),
    (
        "no line file",
        lambda book: (book / "journal.lines").unlink(),
        VERIFIES,
        BROKEN,
        "The line file journal.lines is gone. The kiosk writes it again from the database",
    ),
    (
        "a folder for a line file",
        lambda book: make_folder(book / "journal.lines"),
        (*WRITERS, *NUMBERED, *REBUILDS),
        LATER,
        "journal.lines: it is a folder, EISDIR",
    ),
    (
        "a folder for a line file, for who verifies",
        lambda book: make_folder(book / "journal.lines"),
        VERIFIES,
        REFUSED,
        "journal.lines: it is a folder, EISDIR",
    ),
    (
        "neither copy",
        lose_both,
        (*READERS, *NUMBERED, *REBUILDS),
        BROKEN,
        "are lost, database and line file. Restore one of them from a backup or from the hub.",
    ),
    (
        "neither copy, for who verifies",
        lose_both,
        VERIFIES,
        BROKEN,
        "neither database nor line file. If there was one, restore it from a backup",
    ),
    (
        "no key",
        lambda book: (book / "kiosk.key").unlink(),
        (*WRITERS, *NUMBERED, *REBUILDS),
        BROKEN,
        "and no kiosk.key: nobody can sign the next one. Put the key back from the backup",
    ),
    (
        "an empty key",
        lambda book: (book / "kiosk.key").write_bytes(b""),
        (*WRITERS, *NUMBERED, *REBUILDS),
        BROKEN,
        "The key of the kiosk is not 32 bytes: put kiosk.key back from the backup. Nothing was wri",
    ),
    (
        "a key of somebody else",
        lambda book: (book / "kiosk.key").write_bytes(os.urandom(32)),
        (*WRITERS, *NUMBERED, *REBUILDS),
        BROKEN,
        "do not belong together: one of them was exchanged. Put both back from the backup.",
    ),
    (
        "a public key that is none",
        lambda book: (book / "kiosk.pub").write_bytes(b"rubbish\xff"),
        (*WRITERS, *NUMBERED, *REBUILDS, *VERIFIES),
        BROKEN,
        "kiosk.pub is not the public key of a kiosk: put it back from the backup.",
    ),
    (
        "the public key of another kiosk",
        lambda book: (book / "kiosk.pub").write_text(SigningKey("other", bytes(32)).text),
        (*WRITERS, *NUMBERED, *REBUILDS),
        CONFIG,
        "is that of 'other', not of 'Angkor-1'",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "commands", "code", "expected"),
    [row[1:] for row in SPOILT],
    ids=[row[0] for row in SPOILT],
)
def test_a_spoilt_book_is_a_sentence_with_a_cure(
    tmp_path: Path, spoil: Spoil, commands: tuple[Words, ...], code: int, expected: str
) -> None:
    config, settings = warehouse(tmp_path)
    spoil(settings.folder)
    for words in commands:
        assert_says(config, words, code, expected)


def test_what_cannot_be_verified_was_not_changed(tmp_path: Path) -> None:
    """The refusal itself must not do what it warns of: roll back, make, throw away."""
    config, settings = warehouse(tmp_path)
    (settings.folder / "registry.db-journal").write_bytes(b"x" * 600)
    before = contents(settings.folder)
    for words in (*READERS, *WRITERS, *NUMBERED, *REBUILDS, *VERIFIES):
        typed(*words, "--config", config)
    after = contents(settings.folder)
    assert {name: after[name] for name in before} == before


def contents(folder: Path) -> dict[str, bytes]:
    """Return what the files of a book hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_file_that_is_no_copy_of_a_book_is_never_called_good(tmp_path: Path) -> None:
    """0 entries, each sealed to the one before, is true of any rubbish."""
    config, settings = fresh(tmp_path)
    settings.folder.write_bytes(b"a letter")
    for words in VERIFIES:
        assert_says(config, words, BROKEN, "it is no folder. Nothing was checked.")
    for content in (b"", b"a letter\n", os.urandom(5_000)):
        place = tmp_path / "copy.lines"
        place.write_bytes(content)
        result = typed("verify", place)
        assert result.exit_code == BROKEN
        assert "copy.lines holds no entry that can be read" in result.stdout


def test_where_there_is_no_folder_there_is_no_book(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    for words in VERIFIES:
        assert_says(config, words, BROKEN, "there is no such folder. Nothing was checked.")
    for words in REBUILDS:
        assert_says(config, words, BROKEN, "There is no book in")
    for words in READERS:
        assert_says(config, words, REFUSED, "There is no book in")


def test_an_account_that_may_not_write_is_told_so_and_not_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another try does no better: 4, and not the 75 that a unit starts again for."""
    config, _ = warehouse(tmp_path)
    real = os.open

    def closed(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith("/lock"):
            raise PermissionError(13, os.strerror(13), str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", closed)
    for words in (*WRITERS, *NUMBERED, *REBUILDS):
        assert_says(
            config, words, FORBIDDEN, "/lock: this account may not open or write it; look whose"
        )


def test_an_account_that_may_not_read_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, _ = warehouse(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    for words in (*READERS, *NUMBERED, *VERIFIES):
        assert_says(config, words, FORBIDDEN, "registry.db: this account may not read")


def test_a_disk_that_takes_no_more_keeps_a_part_from_being_made_again(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    before = whole(settings.folder).head_hash
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    signals = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, limits[1]))
    try:
        assert_says(config, ("rebuild", "database"), LATER, "cannot be made again now (the disk")
        assert_says(config, ("rebuild", "lines"), LATER, "cannot be made again now (")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, signals)
    assert_says(config, ("rebuild", "database"), 0, "Made again: database")
    assert whole(settings.folder).head_hash == before


@pytest.mark.parametrize("words", ASKING)
def test_a_kiosk_that_does_not_run_is_said_not_to_run(tmp_path: Path, words: Words) -> None:
    config, _ = fresh(tmp_path)
    result = typed(*words, "--config", config)
    assert result.exit_code == REFUSED
    assert "No kiosk runs on this configuration" in result.stderr


def test_a_kiosk_beside_a_stray_rollback_journal_opens_nothing_and_says_why(
    tmp_path: Path,
) -> None:
    config, settings = warehouse(tmp_path)
    stray(settings)
    with running(config, settings) as kiosk:
        view = kiosk.once(
            lambda view: view.stage == "halted" and view.faults[0].device != "starting"
        )
        assert "registry.db-journal lies beside the database" in view.faults[0].device
        status = typed_apart(config, "status")
        assert (status.returncode, "registry.db-journal" in status.stdout) == (0, True)
        listed = typed_apart(config, "officers", "list")
        assert listed.returncode == BROKEN
        assert not FOREIGN.search(listed.stderr)


def stray(settings: Settings) -> None:
    """Put a rollback journal beside the database."""
    (settings.folder / "registry.db-journal").write_bytes(b"x" * 600)
