"""What a verification finds, and what only a head that left the box can show (P4)."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.registry.chain import GENESIS, Head, read_line, seal, spelled
from kiosk.registry.keys import SigningKey, key_from_text
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.progress import Progress
from kiosk.registry.verify import Verdict, whole
from kiosk.registry.walk import Stopped
from tests.registry.samples import KIOSK, fill, open_here, registered

pytestmark = pytest.mark.promise("P4")

LAST = 60


@dataclass
class Given:
    """A closed book of 60 commits, the heads after some of them, and an older copy of all of it."""

    folder: Path
    older: Path
    heads: list[tuple[int, str]]


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Given:
    folder = tmp_path_factory.mktemp("pattern")
    book = open_here(folder / "book")
    heads = []
    for first in range(1, LAST, 10):
        fill(book, 10, first=first)
        heads.append((book.head.seq, book.head.hex))
        if first == 31:
            book.close()
            shutil.copytree(folder / "book", folder / "older")
            book = open_here(folder / "book")
    book.close()
    return Given(folder / "book", folder / "older", heads)


@pytest.fixture
def given(pattern: Given, tmp_path: Path) -> Given:
    folder = shutil.copytree(pattern.folder, tmp_path / "book")
    return Given(folder, pattern.older, pattern.heads)


# ---------------------------------------------------------------- what an attacker does

Lines = list[tuple[bytes, bytes | None]]
Sealed = Sequence[tuple[bytes, bytes, bytes | None]]


def read_all(folder: Path) -> Lines:
    found = [read_line(raw) for raw in (folder / LINES).read_bytes().splitlines(keepends=True)]
    return [(line.body, line.signature) for line in found if line]


def chained(lines: Lines) -> Sealed:
    """Seal entries anew; anybody can do that."""
    digest = GENESIS
    made: list[tuple[bytes, bytes, bytes | None]] = []
    for body, signature in lines:
        digest = seal(digest, body)
        made.append((body, digest, signature))
    return made


def write_lines(folder: Path, made: Sealed) -> None:
    (folder / LINES).write_bytes(b"".join(spelled(*each) for each in made))


def write_rows(folder: Path, made: Sealed) -> None:
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    for trigger in ("journal_keeps_its_words", "journal_keeps_its_lines", "journal_leaves_no_gap"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DELETE FROM journal")
    end = 0
    for seq, each in enumerate(made, 1):
        end += len(spelled(*each))
        connection.execute("INSERT INTO journal VALUES (?, 's', ?, ?, ?, ?, 0)", (seq, *each, end))
    connection.close()


def forged(lines: Lines, at: int = 30) -> Lines:
    body, signature = lines[at - 1]
    return [*lines[: at - 1], (body.replace(b"AKM", b"AKS"), signature), *lines[at:]]


def numbered(lines: Lines) -> Lines:
    """Give entries their place's number, as a careful forger does."""
    return [
        (b'{"v":1,"seq":%d,' % seq + body.split(b",", 2)[2], signature)
        for seq, (body, signature) in enumerate(lines, 1)
    ]


