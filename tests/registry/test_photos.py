"""Photos beside the book: whole and durable before an entry may name one, or not there at all."""

import errno
import os
import subprocess
import sys
import textwrap
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.registry import photos as module
from kiosk.registry.photo_form import recognised
from kiosk.registry.photos import ORPHAN_MS, WAITING_MAX, NotKept, Photos
from tests.registry.pictures import JPEG, PICTURES, PNG

ROOT = Path(__file__).parents[2]
UPLOAD = "0" * 64


class Album:
    """Photos in a folder, with a clock, a disk and a book that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now_ms = 1_750_000_000_000
        self.free = 1 << 40
        self.named = set[str]()
        self.photos = Photos(
            folder,
            named=lambda photo: photo in self.named,
            free_bytes=lambda: self.free,
            wall_ms=lambda: self.now_ms,
        )

    def send(self, content: bytes, upload: str = UPLOAD, *, size: int = 100) -> str:
        for offset in range(0, len(content), size):
            self.photos.take_piece(upload, offset, content[offset : offset + size])
        return self.photos.keep(upload).photo

    def files(self) -> set[str]:
        return {path.name for path in (self.folder / "photos").glob("??/*")}


@pytest.fixture
def album(tmp_path: Path) -> Album:
    return Album(tmp_path)


def why(refused: pytest.ExceptionInfo[NotKept]) -> str:
    return refused.value.reason


@pytest.mark.promise("P12")
@pytest.mark.parametrize("kind", PICTURES)
def test_a_photo_comes_back_byte_for_byte_under_the_name_of_its_content(
    kind: str, album: Album
) -> None:
    photo = album.send(PICTURES[kind])
    assert photo == sha256(PICTURES[kind]).hexdigest()
    found = album.photos.read(photo)
    assert found is not None
    assert (found[0], found[1].kind) == (PICTURES[kind], kind)


def test_of_a_picture_that_is_a_page_too_the_picture_is_kept(album: Album) -> None:
    photo = album.send(JPEG + b"<html><script>alert(1)</script>")
    assert photo == sha256(JPEG).hexdigest()
    assert album.photos.read(photo) == (JPEG, recognised(JPEG))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"<svg xmlns='x'/>", "not_a_picture"), (JPEG[:-9], "picture_cut_short")],
)
def test_what_is_no_whole_picture_leaves_nothing_behind(
    content: bytes, reason: str, album: Album
) -> None:
    with pytest.raises(NotKept) as refused:
        album.send(content)
    assert why(refused) == reason
    assert album.files() == set()
    assert [*(album.folder / "photos" / "coming").iterdir()] == []


def test_the_same_photo_twice_is_one_file(album: Album) -> None:
    assert album.send(PNG) == album.send(PNG, "1" * 64)
    assert len(album.files()) == 1


def test_a_photo_that_never_ends_is_refused_and_forgotten(album: Album) -> None:
    piece = bytes(1 << 20)
    for turn in range(8):
        album.photos.take_piece(UPLOAD, turn << 20, piece)
    with pytest.raises(NotKept) as refused:
        album.photos.take_piece(UPLOAD, 8 << 20, piece)
    assert why(refused) == "picture_too_large"
    assert [*(album.folder / "photos" / "coming").iterdir()] == []


@pytest.mark.parametrize("offset", [50, 101, 300])
def test_a_piece_that_is_missing_or_comes_twice_is_noticed(offset: int, album: Album) -> None:
    album.photos.take_piece(UPLOAD, 0, JPEG[:100])
    with pytest.raises(NotKept) as refused:
        album.photos.take_piece(UPLOAD, offset, JPEG[100:200])
    assert why(refused) == "upload_broken"


def test_an_upload_begins_anew_with_its_first_piece(album: Album) -> None:
    album.photos.take_piece(UPLOAD, 0, JPEG[:100])
    assert album.send(JPEG) == sha256(JPEG).hexdigest()


@pytest.mark.parametrize(
    "upload", ["", "x" * 64, "../../kiosk.key", "0" * 63, "0" * 64 + ".unnamed"]
)
def test_no_name_that_is_sent_leads_out_of_the_folder(upload: str, album: Album) -> None:
    for act in (
        lambda: album.photos.take_piece(upload, 0, b"x"),
        lambda: album.photos.keep(upload),
    ):
        with pytest.raises(NotKept) as refused:
            act()
        assert why(refused) == "upload_broken"
    assert not album.photos.has(upload)
    assert album.photos.read(upload) is None


def test_nothing_is_kept_of_what_never_came(album: Album) -> None:
    with pytest.raises(NotKept) as refused:
        album.photos.keep(UPLOAD)
    assert why(refused) == "upload_broken"


def test_a_photo_that_was_changed_on_the_disk_is_not_shown(album: Album) -> None:
    photo = album.send(JPEG)
    path = album.folder / "photos" / photo[:2] / photo
    path.write_bytes(PNG)
    assert album.photos.has(photo)
    assert album.photos.read(photo) is None
    path.unlink()
    assert not album.photos.has(photo)
    assert album.photos.read(photo) is None


# ---------------------------------------------------------------- the disk
@pytest.mark.promise("P8")
def test_no_photo_is_taken_where_issuing_is_about_to_stop(album: Album) -> None:
    album.free = module.ROOM_BYTES
    with pytest.raises(NotKept) as refused:
        album.send(JPEG)
    assert why(refused) == "no_room"
    assert not (album.folder / "photos").exists()


@pytest.mark.promise("P8")
@pytest.mark.parametrize("fails", ["write_all", "sync_folder", "write_whole"])
def test_a_disk_that_does_not_take_it_is_said_and_no_photo_is_there(
    fails: str, album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module, fails, full)
    with pytest.raises(NotKept) as refused:
        album.send(JPEG)
    assert why(refused) == "no_room"
    assert album.files() == set()


ON_A_FULL_DISK = """
    import sys
    from pathlib import Path
    from kiosk.registry.photos import NotKept, Photos
    from tests.registry.pictures import JPEG

    folder = Path(sys.argv[1])
    photos = Photos(folder, named=lambda _: False, free_bytes=lambda: 1 << 40, wall_ms=lambda: 0)
    photos.take_piece("0" * 64, 0, JPEG)
    print(photos.keep("0" * 64).photo)
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError as wrong:
            assert wrong.errno == 28, wrong
    try:
        for offset in range(0, 7 << 20, 1 << 16):
            photos.take_piece("1" * 64, offset, bytes(1 << 16))
    except NotKept as refused:
        print(refused.reason)
