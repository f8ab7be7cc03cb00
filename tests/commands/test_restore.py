"""`kiosk restore`: the drill beside the book, and the book put back where there is none."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.drills import DAY_MS
from kiosk.assembly.examination.book import book
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.commands import FAILED, FOUND, USAGE
from kiosk.config import Settings
from kiosk.registry.book import open_book
from kiosk.registry.copying import Copied, copy_book
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.queries import Office
from kiosk.registry.verify import whole
from kiosk.rules import entries as e
from kiosk.rules.things import Moment
from tests.assembly.program import OFFICER, member, running, warehouse
from tests.commands.typed import fresh, typed
from tests.registry.closed_book import sql


@pytest.fixture
def kiosk(tmp_path: Path) -> tuple[Path, Settings]:
    """Return kiosk.toml and settings of a founded warehouse that nobody has open."""
    return warehouse(tmp_path)


@pytest.fixture
def copied(kiosk: tuple[Path, Settings], tmp_path: Path) -> Copied:
    """Return a copy of its book."""
    (tmp_path / "stick").mkdir()
    return copy_book(kiosk[1].folder, tmp_path / "stick", same_disk=True)


def newest(settings: Settings, count: int = 1) -> list[e.Entry | None]:
    """Return the newest entries of a book, oldest first."""
    with closing(Office.at(settings.folder / DATABASE)) as office:
        return [line.entry for line in reversed(office.lines(limit=count))]


def drill_due(settings: Settings, now_ms: int) -> list[Finding]:
    """Return what a doctor says of drills at a time; what a later clock means else is not asked."""
    found = book(settings, Box(now_ms), Say())
    return [finding for finding in found if finding.code.startswith("restore_")]


def goes_on(settings: Settings, entries: int) -> str:
    """Write some entries into a book; return its head as it is printed."""
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        for _ in range(entries):
            at = Moment(book.bay().latest_wall_ms, 0, "b")
            book.journal.append((e.HelpCalled(at, None),))
        return f"{book.head.seq}:{book.head.hex}"


def test_a_drill_says_what_would_be_lost_and_the_book_says_it_was_made(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    config, settings = kiosk
    goes_on(settings, 4)
    last = copied.entries
    said = typed("restore", "--drill", copied.path.parent, "--config", config)
    assert said.exit_code == 0, said.output
    assert f"{copied.path.name}: put back in " in said.stdout
    assert f"4 entries would be lost: from {last + 1} to {last + 4}." in said.stdout
    assert f"The book says so: entry {last + 5}." in said.stdout
    (told,) = newest(settings)
    assert isinstance(told, e.RestoreDrilled)
    assert (told.last_seq, told.head, told.known_seq) == (last, copied.head, last + 4)
    assert whole(settings.folder).good


def test_a_drill_right_after_the_copy_loses_nothing(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    said = typed("restore", "--drill", copied.path, "--config", kiosk[0])
    assert "Nothing would be lost" in said.stdout


def test_one_entry_is_one_entry(kiosk: tuple[Path, Settings], copied: Copied) -> None:
    goes_on(kiosk[1], 1)
    said = typed("restore", "--drill", copied.path, "--config", kiosk[0])
    assert f"Put back now, entry {copied.entries + 1} would be lost." in said.stdout


def test_a_running_kiosk_writes_the_drill_itself(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    config, settings = kiosk
    with running(config, settings) as program:
        program.answered()
        said = typed("restore", "--drill", copied.path.parent, "--config", config, "--json")
        told = json.loads(said.stdout)
        assert (told["good"], told["compared"], told["lost"] > 0) == (True, True, True)
        (line,) = program.face.lines(0, 1)
        assert (line.seq, line.kind) == (told["entry"], "book.drilled")
        assert line.facts["gap"] == f"{copied.entries + 1} … {told['known_seq']}"
        assert program.ends() == 0
    assert whole(settings.folder).good


def test_a_head_from_paper_that_the_copy_lacks_ends_the_drill_with_3(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    config, settings = kiosk
    said = typed("restore", "--drill", copied.path, "--config", config, "--head", f"7:{'ab' * 32}")
    assert said.exit_code == FOUND
    assert "is of no use" in said.stdout
    (told,) = newest(settings)
    assert isinstance(told, e.DrillFailed)
    assert "not the one whose head was given away" in told.text


def test_a_changed_copy_ends_the_drill_with_3_and_the_book_says_so(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    lines = copied.path / LINES
    lines.write_bytes(lines.read_bytes().replace(OFFICER.encode(), b"0041208", 1))
    said = typed("restore", "--drill", copied.path, "--config", kiosk[0])
    assert said.exit_code == FOUND
    assert isinstance(newest(kiosk[1])[0], e.DrillFailed)


def test_a_book_that_was_put_back_behind_its_own_copy_is_found(
    kiosk: tuple[Path, Settings], copied: Copied, tmp_path: Path
) -> None:
    """The whole card was rolled back; the stick knows more."""
    config, settings = kiosk
    older = tmp_path / "older"
    shutil.copytree(settings.folder, older)
    goes_on(settings, 3)
    later = copy_book(settings.folder, copied.path.parent, same_disk=True)
    shutil.rmtree(settings.folder)
    older.rename(settings.folder)
    said = typed("restore", "--drill", later.path, "--config", config)
    assert said.exit_code == FOUND
    assert "the book was put back to an older state" in said.stdout


def test_a_book_that_went_another_way_than_its_copy_is_found(
    kiosk: tuple[Path, Settings], copied: Copied, tmp_path: Path
) -> None:
    config, settings = kiosk
    older = tmp_path / "older"
    shutil.copytree(settings.folder, older)
    goes_on(settings, 1)
    later = copy_book(settings.folder, copied.path.parent, same_disk=True)
    shutil.rmtree(settings.folder)
    older.rename(settings.folder)
    goes_on(settings, 2)
    said = typed("restore", "--drill", later.path, "--config", config)
    assert said.exit_code == FOUND
    assert "is not the same in the book as outside of it" in said.stdout


def test_a_head_from_paper_that_the_book_lacks_is_found(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    config, settings = kiosk
    goes_on(settings, 2)
    said = typed(
        "restore", "--drill", copied.path, "--config", config,
        "--head", f"{copied.entries + 1}:{'ab' * 32}",
    )  # fmt: skip
    assert said.exit_code == FOUND
    assert f"Entry {copied.entries + 1} is not the same" in said.stdout


def test_nothing_of_a_drill_is_left_behind(
    kiosk: tuple[Path, Settings], copied: Copied, tmp_path: Path
) -> None:
    within = tmp_path / "within"
    within.mkdir()
    typed("restore", "--drill", copied.path, "--config", kiosk[0], "--within", within)
    assert list(within.iterdir()) == []


def test_without_a_copy_the_drill_says_what_to_do(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    said = typed("restore", "--drill", tmp_path / "nowhere", "--config", kiosk[0])
    assert said.exit_code == 75
    assert "plug the stick in" in said.stderr


# ------------------------------------------------------------------------ the real one


def test_a_lost_book_is_put_back_names_the_gap_and_orders_the_count(
    kiosk: tuple[Path, Settings], copied: Copied, tmp_path: Path
) -> None:
    config, settings = kiosk
    head = goes_on(settings, 4)
    lost = tmp_path / "lost"
    settings.folder.rename(lost)
    said = typed(
        "restore", copied.path.parent, "--config", config,
        "--pepper", lost / "pepper", "--head", head,
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    last = copied.entries
    assert f"put back up to entry {last}. Entries {last + 1} to {last + 4} are lost" in said.stdout
    assert "Ordered: a count of every position" in said.stdout
    assert whole(settings.folder, heads=[(last, copied.head)]).good
    assert not whole(settings.folder, heads=[(last + 4, head.partition(":")[2])]).good
    told = newest(settings, 3)
    assert [type(one).__name__ for one in told] == ["BookPutBack", "AlarmRaised", "CountOrdered"]
    with running(config, settings) as program:
        program.answered()
        view = program.enters()  # a PIN of the lost book
        assert view.visit.person is not None
        assert view.visit.person.number == member(OFFICER).officer
        assert ("put_back", str(last)) in {(one.cause, one.about) for one in view.alarms}
        assert program.ends() == 0
    assert whole(settings.folder).good


def test_a_book_that_is_there_is_never_put_over(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    config, settings = kiosk
    before = (settings.folder / LINES).read_bytes()
    pepper = settings.folder / "pepper"
    said = typed("restore", copied.path, "--config", config, "--pepper", pepper)
    assert said.exit_code == 78
    assert "There is a book in" in said.stderr
    assert (settings.folder / LINES).read_bytes() == before


def test_a_part_of_a_book_is_a_book(kiosk: tuple[Path, Settings], copied: Copied) -> None:
    """What is left of it may be all that is left of the last entries."""
    config, settings = kiosk
    (settings.folder / DATABASE).unlink()
    said = typed("restore", copied.path, "--config", config, "--pepper", copied.path / LINES)
    assert said.exit_code == 78


def test_a_running_kiosk_whose_folder_was_moved_goes_on_undisturbed(
    kiosk: tuple[Path, Settings], copied: Copied, tmp_path: Path
) -> None:
    config, settings = kiosk
    with running(config, settings) as program:
        program.answered()
        settings.folder.rename(tmp_path / "lost")
        said = typed(
            "restore", copied.path, "--config", config, "--pepper", tmp_path / "lost" / "pepper"
        )
        assert said.exit_code == FAILED
        assert "stop it first" in said.stderr
        assert not settings.folder.exists()


def test_a_bad_copy_leaves_nothing_behind(
    kiosk: tuple[Path, Settings], copied: Copied, tmp_path: Path
) -> None:
    config, settings = kiosk
    settings.folder.rename(tmp_path / "lost")
    lines = copied.path / LINES
    lines.write_bytes(lines.read_bytes().replace(OFFICER.encode(), b"0041208", 1))
    before = sorted(tmp_path.iterdir())
    said = typed(
        "restore", copied.path, "--config", config, "--pepper", tmp_path / "lost" / "pepper"
    )
    assert said.exit_code == FOUND
    assert sorted(tmp_path.iterdir()) == before


def test_what_was_not_typed_is_said(kiosk: tuple[Path, Settings], tmp_path: Path) -> None:
    assert typed("restore", "--config", kiosk[0]).exit_code == USAGE
    said = typed("restore", tmp_path, "--config", kiosk[0])
    assert (said.exit_code, "kiosk replace" in said.stderr) == (USAGE, True)


# ------------------------------------------------------------------------ the doctor


def test_the_doctor_asks_for_a_drill_when_none_was_made_for_too_long(
    kiosk: tuple[Path, Settings], copied: Copied
) -> None:
    config, settings = kiosk
    now_ms = SystemClock().now().wall_ms
    late_ms = now_ms + settings.policy.restore_drill_d * DAY_MS
    assert drill_due(settings, now_ms) == []
    (due,) = drill_due(settings, late_ms)
    assert due.code == "restore_never_tried"
    assert "no copy of it was ever put back as a drill" in due.what
    assert typed("restore", "--drill", copied.path, "--config", config).exit_code == 0
    made = newest(settings)[0]
    assert made is not None
    assert drill_due(settings, late_ms - DAY_MS) == []
    (due,) = drill_due(settings, made.at.wall_ms + settings.policy.restore_drill_d * DAY_MS)
    assert f"was made {settings.policy.restore_drill_d} days ago" in due.what
    assert "kiosk restore --drill" in due.do


def test_a_drill_that_failed_is_no_drill(kiosk: tuple[Path, Settings], copied: Copied) -> None:
    config, settings = kiosk
    (copied.path / LINES).write_bytes(b"")
    assert typed("restore", "--drill", copied.path, "--config", config).exit_code == FOUND
    late_ms = SystemClock().now().wall_ms + settings.policy.restore_drill_d * DAY_MS
    (due,) = drill_due(settings, late_ms)
    assert "no copy of it was ever put back" in due.what


def test_a_book_that_cannot_be_read_is_a_finding_and_not_the_end_of_the_doctor(
    kiosk: tuple[Path, Settings],
) -> None:
    config, settings = kiosk
    (settings.folder / DATABASE).write_bytes(b"rubbish" * 1000)
    said = typed("doctor", "--config", config)
    assert said.exit_code == FOUND
    assert "book_broken: " in said.stdout
    assert "kiosk_silent: " in said.stdout


def test_a_book_of_an_older_version_was_never_drilled(kiosk: tuple[Path, Settings]) -> None:
    _, settings = kiosk
    sql(settings.folder, "DROP TABLE upkeep")
    (due,) = drill_due(settings, 2**42)
    assert due.code == "restore_never_tried"


def test_a_kiosk_without_a_book_needs_no_drill_yet(tmp_path: Path) -> None:
    _, settings = fresh(tmp_path)
    assert drill_due(settings, 2**42) == []
