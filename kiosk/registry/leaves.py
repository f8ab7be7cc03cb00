r"""The leaves of the catalogue: one line a thing, and how a line says that something is in it.

    name US key US key US ... [RS key US key US] LF

Behind the name stand the keys of what the thing is called (`rules.folding`), each in bytes that no
key and no name has, and behind RS the keys of what its numbers look like, where that is not what
they are, and of what it was called before it was corrected. Lines stand in the order of the names,
so that a leaf is the same however it came about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from kiosk.rules.folding import all_folded, folded, look_alike
from kiosk.rules.labels import is_sound

WEAPON, OFFICER, CARD = "weapon", "officer", "card"
KINDS = (WEAPON, CARD, OFFICER)
"""What is catalogued, in the order in which it is found."""

_US = "\x1f"
_END, _ALIKE, _LINE = b"\x1f", b"\x1e", b"\n"
_CARDS_A_LEAF = 128
"""Some 2.5 KB of lines; a leaf of weapons has a hundred and 3.6 KB. A page of SQLite holds 4. Ours,
measured: smaller leaves are searched more slowly, larger ones are written in more pieces."""

_REST, _CHECK_DIGITS = 2, 2
"""Letters at the end of a number that do not choose its leaf; one of ours ends in check digits."""

_LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")
_CARD_NAMES = tuple(f"{rest:03}".translate(_LETTERS) for rest in range(_CARDS_A_LEAF))
_DIGITS = str.maketrans("ABCDEFGHIJ", "0123456789")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_UNSURE = re.compile(r"[oil|]|[^\x00-\x7f]")
"""What may look like something else, so that a line has more keys than these."""

_CONTROL = re.compile(r"[\x00-\x1f%]")
_SPELLED = re.compile(r"%(..)")


class Sort(IntEnum):
    """How well a thing fits what is looked for; the best first."""

    EXACT = 0
    """One of its numbers or names is it."""
    PART = 1
    """It is a part of one of them."""
    ALIKE = 2
    """It looks like a part of one: a suggestion."""


class NumberedCard(NamedTuple):
    """A card by the number of its entry, and the numbers it is found by."""

    seq: int
    number: str
    serial: str


class Call(NamedTuple):
    """How a thing is called from now on; `corrected`: what it was called is remembered."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    corrected: bool = False


def place_of(of: str, thing: str) -> tuple[str, str]:
    """Return the leaf a thing stands on and its name there; neighbours stand together.

    Args:
        of: what it is, one of `KINDS`.
        thing: a registration or officer number, or the number of a card's entry. A card's name on
            its leaf is the rest of that number, in letters that no key has.
    """
    if of == CARD:
        return card_leaf(int(thing)), card_name(int(thing))
    ours = of == WEAPON and _TEN_DIGITS.fullmatch(thing) and is_sound(thing)
    return thing[: -(_REST + _CHECK_DIGITS if ours else _REST)], thing


def card_leaf(seq: int) -> str:
    """Return the leaf of a card, by the number of its entry."""
    return f"{seq // _CARDS_A_LEAF:010}"


def card_name(seq: int) -> str:
    """Return the name of a card on its leaf."""
    return _CARD_NAMES[seq % _CARDS_A_LEAF]


def thing_at(of: str, leaf: str, name: str) -> str:
    """Return the thing that has a name on a leaf: the other way round."""
    if of == CARD:
        return str(int(leaf) * _CARDS_A_LEAF + int(name.translate(_DIGITS)))
    return name


def line_of(
    name: str, names: Iterable[str], numbers: Iterable[str], before: Iterable[str] = ()
) -> bytes:
    """Return the line of a thing: how it is called, the numbers it has, its keys of before."""
    own = [folded(number) for number in numbers]
    line, keys = [_spelled(name)], [name, ""]
    for key in (*own, *map(folded, names)):
        if key not in keys:
            keys.append(key)
            line.append(key)
    text = "\x1f".join(line)
    alike = [look for key in own if (look := look_alike(key)) != key]
    if alike or before:
        alike = sorted({*alike, *before} - {*keys})
    rest = f"\x1e{_US.join(alike)}\x1f\n" if alike else "\n"
    return f"{text}\x1f{rest}".encode()


