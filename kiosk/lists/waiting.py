"""The lists that wait beside a book: the file as it came, and what was found in it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.cards.table_file import TableWrong
from kiosk.lists.file import NAME_DIGITS, Judged, digest_of, judged
from kiosk.registry.files import sync_folder, write_whole
from kiosk.rules.national import NationalList
from kiosk.spelling import plain, thing

FOLDER = "lists"
LIST, FOUND = "list.csv", "found.json"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a list, what its file was called, and who brought it.

    `unread`: why it is no list at all, as a word; `detail`: the same as a sentence.
    """

    judged: Judged
    file: str
    by: str
    unread: str = ""
    detail: str = ""

    @property
    def listing(self) -> NationalList:
        """The list as it is let in."""
        return self.judged.listing(self.file, self.by)

    @property
    def good(self) -> bool:
        """Whether it can be let in."""
        return not (self.judged.bad or self.unread)


@dataclass(frozen=True, slots=True)
class WaitingList:
    """One list beside a book, in a folder of its own."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file, byte for byte."""
        return self.folder / LIST

    @property
    def found(self) -> Found | None:
        """What was found in it, once somebody looked."""
        try:
            said = json.loads((self.folder / FOUND).read_bytes())
        except FileNotFoundError:
            return None
        found: Found = thing(Found, said)
        return found


def waiting_in(book: Path) -> Iterator[WaitingList]:
    """Yield every list that was judged beside a book, by name."""
    for found in sorted((book / FOLDER).glob(f"*/{FOUND}")):
        yield WaitingList(found.parent)


def waiting(book: Path, name: str) -> WaitingList | None:
    """Return a list by its name, which is looked for and never made a path of."""
    return next((one for one in waiting_in(book) if one.folder.name == name), None)


def look_into(path: Path, file: str, by: str, today: date) -> Found:
    """Judge a file; one that is no list says why.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return Found(judged(path, today), file, by)
    except TableWrong as wrong:
        digest = digest_of(path)
        nothing = Judged(digest[:NAME_DIGITS], digest, 0, 0)
        return Found(nothing, file, by, wrong.why, f"{wrong}.")


def lay_down(path: Path, found: Found, book: Path) -> WaitingList:
    """Keep a list that was judged beside the book, durably.

    Raises:
        TableWrong: it was changed while it was read.
        OSError: the disk does not take it.
    """
    folder = book / FOLDER / found.judged.name
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    kept = WaitingList(folder)
    if path != kept.path:
        write_whole(kept.path, path.read_bytes())
    if digest_of(kept.path) != found.judged.sha256:
        raise TableWrong(f"{path} was changed while it was read. Import it once more", "cut_off")
    write_whole(folder / FOUND, json.dumps(plain(found)).encode())
    sync_folder(folder.parent)
    return kept


def remove(kept: WaitingList) -> None:
    """Forget a list that is not in the book.

    Raises:
        OSError: the disk does not do it.
    """
    shutil.rmtree(kept.folder)
