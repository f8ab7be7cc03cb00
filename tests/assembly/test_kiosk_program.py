"""`kiosk run` as a program of its own: issue, return, and everything that ends it."""

import os
import re
import resource
import signal
import socket
from pathlib import Path

import pytest

from kiosk.assembly.kiosk import AGAIN
from kiosk.config import Settings
from kiosk.service import protocol as p
from kiosk.service.client import RemoteService
from kiosk.service.views import FaultView, Stage
from tests.assembly.program import (
    CUSTODIAN,
    OFFICER,
    OTHER,
    PATIENCE_S,
    RIFLE,
    member,
    running,
    typed_apart,
    warehouse,
)
from tests.registry.closed_book import sql

RESIDENT_MAX_KB = 60 * 1024


@pytest.fixture
def laid(tmp_path: Path) -> tuple[Path, Settings]:
    return warehouse(tmp_path)


def test_a_weapon_goes_out_and_comes_back(laid: tuple[Path, Settings]) -> None:
    """Every room at once: badge, PIN, choice, signature, cable, scan, shut, count; and home."""
    with running(*laid) as kiosk:
        assert kiosk.answered().in_rack == 24
        view = kiosk.draws()
        assert kiosk.bolts_up() == []
        assert view.outcome is not None
        assert (view.outcome.kind, view.in_rack) == ("weapon.issued", 23)

        kiosk.bench.scan("badge", RIFLE)  # the other reader: no scan that was held too long
        kiosk.until(Stage.RETURN_CLEAR)
        kiosk.face.tap(p.ShowClear())
        kiosk.bench.scan("weapon", member(CUSTODIAN).badge_text)  # for the same reason
        kiosk.until(Stage.RETURN_WITNESS_PIN)
        kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
        assert kiosk.face.tap(p.Report(3, 90)).stage is Stage.OPEN_NOW
        assert kiosk.bolts_up() == ["bolt R1-A"]
        kiosk.bench.cable("R1-A", opened=True)
        kiosk.until(Stage.CABLE_OPEN)
        kiosk.bench.cable("R1-A", opened=False)
        kiosk.until(Stage.COUNT)
        view = kiosk.face.tap(p.Count(6))
        assert view.outcome is not None
        assert (view.outcome.kind, view.in_rack) == ("weapon.returned", 24)
        assert kiosk.ends() == 0


@pytest.mark.promise("P1")
def test_a_kiosk_killed_with_an_open_cable_comes_back_in_doubt(
    laid: tuple[Path, Settings],
) -> None:
    """P1: nobody knows what was taken, so somebody must look; and recovery opens nothing."""
    with running(*laid) as kiosk:
        kiosk.answered()
        kiosk.opens()
        assert kiosk.ends(signal.SIGKILL) == -signal.SIGKILL
    assert Path(laid[1].kiosk.socket).exists()
    with running(*laid) as kiosk:
        view = kiosk.answered()
        doubts = {place.id: place.cause for place in view.positions if place.state == "doubt"}
        assert doubts == {f"R1-0{place}": "interrupted" for place in range(1, 7)}
        assert kiosk.bolts_up() == []
        kiosk.enters()
        refused = kiosk.face.tap(p.Choose(OTHER)).outcome
        assert refused is not None
        assert refused.reason == "in_doubt"


def test_a_face_finds_the_kiosk_again_after_it_was_started_again(
    laid: tuple[Path, Settings],
) -> None:
    face = RemoteService(Path(laid[1].kiosk.socket))
    with running(*laid) as kiosk:
        before = kiosk.answered().seq
        assert face.view().seq == before
        kiosk.ends(signal.SIGKILL)
        with pytest.raises(p.KioskSilent):
            face.view()
    with running(*laid) as kiosk:
        kiosk.answered()
        assert face.view().seq == before + 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_0_and_leaves_no_socket(
    laid: tuple[Path, Settings], number: signal.Signals
) -> None:
    with running(*laid) as kiosk:
        kiosk.answered()
        kiosk.enters()
        assert kiosk.ends(number) == 0
    assert not Path(laid[1].kiosk.socket).exists()