def lines_of_cards(cards: Sequence[NumberedCard]) -> dict[bytes, bytes]:
    """Return the lines of cards of one leaf, as `line_of` makes them, by the names they begin with.

    Cards come by the hundred thousand: what nearly all of them have is looked for in all at once.
    """
    keys = all_folded([number for card in cards for number in (card.number, card.serial)])
    plain = not _UNSURE.search(_US.join(keys))
    lines = {}
    for card, number, serial in zip(cards, keys[::2], keys[1::2], strict=True):
        name = card_name(card.seq)
        if plain and "" != number != serial != "":
            line = f"{name}\x1f{number}\x1f{serial}\x1f\n".encode()
        else:
            line = line_of(name, (), (card.number, card.serial))
        lines[name.encode()] = line
    return lines


def keys_of(line: bytes) -> list[str]:
    """Return every key of a line."""
    return [key for key in line.decode().rstrip("\n").replace("\x1e", "").split("\x1f")[1:] if key]


class Leaf:
    """One leaf."""

    def __init__(self, lines: bytes) -> None:
        """Read its lines as they are kept."""
        self._lines = lines

    def by_name(self) -> dict[bytes, bytes]:
        """Return the lines by the names they begin with."""
        lines = self._lines.split(_LINE)[:-1]  # no other sign ends a line, as splitlines() has it
        return {line.partition(_END)[0]: line + _LINE for line in lines}

    def with_calls(self, calls: Mapping[str, Iterable[Call]]) -> bytes:
        """Return the leaf after things were called something, each time in the place of before."""
        kept = self.by_name()
        for name, called in calls.items():
            place = _spelled(name).encode()
            for one in called:
                before = keys_of(kept[place]) if one.corrected and place in kept else ()
                kept[place] = line_of(name, one.names, one.numbers, before)
        return b"".join(kept[name] for name in sorted(kept))

    def with_lines(self, lines: Mapping[bytes, bytes]) -> bytes:
        """Return the leaf with some lines more, by the names they begin with."""
        kept = {**self.by_name(), **lines} if self._lines else lines
        return b"".join(kept[name] for name in sorted(kept))

    def hits(
        self, key: bytes, others: Iterable[bytes], behind: str = ""
    ) -> Iterator[tuple[str, Sort]]:
        """Return the names of the things that are called so, in order, and how well they fit.

        Args:
            key: what is looked for.
            others: keys under which it may stand as well: look-alikes, other spellings.
            behind: the name after which they begin; empty for all.
        """
        last, found = _spelled(behind).encode(), dict[int, None]()
        for needle in (key, *others):
            at = self._lines.find(needle)
            while at >= 0:
                begins = self._lines.rfind(_LINE, 0, at) + 1
                found[begins] = None
                at = self._lines.find(needle, self._lines.index(_LINE, at))
        for begins in sorted(found):
            line = self._lines[begins : self._lines.index(_LINE, begins)]
            name, sort = line.partition(_END)[0], _sort(line, key)
            if not last or name > last:
                yield _read(name.decode()), sort


def _sort(line: bytes, key: bytes) -> Sort:
    """Return how well a line fits that has the key in it, or one under which it may stand."""
    plain = line.partition(_ALIKE)[0]
    if key in plain:
        return Sort.EXACT if _END + key + _END in _END + plain else Sort.PART
    return Sort.ALIKE


def _spelled(name: str) -> str:
    """Return a name as it stands on a leaf: what would end it there is spelled out."""
    if name.isalnum():
        return name
    return _CONTROL.sub(lambda found: f"%{ord(found[0]):02x}", name)


def _read(name: str) -> str:
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), name)
