"""What the tests of a broken world share: every command, its codes, the words that are not ours.

`assert_says` is how one command is seen to say a sentence with a cure.
"""

import re
from collections.abc import Callable
from pathlib import Path

from tests.commands.typed import typed

BROKEN, REFUSED, FORBIDDEN, LATER, CONFIG = 3, 1, 4, 75, 78

Words = tuple[str, ...]

READERS: tuple[Words, ...] = (
    ("officers", "list"),
    ("officers", "show", "0041207"),
    ("weapons", "list"),
)
WRITERS: tuple[Words, ...] = (
    ("officers", "add", "9", "New"),
    ("missions", "add", "M-1", "7", "--from", "2026-11-22T06:00", "--until", "2026-11-23T06:00"),
)
NUMBERED: tuple[Words, ...] = (("weapons", "add", "AK-47", "rifle", "9"),)
REBUILDS: tuple[Words, ...] = (("rebuild", "lines"), ("rebuild", "database"), ("rebuild", "tables"))
VERIFIES: tuple[Words, ...] = (("verify",), ("verify", "--chain-only"), ("verify", "--json"))
ASKING: tuple[Words, ...] = (("status",), ("badge", "enrol", "0041207"))
ALL = (*READERS, *WRITERS, *NUMBERED, *REBUILDS, *VERIFIES, *ASKING, ("run",))

FOREIGN = re.compile(
    r"Traceback|Errno|No such file|Permission denied|Is a directory|Not a directory|No space left"
    r"|readonly database|not a database|disk image|disk I/O|unable to open|no such table"
    r"|disk is full\)|codec|invalid start|recursion|embedded null",
)
"""Words that are not ours. `No such file` stays where the hatch says why nobody answers."""

Spoil = Callable[[Path], object]


def assert_says(config: Path, words: Words, code: int, expected: str) -> None:
    """See what one command says and how it ends."""
    result = typed(*words, "--config", config)
    assert result.exit_code == code, (words, result.output)
    assert expected in result.output, (words, result.output)
    assert not FOREIGN.search(result.output), (words, result.output)


def make_folder(path: Path) -> None:
    """Put a folder where a file was."""
    path.unlink()
    path.mkdir()
