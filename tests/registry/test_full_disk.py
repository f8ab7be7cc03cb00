"""A disk that runs full: the journal stops, the alarms are kept, and the ballast makes room."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kiosk.registry.ring import SIZE, Ring
from kiosk.registry.space import BALLAST_BYTES, Space
from tests.registry.samples import open_here

ROOT = Path(__file__).parents[2]

ON_A_FULL_DISK = """
    import sys
    from pathlib import Path
    from kiosk.rules.broken import BookUnwritable
    from tests.registry.samples import fill, open_here

    folder = Path(sys.argv[1])
    book = open_here(folder)
    assert not (folder / "ballast").exists(), "so small a disk takes no ballast on"
    (folder / "ballast").write_bytes(bytes(4 << 20))
    fill(book, 5)
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError as wrong:
            assert wrong.errno == 28, wrong
    assert book.free_bytes() == 0
    written = 5
    try:
        while True:
            fill(book, 1)
            written += 1
    except BookUnwritable as wrong:
        print(wrong)
    for number in range(200):
        book.ring.write(f"cable 1 forced {number}")
    assert len(book.ring.read()) == 128
    book.close()
    book = open_here(folder)
    assert not (folder / "ballast").exists(), "a start on a full disk throws it out"
    assert book.head.seq in (written, written + 1), (book.head, written)
    assert book.ring.read()[-1].text == "cable 1 forced 199"
    fill(book, 100)
    book.close()
    print("returns went on")
"""


@pytest.mark.promise("P8")
def test_on_a_disk_of_8_mib_that_is_full_nothing_is_lost_and_the_ballast_makes_room(
    tmp_path: Path,
) -> None:
    """A file system of its own, mounted where nobody else sees it."""
    allowed = subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True)
    if allowed.returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    script = tmp_path / "full.py"
    script.write_text(textwrap.dedent(ON_A_FULL_DISK))
    (tmp_path / "disk").mkdir()
    command = 'mount -t tmpfs -o size=8m none "$1"/disk && exec "$2" "$1"/full.py "$1"/disk'
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command, "sh", str(tmp_path), sys.executable],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 0, ran.stderr
    assert "may not be durable" in ran.stdout
    assert "No space left on device" in ran.stdout or "disk is full" in ran.stdout
    assert ran.stdout.endswith("returns went on\n")


def test_the_ballast_is_laid_down_once_and_thrown_out_once(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    assert (tmp_path / "ballast").stat().st_size == BALLAST_BYTES
    assert book.free_bytes() > BALLAST_BYTES
    assert book.release_ballast() == BALLAST_BYTES
    assert book.release_ballast() == 0
    book.close()


def test_no_ballast_is_taken_on_where_room_is_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Space, "free_bytes", lambda _: BALLAST_BYTES - 1)
    book = open_here(tmp_path)
    assert not (tmp_path / "ballast").exists()
    book.close()


@pytest.mark.promise("P8")
def test_the_ring_keeps_its_newest_128_lines_and_its_size(tmp_path: Path) -> None:
    path = tmp_path / "alarms.ring"
    ring = Ring(path)
    assert ring.read() == ()
    for number in range(300):
        ring.write(f"alarm {number}")
    assert [line.text for line in ring.read()] == [f"alarm {n}" for n in range(172, 300)]
    assert path.stat().st_size == SIZE
    ring.close()
    ring = Ring(path)
    ring.write("after a start")
    assert ring.read()[-1].number == 301
    ring.close()


def test_a_line_too_long_for_the_ring_loses_its_end_and_no_half_letter(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "alarms.ring")
    ring.write("ក" * 400)
    (line,) = ring.read()
    assert line.text == "ក" * 166
    ring.close()


def test_a_torn_line_of_the_ring_is_left_out(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "alarms.ring")
    for text in ("one", "two", "three"):
        ring.write(text)
    ring.close()
    content = bytearray((tmp_path / "alarms.ring").read_bytes())
    content[2 * 512 + 16] ^= 1
    (tmp_path / "alarms.ring").write_bytes(content)
    ring = Ring(tmp_path / "alarms.ring")
    assert [line.text for line in ring.read()] == ["one", "three"]
    ring.close()


def test_a_ring_of_the_wrong_size_is_laid_out_again(tmp_path: Path) -> None:
    (tmp_path / "alarms.ring").write_bytes(b"short")
    ring = Ring(tmp_path / "alarms.ring")
    assert ring.read() == ()
    ring.close()
