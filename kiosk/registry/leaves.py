r"""The leaves of the catalogue: one line a thing, and how a line says that something is in it.

    name US key US key US ... [RS key US key US] LF

Behind the name stand the keys of what the thing is called (`rules.folding`), each in bytes that no
key and no name has, and behind RS the keys of what its numbers look like, where that is not what
they are. Lines stand in the order of the names, so that a leaf is the same however it came about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum

from kiosk.rules.folding import folded, look_alike
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


def place_of(of: str, thing: str) -> tuple[str, str]:
    """Return the leaf a thing stands on and its name there; neighbours stand together.

    Args:
        of: what it is, one of `KINDS`.
        thing: a registration or officer number, or the number of a card's entry. A card's name on
            its leaf is the rest of that number, in letters that no key has.
    """
    if of == CARD:
        leaf, rest = divmod(int(thing), _CARDS_A_LEAF)
        return f"{leaf:010}", _CARD_NAMES[rest]
    ours = of == WEAPON and _TEN_DIGITS.fullmatch(thing) and is_sound(thing)
    return thing[: -(_REST + _CHECK_DIGITS if ours else _REST)], thing


def thing_at(of: str, leaf: str, name: str) -> str:
    """Return the thing that has a name on a leaf: the other way round."""
    if of == CARD:
        return str(int(leaf) * _CARDS_A_LEAF + int(name.translate(_DIGITS)))
    return name


def line_of(name: str, names: Iterable[str], numbers: Iterable[str]) -> bytes:
    """Return the line of a thing: how it is called, and the numbers it has."""
    own = [folded(number) for number in numbers]
    line, keys = [_spelled(name)], [name, ""]
    for key in (*own, *map(folded, names)):
        if key not in keys:
            keys.append(key)
            line.append(key)
    text = "\x1f".join(line)
    alike = dict.fromkeys(look for key in own if (look := look_alike(key)) != key)
    rest = f"\x1e{_US.join(alike)}\x1f\n" if alike else "\n"
    return f"{text}\x1f{rest}".encode()


class Leaf:
    """One leaf."""

    def __init__(self, lines: bytes) -> None:
        """Read its lines as they are kept."""
        self._lines = lines

    def with_lines(self, lines: Mapping[str, bytes]) -> bytes:
        """Return the leaf with some lines, in the place of those with the same names."""
        kept = {line.partition(_END)[0]: line for line in self._lines.splitlines(keepends=True)}
        kept |= {_spelled(name).encode(): line for name, line in lines.items()}
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
