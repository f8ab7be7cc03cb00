"""The words on buttons and headings, Khmer first.

What happened is said by `kiosk.service.sentences`, in the same words everywhere.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

LANGUAGES = ("km", "en")
"""The languages a screen speaks; the first is the one it starts with."""

_FOLDER = Path(__file__).with_name("translations")
"""The words of a language stand in `km.toml`, those of a room of pages in `km_ROOM.toml`."""


class Words:
    """The words of one language: `words("choose.take_out")`, `words("pin.tries", n=3)`.

    A word nobody wrote raises KeyError: that is a page with a hole, and a test finds it.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = {
            key: word
            for book in sorted(_FOLDER.glob(f"{language}*.toml"))
            for key, word in _flat(tomllib.loads(book.read_text("utf-8")))
        }

    def __call__(self, key: str, **places: object) -> str:
        """Return a word, its places filled."""
        word = self._words[key]
        for place, value in places.items():
            word = word.replace("{" + place + "}", str(value))
        return word

    def or_plain(self, key: str, plain: str) -> str:
        """Return a word, or `plain` where none was written: for wire names of later versions."""
        return self._words.get(key, plain)

    def keys(self) -> frozenset[str]:
        """Return every key there is a word for."""
        return frozenset(self._words)


@cache
def words_in(language: str) -> Words:
    """Return the words of a language; an unknown one is the first."""
    return Words(language if language in LANGUAGES else LANGUAGES[0])


def other_than(language: str) -> str:
    """Return the language the switch on the screen leads to."""
    return LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]


class Calendar:
    """Wall milliseconds as people read them here: 24 hours, ASCII digits, a fixed offset.

    The offset is given and not taken from the machine: Cambodia has had +07:00 and no summer time
    for longer than this kiosk will stand, and a Pi without a time zone must not move a due time.
    """

    def __init__(self, utc_offset_min: int) -> None:
        self._zone = timezone(timedelta(minutes=utc_offset_min))

    def clock(self, wall_ms: int) -> str:
        """Return the time of day, 14:05."""
        return f"{self._at(wall_ms):%H:%M}"

    def seconds(self, wall_ms: int) -> str:
        """Return the time of day to the second, 14:05:09."""
        return f"{self._at(wall_ms):%H:%M:%S}"

    def wall_ms(self, text: str) -> int:
        """Return a moment as a form of a browser sends it, 2026-11-22T14:05; 0 for any other."""
        try:
            at = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=self._zone)
        except ValueError:
            return 0
        return int(at.timestamp() * 1000)

    def day(self, wall_ms: int, words: Words) -> str:
        """Return the day as it is written in this language."""
        at = self._at(wall_ms)
        return words("date.pattern", day=at.day, month=words(f"date.m{at.month}"), year=at.year)

    def since(self, wall_ms: int, now_ms: int) -> str:
        """Return a moment: the time if it is of the same day, else day/month and time."""
        at, now = self._at(wall_ms), self._at(now_ms)
        return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m %H:%M}"

    def moment(self, wall_ms: int) -> str:
        """Return a moment of any day, 22/11/2026 14:05."""
        return f"{self._at(wall_ms):%d/%m/%Y %H:%M}"

    def date(self, wall_ms: int) -> str:
        """Return a day, 22/11/2026."""
        return f"{self._at(wall_ms):%d/%m/%Y}"

    def iso_day(self, wall_ms: int) -> str:
        """Return a day as a list or a field of a form has it, 2026-11-22."""
        return f"{self._at(wall_ms):%Y-%m-%d}"

    def day_ms(self, text: str) -> int:
        """Return the wall moment at which a day begins that stands in a form, 2026-11-22.

        Raises:
            ValueError: there is no such day.
        """
        return self.moment_ms(f"{text}T00:00")

    def moment_ms(self, text: str) -> int:
        """Return the wall moment that stands in a form, 2026-11-22T14:05.

        Raises:
            ValueError: there is no such moment.
        """
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=self._zone)
        return int(at.timestamp() * 1000)

    def _at(self, wall_ms: int) -> datetime:
        return datetime.fromtimestamp(wall_ms / 1000, tz=UTC).astimezone(self._zone)


def _flat(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, str(value)
