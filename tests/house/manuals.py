"""A manual in two languages: its sections, and which words of the screens it quotes.

What stands in bold in docs/manual is said to stand on a screen, so that it must: a button, a
heading, a label, or a sentence of the kiosk. "…" stands for what the screen fills in.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.service.sentences import BOOKS as SENTENCES
from kiosk.service.stories import BOOKS as STORIES
from tests.house.tree import ROOT
from web_ui.languages import words_in

FACE = ROOT / "web_ui"

Spoken = Mapping[str, str]
"""What a key says."""

_BOLD = re.compile(r"\*\*(.+?)\*\*", flags=re.DOTALL)
_ASKED = re.compile(r"[\"']([a-z_]+\.[a-zA-Z_0-9.]*)[\"'{]")
_PLACE = re.compile(r"\\\{[a-z_]+\\\}")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a manual: how it is built, and what it quotes, in order."""

    title: str
    steps: int
    points: int
    rows: int
    quotes: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """What must be the same in the other language."""
        return self.steps, self.points, self.rows, len(self.quotes)


def sections(page: str) -> Iterator[Section]:
    """Return the sections of a manual; what stands before the first heading is one too."""
    for part in re.split(r"^#+ ", page, flags=re.MULTILINE):
        title, _, body = part.partition("\n")
        yield Section(
            title.strip(),
            len(re.findall(r"^\d+\. ", body, flags=re.MULTILINE)),
            len(re.findall(r"^- ", body, flags=re.MULTILINE)),
            len(re.findall(r"^\|", body, flags=re.MULTILINE)),
            tuple(" ".join(quote.split()) for quote in _BOLD.findall(body)),
        )


def said_on_screens(language: str) -> dict[str, str]:
    """Return everything that a screen can say in a language, by its key."""
    words = words_in(language)
    said = {key: words(key) for key in shown(words.keys())}
    return said | dict(_of_sentences(language)) | dict(_of_stories(language))


def shown(keys: Iterable[str]) -> frozenset[str]:
    """Return the keys of the words that some page asks for: a word that is left over says nothing.

    The words of the bench are not among them: no warehouse has one.
    """
    keys = frozenset(keys)
    faces = (path for path in FACE.rglob("*") if path.suffix in {".html", ".py"})
    asked = {found for path in faces for found in _ASKED.findall(path.read_text("utf-8"))}
    begun = tuple(asked - keys)  # the rest of it is put together there: "state." and a state
    said = (key for key in keys if key in asked or key.startswith(begun))
    return frozenset(key for key in said if not key.startswith("bench."))


def _of_sentences(language: str) -> Iterator[tuple[str, str]]:
    for book in _read(SENTENCES):
        for group, entries in book.items():
            for name, entry in entries.items():
                parts = entry[language] if group != "recorded" else [entry[language]]
                yield from ((f"{group}.{name}.{n}", part) for n, part in enumerate(parts))


def _of_stories(language: str) -> Iterator[tuple[str, str]]:
    """Return the words inside the sentences: a form offers them too, to choose from."""
    for book in _read(STORIES):
        for name, entry in book.get("word", {}).items():
            yield f"word.{name}", entry[language]


def _read(books: tuple[Path, ...]) -> Iterator[dict[str, Any]]:
    for book in books:
        yield tomllib.loads(book.read_text("utf-8"))


def keys_of(quote: str, spoken: Spoken) -> frozenset[str]:
    """Return the keys that say a quote, whatever they fill their places with."""
    plain = _closed(quote)
    return frozenset(
        key for key, text in spoken.items() if plain == _closed(text) or _fits(text, plain)
    )


def _fits(text: str, quote: str) -> bool:
    if "{" not in text:
        return False
    pattern = _PLACE.sub(r"(?:…|\\d+)", re.escape(_closed(text)))
    return re.fullmatch(pattern, quote) is not None


def _closed(text: str) -> str:
    """Return a text without the full stop that a sentence in a sentence loses."""
    return " ".join(text.split()).rstrip(".។")
