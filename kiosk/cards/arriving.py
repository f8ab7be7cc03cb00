"""Lists that arrive in pieces, from a page: kept where their stack will be, until they are whole.

A piece that is not the next one changes nothing, so that whoever was cut off asks how much is here
and goes on. What arrives is bytes; nobody looks into it before its SHA-256 is what was said.
"""

import json
import re
import shutil
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.cards.stage import STACK_DIGITS
from kiosk.registry.files import write_whole
from kiosk.registry.space import ROOMY_BYTES, Space
from kiosk.service.cards.views import LIST_MAX, Arrived, Piece

LIST, SAID = "arriving", "arriving.json"
ARRIVING_MAX = 8
"""Lists that may be on their way at once; each may be as long as `LIST_MAX`. Ours."""

_TIMES = 4
"""What a list takes on the disk, of its own size: itself twice, and what it was judged. Ours."""

_NAME_MAX = 120
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STACK = re.compile(rf"[0-9a-f]{{{STACK_DIGITS}}}")
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Expected:
    """What was said of a list when its first piece came."""

    sha256: str
    file: str
    size: int
    by: str


def is_stack_name(name: str) -> bool:
    """Return whether a text can be the name of a stack, and so of a folder of ours."""
    return _STACK.fullmatch(name) is not None


class Arriving:
    """The lists that arrive in one folder of stacks. Any thread."""

    def __init__(self, place: Path) -> None:
        """Keep them in `place`, each in the folder of its stack."""
        self._place = place
        self._one = threading.Lock()

    def expected(self, name: str) -> Expected | None:
        """Return what was said of a list that arrives, or has and was not judged yet."""
        try:
            said = json.loads((self._place / name / SAID).read_bytes())
        except FileNotFoundError:
            return None
        return Expected(**said)

    def here(self, name: str) -> int:
        """Return how many bytes of a list are here."""
        try:
            return self.list(name).stat().st_size
        except FileNotFoundError:
            return 0

    def list(self, name: str) -> Path:
        """Return where a list lies that arrives."""
        return self._place / name / LIST

    def names(self) -> tuple[str, ...]:
        """Return the stacks whose lists arrive."""
        found = self._place.glob(f"*/{SAID}")
        return tuple(sorted(one.parent.name for one in found if is_stack_name(one.parent.name)))

    def asked(self, digest: str) -> Arrived:
        """Return how much of a list is here already, by its SHA-256."""
        if _SHA256.fullmatch(digest) is None:
            return Arrived(why="other_file")
        name = digest[:STACK_DIGITS]
        known = self.expected(name)
        if known is None:
            return Arrived()
        if known.sha256 != digest:
            return Arrived(why="other_file")
        here = self.here(name)
        return Arrived(here, name if here == known.size else "")

    def take(self, by: str, piece: Piece) -> Arrived:
        """Put a piece behind those that are here; `name` is told once the list is whole.

        Raises:
            OSError: the disk does not take it.
        """
        with self._one:
            told = self.asked(piece.sha256)
            if told.why or told.name:
                return told
            name = piece.sha256[:STACK_DIGITS]
            known = self.expected(name)
            if known is None:
                refused = self._begun(by, name, piece)
                if refused:
                    return Arrived(why=refused)
                known = Expected(piece.sha256, piece.file, piece.size, by)
            if piece.offset != told.offset:
                return told
            if told.offset + len(piece.content) > known.size:
                return Arrived(told.offset, why="other_file")
            with self.list(name).open("ab") as file:
                file.write(piece.content)
            here = told.offset + len(piece.content)
            return self._whole(name, known) if here == known.size else Arrived(here)

    def forget(self, name: str) -> None:
        """Forget a list that arrives, and nothing else of its stack.

        Raises:
            OSError: the disk does not do it.
        """
        for path in (self._place / name / SAID, self.list(name)):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # its stack stays there
            (self._place / name).rmdir()

    def remove(self, name: str) -> None:
        """Remove a stack with everything that belongs to it.

        Raises:
            OSError: the disk does not do it.
        """
        assert is_stack_name(name), "a folder of ours, and no other"
        shutil.rmtree(self._place / name, ignore_errors=False)

    def _begun(self, by: str, name: str, piece: Piece) -> str:
        """Make room for a list; return why there is none, as a word."""
        if piece.size > LIST_MAX:
            return "too_large"
        if piece.size == 0:
            return "empty"
        self._place.mkdir(mode=0o750, parents=True, exist_ok=True)
        roomy = Space(self._place).free_bytes() > _TIMES * piece.size + ROOMY_BYTES
        if not roomy or len(self.names()) >= ARRIVING_MAX:
            return "no_room"
        (self._place / name).mkdir(mode=0o750, exist_ok=True)
        said = Expected(piece.sha256, _printable(piece.file), piece.size, by)
        self.list(name).unlink(missing_ok=True)
        write_whole(self._place / name / SAID, json.dumps(asdict(said)).encode())
        return ""

    def _whole(self, name: str, known: Expected) -> Arrived:
        """Compare a list with its SHA-256; one that is another is not kept."""
        digest = sha256()
        with self.list(name).open("rb") as file:
            while piece := file.read(_READ):
                digest.update(piece)
        if digest.hexdigest() == known.sha256:
            return Arrived(known.size, name)
        self.forget(name)
        return Arrived(why="other_file")


def _printable(name: str) -> str:
    """Return what a list was called, as it may stand on a page and in the book."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable()).strip()
    return kept[:_NAME_MAX] or "list"