def test_a_second_kiosk_on_the_same_book_says_that_another_program_has_it(
    laid: tuple[Path, Settings],
) -> None:
    with running(*laid) as kiosk:
        kiosk.answered()
        second = typed_apart(laid[0], "run")
        assert second.returncode == AGAIN
        assert "Another program" in second.stderr
        assert "Traceback" not in second.stderr
        assert kiosk.face.view().stage is Stage.IDLE


@pytest.mark.promise("P8")
def test_an_edited_book_opens_nothing_and_says_where(laid: tuple[Path, Settings]) -> None:
    """P4, P8: an edit made with the card in another machine is found at the start."""
    database = laid[1].folder / "registry.db"
    written = database.read_bytes()
    database.write_bytes(written.replace(b'"Sok Dara"', b'"Som Dara"'))
    assert database.read_bytes() != written
    with running(*laid) as kiosk:
        view = kiosk.answered()
        assert view.stage is Stage.HALTED
        assert "Entry 3" in view.faults[0].device
        halted = kiosk.face.tap(p.CallChief())
        assert halted.stage is Stage.HALTED
        kiosk.bench.scan("badge", member(OFFICER).badge_text)
        assert kiosk.bolts_up() == []
        kiosk.bench.cable("R1-A", opened=True)
        assert kiosk.ends() == 0
        assert kiosk.child.stdout is not None
        said = kiosk.child.stdout.read()
    assert "The kiosk has stopped and opens nothing. Entry 3" in said
    assert "Kept here, there is no book: halted: Entry 3" in said
    assert not re.search(r"\d{13}", said), "no bare milliseconds: people read this"
    assert typed_apart(laid[0], "rebuild", "database").returncode == 0
    with running(*laid) as kiosk:
        assert kiosk.answered().stage is Stage.IDLE
        assert kiosk.face.lines(0, 1)[0].kind == "book.mended"


def test_tables_changed_while_it_was_off_stop_every_issue_and_say_what_to_do(
    laid: tuple[Path, Settings],
) -> None:
    """P3, P4, P8: who strikes the holder of a weapon from the tables leaves the chain whole."""
    with running(*laid) as kiosk:
        kiosk.answered()
        view = kiosk.draws()
        assert (view.in_rack, view.faults) == (23, ())
        assert kiosk.ends() == 0
    sql(laid[1].folder, "DELETE FROM custody")
    with running(*laid) as kiosk:
        kiosk.answered()
        (fault,) = kiosk.once(lambda view: bool(view.faults)).faults
        assert fault == FaultView("tables_differ", "custody")
        kiosk.enters()
        refused = kiosk.face.tap(p.Choose(OTHER)).outcome
        assert refused is not None
        assert refused.reason == "tables_differ"
        assert kiosk.bolts_up() == []
        kiosk.face.tap(p.Cancel())
        found = typed_apart(laid[0], "verify")
        assert found.returncode == 3
        assert kiosk.ends() == 0
        assert kiosk.child.stdout is not None
        said = kiosk.child.stdout.read()
    for told in (found.stdout, said):
        assert told.startswith("The tables custody are not what the entries make of them:")
        assert "kiosk rebuild tables" in told
    assert typed_apart(laid[0], "rebuild", "tables").returncode == 0
    with running(*laid) as kiosk:
        view = kiosk.answered()
        assert [place.state for place in view.positions].count("out") == 1
        assert kiosk.ends() == 0
    assert typed_apart(laid[0], "verify").returncode == 0


