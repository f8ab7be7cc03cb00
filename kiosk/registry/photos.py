"""Photos of marks: files beside the book, each called by the SHA-256 of what is in it.

A photo is whole on the disk before an entry may name it, and is never changed. One that no entry
names a day later is thrown out; one that an entry names is never touched. A card that was swapped
may bring a book without its photos: whoever asks is told that one is not there.
"""

import contextlib
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.registry.files import sync_folder, write_all, write_whole
from kiosk.registry.photo_form import BYTES_MAX, NoPicture, Picture, recognised

FOLDER = "photos"
ROOM_BYTES = 128 << 20
"""With less than this free no photo is taken: issuing stops at 64 MiB, and no photo leads there."""

ORPHAN_MS = 24 * 3_600_000
"""How long a photo waits for the entry that names it. It takes a second; a day, so that no clock
that is set forward by hours throws one out in between. Ours."""

WAITING_MAX = 32
"""Photos that no entry names yet, at once, and pieces of such: whoever sends more waits. Ours."""

_UNNAMED = ".unnamed"
"""Ends the name of an empty file that says which photo no entry names yet."""

_NAME = re.compile(r"[0-9a-f]{64}")


class NotKept(Exception):
    """A photo that was not kept, and why. `reason`: a name that pages have a sentence for."""

    def __init__(self, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo that is durable. `photo`: its SHA-256."""

    photo: str
    picture: Picture


class Photos:
    """The photos beside one book. Any thread."""

    def __init__(
        self,
        folder: Path,
        *,
        named: Callable[[str], bool],
        free_bytes: Callable[[], int],
        wall_ms: Callable[[], int],
    ) -> None:
        """Look after the photos of a book; its folder is made with the first one.

        Args:
            folder: the folder of the book.
            named: whether an entry names a photo.
            free_bytes: what the disk still takes.
            wall_ms: the time, for how old a photo is.
        """
        self._folder, self._coming = folder / FOLDER, folder / FOLDER / "coming"
        self._named, self._free_bytes, self._wall_ms = named, free_bytes, wall_ms
        self._turn = threading.Lock()

    def has(self, photo: str) -> bool:
        """Return whether a photo is there."""
        return bool(_NAME.fullmatch(photo)) and self._path(photo).is_file()

    def read(self, photo: str) -> tuple[bytes, Picture] | None:
        """Return a photo, or None when it is not there or is not what its name says."""
        if not self.has(photo):
            return None
        try:
            content = self._path(photo).read_bytes()
            if sha256(content).hexdigest() != photo:
                return None
            return content, recognised(content)
        except (OSError, NoPicture):
            return None

    def take_piece(self, upload: str, offset: int, piece: bytes) -> None:
        """Take one piece of a photo that comes in pieces, in order; the first begins anew.

        Args:
            upload: what the sender calls it: 64 hexadecimal digits nobody else has.
            offset: how much of it was sent before.
            piece: the next bytes.

        Raises:
            NotKept: `upload_broken`, `picture_too_large`, `no_room` or `too_many_uploads`.
        """
        if not _NAME.fullmatch(upload):
            raise NotKept("upload_broken")
        if offset + len(piece) > BYTES_MAX:
            self._forget(upload)
            raise NotKept("picture_too_large")
        with self._turn, _disk():
            path = self._coming / upload
            if offset == 0:
                self._make_room()
                path.unlink(missing_ok=True)
            if (path.stat().st_size if path.exists() else 0) != offset:
                raise NotKept("upload_broken")
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                write_all(handle, piece)
            finally:
                os.close(handle)
            self._stamp(path)

    def keep(self, upload: str) -> Kept:
        """Keep a photo whose pieces all came: whole, durable, under the name of its content.

        Raises:
            NotKept: `upload_broken` or `no_room`, or as `NoPicture` says.
        """
        if not _NAME.fullmatch(upload):
            raise NotKept("upload_broken")
        with self._turn, _disk():
            try:
                content = (self._coming / upload).read_bytes()
                return self._kept(content)
            except FileNotFoundError:
                raise NotKept("upload_broken") from None
            except NoPicture as wrong:
                raise NotKept(wrong.reason) from wrong
            finally:
                (self._coming / upload).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Throw out what no entry names and is a day old; return how many that were."""
        with self._turn, _disk():
            return self._sweep()

    def _kept(self, content: bytes) -> Kept:
        picture = recognised(content)
        content = content[: picture.size]
        photo = sha256(content).hexdigest()
        path = self._path(photo)
        self._say_unnamed(photo)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o750)
            sync_folder(self._folder)
        write_whole(path, content)
        return Kept(photo, picture)

    def _say_unnamed(self, photo: str) -> None:
        """Remember, before it is there, that no entry names a photo yet: none is forgotten."""
        waiting = self._coming / f"{photo}{_UNNAMED}"
        waiting.touch(mode=0o600)
        self._stamp(waiting)
        sync_folder(self._coming)

    def _make_room(self) -> None:
        if self._free_bytes() < ROOM_BYTES + BYTES_MAX:
            raise NotKept("no_room")
        if not self._coming.exists():
            self._coming.mkdir(mode=0o750, parents=True)
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
        self._sweep()
        if len([*self._coming.iterdir()]) >= WAITING_MAX:
            raise NotKept("too_many_uploads")

    def _sweep(self) -> int:
        """Throw out what is old; forget what was named. What an entry names is not looked at."""
        thrown = 0
        for path in self._coming.glob("*"):
            photo = path.name.removesuffix(_UNNAMED)
            is_photo = photo != path.name
            if is_photo and self._named(photo):
                path.unlink()
            elif self._wall_ms() - path.stat().st_mtime * 1000 > ORPHAN_MS:
                if is_photo:
                    self._path(photo).unlink(missing_ok=True)
                path.unlink()
                thrown += 1
        return thrown

    def _stamp(self, path: Path) -> None:
        """Say when a file came, by the one clock that also says how old it is."""
        now_s = self._wall_ms() / 1000
        os.utime(path, (now_s, now_s))

    def _forget(self, upload: str) -> None:
        with self._turn, _disk():
            (self._coming / upload).unlink(missing_ok=True)

    def _path(self, photo: str) -> Path:
        return self._folder / photo[:2] / photo


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    """Turn a disk that does not take a photo into a reason."""
    try:
        yield
    except OSError as wrong:
        raise NotKept("no_room") from wrong
