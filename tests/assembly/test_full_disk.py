"""A disk that takes no more in the middle of an issue, under a kiosk that is running."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.assembly.kiosk import AGAIN
from kiosk.registry.ring import Ring
from kiosk.registry.verify import whole
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import (
    CUSTODIAN,
    PATIENCE_S,
    RIFLE,
    Program,
    member,
    running,
    warehouse,
)

pytestmark = pytest.mark.promise("P8")

HALTED_S = 4.0
"""How long this kiosk stays up to tell people: less than a real one, for the sake of the suite."""

HASTY = f"""
import signal, sys, threading
from pathlib import Path
from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.witness import Narrator
from kiosk.config import read_settings

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
witness = Narrator(sys.stdout, colour=False)
sys.exit(Kiosk(read_settings(Path(sys.argv[1])), witness, halted_s={HALTED_S}).run(stop))
"""

ON_A_DISK_OF_ITS_OWN = """
mount -t tmpfs -o size=96m none "$1" && cp -a "$2"/. "$1" && exec "$3" -I -c "$4" "$5"
"""
"""Large enough that issuing is allowed (64 MiB free), small enough to fill; seen by nobody else."""


def fill_up(disk: Path) -> None:
    """Take every block that is left."""
    with (disk / "filler").open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(disk).free)
    assert shutil.disk_usage(disk).free == 0


def is_about_to_open(kiosk: Program) -> None:
    """Go from badge to the last PIN before the bolt."""
    kiosk.answered()
    kiosk.enters()
    kiosk.face.tap(p.Choose(RIFLE))
    kiosk.bench.scan("badge", member(CUSTODIAN).badge_text)
    assert kiosk.until(Stage.COUNTER_SIGN_PIN).faults == ()


def halts_and_ends(kiosk: Program, book: Path, seen: Path) -> str:
    """See that it halts with every bolt down, hears an alarm and ends; return what it said.

    What its book was before the end is copied to `seen`.
    """
    view = kiosk.face.tap(p.Pin(member(CUSTODIAN).pin))
    assert view.stage is Stage.HALTED
    assert "may not be durable" in view.faults[0].device
    assert kiosk.bolts_up() == []
    kiosk.bench.cable("R1-A", opened=True)
    kiosk.once(lambda _: kiosk.bolts_up() == ["siren"])
    shutil.copytree(book, seen, ignore=shutil.ignore_patterns("filler"))
    assert kiosk.child.wait(HALTED_S + PATIENCE_S) == AGAIN
    assert kiosk.child.stdout is not None
    return kiosk.child.stdout.read()


def opened_nothing(seen: Path, said: str) -> None:
    """See in its book and its own words that no bolt moved, and that the alarm was kept."""
    assert "unlock" not in said
    kinds = list(kinds_of(seen))
    assert "second.seen" in kinds
    assert "release.granted" not in kinds
    assert whole(seen).good, "what was written is whole"
    with closing(Ring(seen / "alarms.ring")) as ring:
        halted, opened = (line.text for line in ring.read())
    assert "halted: Entries" in halted
    assert opened.endswith("R1-A open")


def kinds_of(book: Path) -> Iterator[str]:
    """Return what kind of line each whole line of a book is."""
    for line in (book / "journal.lines").read_bytes().splitlines():
        yield json.loads(line.split(b"\t")[0])["kind"]


def test_p8_a_disk_that_is_full_before_the_bolt_moves_keeps_it_down_and_says_so(
    tmp_path: Path,
) -> None:
    """Nothing opens, the screen and the log say why, the alarm is kept, and it starts again."""
    if subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    config, settings = warehouse(tmp_path)
    kept = settings.folder.rename(tmp_path / "kept")
    settings.folder.mkdir()
    words = (str(settings.folder), str(kept), sys.executable, HASTY, str(config))
    command = ("unshare", "-rm", "sh", "-c", ON_A_DISK_OF_ITS_OWN, "sh", *words)
    with running(config, settings, instead=command) as kiosk:
        is_about_to_open(kiosk)
        disk = Path(f"/proc/{kiosk.child.pid}/root{settings.folder}")
        fill_up(disk)
        said = halts_and_ends(kiosk, disk, tmp_path / "seen")
    assert "the disk is full, " in said
    opened_nothing(tmp_path / "seen", said)


def test_p1_a_grant_whose_own_line_is_not_taken_moves_no_bolt(tmp_path: Path) -> None:
    """There seems to be room, and the very line that would release the cable does not fit."""
    config, settings = warehouse(tmp_path)
    with running(
        config, settings, instead=(sys.executable, "-I", "-c", HASTY, str(config))
    ) as kiosk:
        is_about_to_open(kiosk)
        size = (settings.folder / "journal.lines").stat().st_size
        resource.prlimit(kiosk.child.pid, resource.RLIMIT_FSIZE, (size, size))
        said = halts_and_ends(kiosk, settings.folder, tmp_path / "seen")
    assert "the file may not grow any more, EFBIG" in said
    opened_nothing(tmp_path / "seen", said)