CHANGES: dict[str, Callable[[Lines], Lines]] = {
    "edit": forged,
    "delete": lambda lines: [*lines[:29], *lines[30:]],
    "insert": lambda lines: [*lines[:29], lines[28], *lines[29:]],
    "swap": lambda lines: [*lines[:29], lines[30], lines[29], *lines[31:]],
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("copy", ["database", "line file"])
def test_a_change_without_new_seals_is_found_where_it_is(
    given: Given, change: str, copy: str
) -> None:
    lines = read_all(given.folder)
    changed = CHANGES[change](lines)
    seals = {body: digest for body, digest, _ in chained(lines)}
    made = [(body, seals.get(body, seals[lines[29][0]]), signed) for body, signed in changed]
    (write_rows if copy == "database" else write_lines)(given.folder, made)
    verdict = whole(given.folder)
    assert not verdict.good
    assert (verdict.broken_at, verdict.copy) == (30, copy)
    assert f"Entry 30 of the {copy} does not follow from the entry before" in verdict.sentence
    assert verdict.entries == 29 or copy == "line file"


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("copies", [(write_rows,), (write_lines,), (write_rows, write_lines)])
def test_a_chain_sealed_anew_without_the_key_is_found_by_its_signatures(
    given: Given, change: str, copies: tuple[Callable[..., None], ...]
) -> None:
    made = chained(numbered(CHANGES[change](read_all(given.folder))))
    for write in copies:
        write(given.folder, made)
    verdict = whole(given.folder)
    assert not verdict.good
    assert verdict.broken_at == 30
    assert "signature of entry 30" in verdict.sentence
    assert verdict.copy == ("database" if write_rows in copies else "line file")


def test_without_any_key_two_stories_are_still_two(given: Given) -> None:
    (given.folder / "kiosk.pub").unlink()
    write_lines(given.folder, chained(forged(read_all(given.folder))))
    verdict = whole(given.folder)
    assert not verdict.good
    assert verdict.signatures_checked == 0
    assert "the two copies begin to differ" in verdict.sentence


def test_a_key_put_beside_a_forgery_does_not_help_whoever_has_the_true_one(given: Given) -> None:
    thief = SigningKey(KIOSK, bytes(range(32)))
    true = whole(given.folder)
    assert true.good
    made = [
        (body, digest, thief.sign(Head(seq, digest)))
        for seq, (body, digest, _) in enumerate(chained(forged(read_all(given.folder))), 1)
    ]
    write_rows(given.folder, made)
    write_lines(given.folder, made)
    public = (given.folder / "kiosk.pub").read_text()
    (given.folder / "kiosk.pub").write_text(thief.text)
    assert whole(given.folder, chain_only=True).good, "by its own account"
    assert "weapon" in (whole(given.folder).tables or ()), "unless the tables are forgotten"
    assert not whole(given.folder, key=key_from_text(public)).good
    verdict = whole(given.folder, heads=given.heads)
    assert not verdict.good
    assert (verdict.broken_at, verdict.copy) == (30, "database")
    assert "not the one whose head was given away" in verdict.sentence


def test_the_end_cut_off_both_copies_is_found_by_a_head_that_left(given: Given) -> None:
    made = chained(read_all(given.folder))[:55]
    write_rows(given.folder, made)
    write_lines(given.folder, made)
    newer = whole(given.folder, heads=given.heads[:5], chain_only=True)
    assert newer.good, "the window: newer than any head"
    assert "weapon" in (whole(given.folder).tables or ()), "unless the tables are forgotten"
    verdict = whole(given.folder, heads=given.heads)
    assert not verdict.good
    assert verdict.broken_at == 56
    assert "The book ends at entry 55, but head 60 left this kiosk" in verdict.sentence


def test_a_whole_card_put_back_to_an_older_state_is_found_by_a_head_that_left(
    given: Given,
) -> None:
    assert whole(given.older).good
    verdict = whole(given.older, heads=given.heads)
    assert not verdict.good
    assert verdict.broken_at == 41
    assert "the whole card was put back to an older state" in verdict.sentence


def test_the_end_cut_off_the_line_file_alone_is_seen_against_the_database(given: Given) -> None:
    write_lines(given.folder, chained(read_all(given.folder))[:50])
    verdict = whole(given.folder)
    assert (verdict.good, verdict.broken_at, verdict.copy) == (False, 51, "line file")
    assert "ends after line 50; the database goes on to entry 60" in verdict.sentence


# ---------------------------------------------------------------- what is there to be verified


def good(verdict: Verdict) -> bool:
    return verdict.good and verdict.entries == LAST and verdict.broken_at is None


def test_a_folder_and_either_copy_alone_verify_and_extend_every_head(given: Given) -> None:
    for place in (given.folder, given.folder / DATABASE, given.folder / LINES):
        verdict = whole(place, heads=given.heads)
        assert good(verdict), verdict.sentence
        assert verdict.signatures_checked == 1
        assert (verdict.head_seq, verdict.head_hash) == given.heads[-1]


def test_a_live_book_verifies_and_is_not_changed_by_it(given: Given) -> None:
    book = open_here(given.folder)
    fill(book, 1, first=LAST)
    before = sorted((path.name, path.stat().st_size) for path in given.folder.iterdir())
    assert whole(given.folder).entries == LAST + 1
    assert sorted((p.name, p.stat().st_size) for p in given.folder.iterdir()) == before
    book.close()


def test_a_copy_on_a_medium_that_cannot_be_written_verifies_and_gets_no_file_beside_it(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    for beside in ("-wal", "-shm"):
        (given.folder / (DATABASE + beside)).unlink()
    monkeypatch.setattr("os.access", lambda _, asked: asked == os.R_OK)
    before = sorted(path.name for path in given.folder.iterdir())
    assert good(whole(given.folder))
    assert sorted(path.name for path in given.folder.iterdir()) == before


def test_a_commit_that_only_the_line_file_has_counts(given: Given) -> None:
    """That is where a power cut between the two copies leaves the book."""
    older = given.folder / DATABASE
    shutil.copy(given.older / DATABASE, older)
    assert good(whole(given.folder, heads=given.heads))


@pytest.mark.parametrize("tail", [b"{", b"\0" * 600])
def test_an_unfinished_line_is_not_counted_and_is_no_fault(given: Given, tail: bytes) -> None:
    with (given.folder / LINES).open("ab") as lines:
        lines.write(tail)
    assert good(whole(given.folder))
    assert good(whole(given.folder / LINES))


def test_lines_of_a_commit_in_flight_are_not_counted(given: Given) -> None:
    body, _ = numbered([*read_all(given.folder), read_all(given.folder)[0]])[-1]
    with (given.folder / LINES).open("ab") as lines:
        lines.write(spelled(body, seal(bytes.fromhex(given.heads[-1][1]), body), None))
    assert good(whole(given.folder / LINES))


def test_a_destroyed_block_in_the_line_file_is_told_from_its_end(given: Given) -> None:
    text = bytearray((given.folder / LINES).read_bytes())
    text[4096:8192] = bytes(4096)
    (given.folder / LINES).write_bytes(text)
    verdict = whole(given.folder / LINES)
    assert not verdict.good
    assert "cannot be read, and it goes on up to line 60" in verdict.sentence


@pytest.mark.parametrize(("name", "copy"), [(DATABASE, "database"), (LINES, "line file")])
def test_a_copy_that_is_gone_is_named(given: Given, name: str, copy: str) -> None:
    (given.folder / name).unlink()
    for place in (given.folder, given.folder / name):
        verdict = whole(place)
        assert not verdict.good
        assert (verdict.broken_at, verdict.copy) == (1, copy)
        assert verdict.sentence.startswith(f"The {copy} {name} is gone. The kiosk ")
        assert verdict.sentence.endswith(" at its next start, and says so.")


def test_a_database_that_is_none_is_named(given: Given) -> None:
    (given.folder / DATABASE).write_bytes(b"x" * 9000)
    verdict = whole(given.folder)
    assert (verdict.good, verdict.copy) == (False, "database")
    assert "cannot be read (the file is no database, SQLITE_NOTADB)" in verdict.sentence
    assert verdict.sentence.endswith("made again from the line file: kiosk rebuild database.")


def test_a_verdict_says_what_was_looked_at(given: Given) -> None:
    both = whole(given.folder).sentence
    assert "60 entries in the database and the line file, each sealed to the one before" in both
    assert both.endswith("The tables are what the entries make of them.")
    chain = whole(given.folder / DATABASE, chain_only=True)
    assert chain.tables is None
    assert chain.sentence.startswith("60 entries in the database, each")
    assert "tables" not in chain.sentence
    lines = whole(given.folder / LINES)
    assert lines.tables is None
    assert lines.sentence.startswith("60 entries in the line file, each")
    (given.folder / "kiosk.pub").unlink()
    assert "no signature was checked" in whole(given.folder).sentence


def test_an_empty_book_verifies(tmp_path: Path) -> None:
    open_here(tmp_path).close()
    verdict = whole(tmp_path)
    assert verdict.good
    assert verdict.entries == 0


def test_a_verification_tells_how_far_it_is_how_long_it_took_and_can_be_stopped(
    tmp_path: Path,
) -> None:
    book = open_here(tmp_path)
    book.journal.append([registered(number) for number in range(1200)])
    book.close()
    told: list[Progress] = []
    ticks = iter((3.0, 5.5))
    verdict = whole(tmp_path, tell=told.append, clock=lambda: next(ticks))
    assert verdict.seconds == 2.5
    by_task = {each.task: [e.done for e in told if e.task == each.task] for each in told}
    assert by_task["verifying the database"] == [512, 1024, 1200]
    *_, tables = by_task.values()
    assert tables == [64 * bite for bite in range(1, 19)], "18 whole bites of 64, and a rest"
    assert {each.total for each in told if each.done == 1152} == {1200}
    assert whole(tmp_path / LINES).entries == 1200
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        whole(tmp_path, stop=stop)
