"""Places in a file of ours: how a complaint names one, and in which line it stands.

A kiosk that starts ends at the first complaint; `kiosk config check` keeps them all.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.rules.broken import ConfigWrong

Path = tuple[str | int, ...]
"""Keys from the top of a file; a table of an array by its number, from 0."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_LONG = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file. `said`: how a complaint begins that names it; `file`: where it stands."""

    said: str
    path: Path = ()
    file: str = ""

    def at(self, key: str) -> "Place":
        """Return the place of a key in this table."""
        return Place(f"{self.said}, {key}", (*self.path, key), self.file)

    def row(self, number: int) -> "Place":
        """Return the place of a table of this array, by its number from 1."""
        return Place(f"{self.said} {number}", (*self.path, number - 1), self.file)


def section(file: str, key: str, *, many: bool = False) -> Place:
    """Return the place of a section: `[key]`, or with `many` an array of tables, `[[key]]`."""
    return Place(f"{file}: [[{key}]]" if many else f"{file}: [{key}]", (key,), file)


class WrongAt(ConfigWrong):
    """A file is wrong at a place: names file, key and what was expected."""

    def __init__(self, place: Place, why: str) -> None:
        """Keep both, and say both."""
        super().__init__(f"{place.said}: {why}" if place.said else why)
        self.place, self.why = place, why


@dataclass
class Complaints:
    """What is wrong with a file. Without `keep` the first complaint is raised."""

    keep: bool = False
    kept: list[WrongAt] = field(default_factory=list)

    def add(self, place: Place, why: str) -> None:
        """Complain.

        Raises:
            WrongAt: nobody keeps complaints.
        """
        wrong = WrongAt(place, why)
        if not self.keep:
            raise wrong
        self.kept.append(wrong)

    def add_said(self, wrong: ConfigWrong, place: Place) -> None:
        """Complain in words that were said already, file and all; the line is that of `place`.

        Raises:
            ConfigWrong: nobody keeps complaints.
        """
        if not self.keep:
            raise wrong
        self.kept.append(WrongAt(Place("", place.path, place.file), str(wrong)))

    def about(self, *sections: str) -> bool:
        """Return whether anything in one of these sections is wrong."""
        return any(wrong.place.path[:1] == (each,) for wrong in self.kept for each in sections)


RAISED = Complaints()
"""Nobody keeps complaints: a file that is wrong is of no use."""


def line_of(text: str, path: Path) -> int:
    """Return the line of a TOML file in which a place stands, or else of what it stands in.

    Args:
        text: of the file, which tomllib has read.
        path: what is looked for; of a key that is missing the line of its table is returned.

    Returns:
        The line, the first one is 1; 0 when not even the section is there.
    """
    lines: dict[Path, int] = {}
    for found, line in _places(text):
        for length in range(1, len(found) + 1):
            lines.setdefault(found[:length], line)
    known = (path[:length] for length in range(len(path), 0, -1))
    return next((lines[begins] for begins in known if begins in lines), 0)


def _places(text: str) -> Iterator[tuple[Path, int]]:
    """Yield every header and every key at the beginning of a line, with its line."""
    many: Counter[str] = Counter()
    table: Path = ()
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        inside, quote = bool(quote), _still_quoted(line, quote)
        if inside:
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None:
            names = _names(header[2])
            if header[1] == "[[" and len(names) == 1:
                many[names[0]] += 1
            table = (names[0], *_row(many, names[0]), *names[1:])
            yield table, number
        elif key is not None:
            yield (*table, *_names(key[1])), number


def _row(many: Counter[str], name: str) -> tuple[int, ...]:
    """Return which table of an array is spoken of: the newest one."""
    return (many[name] - 1,) if name in many else ()


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def _still_quoted(line: str, quote: str) -> str:
    """Return the sign of a text of many lines that is still open after a line, or nothing."""
    for found in _LONG.findall(line):
        if not quote:
            quote = found
        elif found == quote:
            quote = ""
    return quote