def test_a_mended_copy_stands_in_the_book_and_on_the_chiefs_lines(
    laid: tuple[Path, Settings],
) -> None:
    """P2, P4: a lost copy is made again by itself, and not in silence."""
    lines = laid[1].folder / "journal.lines"
    size = lines.stat().st_size
    os.truncate(lines, size // 2)
    kept = lines.read_bytes().count(b"\n")
    with running(*laid) as kiosk:
        view = kiosk.answered()
        assert view.stage is Stage.IDLE
        mended, started = kiosk.face.lines(0, 2)
        assert (started.kind, mended.kind) == ("kiosk.started", "book.mended")
        assert mended.facts == {"part": "lines", "first_seq": f"{kept + 1}", "last_seq": "93"}
        assert kiosk.ends() == 0
        assert kiosk.child.stdout is not None
        assert f"Lines {kept + 1} to 93 of the line file were lost" in kiosk.child.stdout.read()
    with running(*laid) as kiosk:
        kiosk.answered()
        assert [line.kind for line in kiosk.face.lines(0, 2)] == ["kiosk.started", "book.mended"]


def test_a_kiosk_without_one_of_its_tables_opens_nothing_and_says_what_to_do(
    laid: tuple[Path, Settings],
) -> None:
    sql(laid[1].folder, "DROP TABLE custody")
    with running(*laid) as kiosk:
        view = kiosk.answered()
        assert view.stage is Stage.HALTED
        assert "kiosk rebuild tables" in view.faults[0].device
        kiosk.bench.scan("badge", member(OFFICER).badge_text)
        assert kiosk.bolts_up() == []
        assert kiosk.ends() == 0
    assert typed_apart(laid[0], "rebuild", "tables").returncode == 0
    with running(*laid) as kiosk:
        assert kiosk.answered().stage is Stage.IDLE


@pytest.mark.promise("P8")
def test_an_opening_cable_sounds_the_siren_even_when_the_book_is_lost(
    laid: tuple[Path, Settings],
) -> None:
    (laid[1].folder / "registry.db").write_bytes(b"")
    (laid[1].folder / "journal.lines").write_bytes(b"")
    with running(*laid) as kiosk:
        assert kiosk.answered().stage is Stage.HALTED
        kiosk.bench.cable("R2-A", opened=True)
        kiosk.once(lambda _: "siren" in kiosk.bolts_up())


@pytest.mark.promise("P8")
def test_a_disk_that_takes_no_line_halts_it_before_anything_opens(
    laid: tuple[Path, Settings],
) -> None:
    """P8: the line that grants the release cannot be written, so the bolt never moves."""
    limit = max(path.stat().st_size for path in laid[1].folder.glob("*.*")) + 40_000

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with running(*laid, before=no_room) as kiosk:
        kiosk.answered()
        view = kiosk.face.view()
        while view.stage is not Stage.HALTED and view.seq < 1_000:
            view = kiosk.face.tap(p.CallChief())
        assert view.stage is Stage.HALTED
        assert "may not be durable" in view.faults[0].device
        assert kiosk.bolts_up() == []
        assert kiosk.ends() == 0


def test_the_four_lines_are_told_as_they_happen(laid: tuple[Path, Settings]) -> None:
    with running(*laid, also=["--narrate"]) as kiosk:
        kiosk.answered()
        kiosk.enters()
        kiosk.bench.scan("badge", "9010000492")
        kiosk.ends()
        assert kiosk.child.stdout is not None
        said = kiosk.child.stdout.read()
    assert "  reading   badge: 2010000148\n" in said
    assert "session.opened" in said
    assert "  acted     beep accepted\n" in said
    assert "  told      pin; 24 in the racks\n" in said
    assert "9010000492" not in said, "a digit card spells a PIN"
    assert "\033" not in said, "colours are for terminals"


def test_it_stays_small(laid: tuple[Path, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    """Bar: 60 MB resident, on a Pi with 1 GB that also runs a browser."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # what counts lines is not ours
    with running(*laid) as kiosk:
        kiosk.answered()
        kiosk.opens()
        status = Path(f"/proc/{kiosk.child.pid}/status").read_text(encoding="ascii")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        assert int(resident.split()[1]) < RESIDENT_MAX_KB


def test_systemd_is_told_when_it_is_ready_alive_and_stopping(
    laid: tuple[Path, Settings], tmp_path: Path
) -> None:
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(path))
        systemd.settimeout(PATIENCE_S)
        with running(*laid, env={"NOTIFY_SOCKET": str(path)}) as kiosk:
            assert systemd.recv(100) == b"READY=1"
            assert systemd.recv(100) == b"WATCHDOG=1"
            os.kill(kiosk.child.pid, signal.SIGTERM)
            assert kiosk.child.wait(PATIENCE_S) == 0
            words = [b""]
            while words[-1] != b"STOPPING=1":
                words.append(systemd.recv(100))