"""


@pytest.mark.promise("P8")
def test_on_a_disk_that_is_full_no_half_of_a_photo_is_kept(tmp_path: Path) -> None:
    """A file system of its own, mounted where nobody else sees it."""
    script = tmp_path / "full.py"
    script.write_text(textwrap.dedent(ON_A_FULL_DISK), encoding="utf-8")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = f'mount -t tmpfs -o size=2m none {disk} && exec "$0" {script} {disk}'
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, sys.executable],
        capture_output=True, text=True, check=False, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    if done.returncode and "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount a disk of their own")
    assert done.stderr == ""
    assert done.stdout.split() == [sha256(JPEG).hexdigest(), "no_room"]


# ---------------------------------------------------------------- what no entry names
def test_a_photo_that_no_entry_names_goes_after_a_day_and_not_before(album: Album) -> None:
    photo = album.send(JPEG)
    album.now_ms += ORPHAN_MS
    assert album.photos.sweep() == 0
    assert album.photos.has(photo)
    album.now_ms += 1_000
    assert album.photos.sweep() == 1
    assert not album.photos.has(photo)


def test_a_photo_that_an_entry_names_stays_for_ever(album: Album) -> None:
    photo = album.send(JPEG)
    album.named.add(photo)
    album.now_ms += 400 * ORPHAN_MS
    assert album.photos.sweep() == 0
    album.named.clear()  # the book that named it is not at hand: it is never asked again
    assert album.photos.sweep() == 0
    assert album.photos.has(photo)


def test_half_an_upload_goes_after_a_day(album: Album) -> None:
    album.photos.take_piece(UPLOAD, 0, JPEG[:100])
    album.now_ms += ORPHAN_MS + 1_000
    assert album.photos.sweep() == 1


def test_whoever_sends_photos_and_names_none_is_stopped_and_nobody_else(album: Album) -> None:
    """A face that was taken over fills no disk; what it sent goes after a day."""
    for turn in range(WAITING_MAX):
        album.photos.take_piece(f"{turn:064}", 0, b"x")
    with pytest.raises(NotKept) as refused:
        album.photos.take_piece(UPLOAD.replace("0", "f"), 0, b"x")
    assert why(refused) == "too_many_uploads"
    album.now_ms += ORPHAN_MS + 1_000
    assert album.send(PNG)


def test_every_file_is_durable_before_its_name_and_its_name_before_it_is_told(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry that names a photo is written by whoever heard that it is kept."""
    done: list[str] = []
    fsync = os.fsync

    def synced(handle: int) -> None:
        done.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    photo = album.send(JPEG)
    assert done[-2:] == [f"{photo}.new", photo[:2]]
    assert "coming" in done[:-2], "that nobody names it yet is not forgotten either"
