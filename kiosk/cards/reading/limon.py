"""Limon to Unicode: glyphs in the order they were typed become letters in the order they are said.

What is not well formed is not converted: a cell that only looks like Limon is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.cards.reading import limon_glyphs as g

_GLYPHS = re.compile(
    "|".join(
        re.escape(glyph)
        for glyph in sorted({*g.BASES, *g.BA, *g.ALONE}, key=len, reverse=True)
        if len(glyph) > 1
    )
    + "|.",
    re.DOTALL,
)
_MIXED_CASE = re.compile(r"[a-z][A-Z]|[A-Za-z];|[a-z]\)a")
_NYO_ABOVE = "Ba"


class _IllFormed(Exception):
    """No Khmer text is typed like that."""


@dataclass(slots=True)
class _Cluster:
    """One letter with everything that hangs on it, as it is met."""

    before: str = ""
    ro: bool = False
    base: str = ""
    rest: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Parts:
    """What hangs on a letter, by its kind, in Unicode."""

    below: list[str] = field(default_factory=list)
    vowels: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    robat: str = ""


def limon_text(written: str) -> str | None:
    """Return what Limon glyphs say in Unicode, or None when no Khmer text is typed like that."""
    glyphs = _GLYPHS.findall(written)
    try:
        return "".join(_said(glyphs))
    except _IllFormed:
        return None


def looks_limon(written: str) -> bool:
    """Return whether a cell is Limon rather than English: well formed, and typed as no word is."""
    if not any(char in g.TELLING for char in written) and not _MIXED_CASE.search(written):
        return False
    return limon_text(written) is not None


def _said(glyphs: Sequence[str]) -> Iterator[str]:
    """Return the text cluster by cluster.

    Raises:
        _IllFormed: a sign hangs on nothing, or a letter has what no letter has.
    """
    cluster = _Cluster()
    for place, glyph in enumerate(glyphs):
        if glyph in g.BEFORE or glyph in g.RO:
            if cluster.base:
                yield _ended(cluster)
                cluster = _Cluster()
            _begin(cluster, glyph)
        elif _is_nyo(glyphs, place):
            continue
        elif glyph in g.BASES or glyph in g.BA:
            if cluster.base:
                yield _ended(cluster)
                cluster = _Cluster()
            _put_base(cluster, glyphs, place)
        elif glyph in g.ALONE:
            if cluster != _Cluster():
                yield _ended(cluster)
            cluster = _Cluster()
            yield g.ALONE[glyph]
        else:
            cluster.rest.append(glyph)
    if cluster != _Cluster():
        yield _ended(cluster)


def _is_nyo(glyphs: Sequence[str], place: int) -> bool:
    """Return whether this is the `a` of `Ba`, which draws NYO when a letter hangs below it."""
    return (
        place > 0
        and glyphs[place - 1] + glyphs[place] == _NYO_ABOVE
        and place + 1 < len(glyphs)
        and glyphs[place + 1] in g.SUBSCRIPTS
    )


def _begin(cluster: _Cluster, glyph: str) -> None:
    """Take what is typed before its letter: a vowel, then RO, each of them once."""
    if cluster.ro or (glyph in g.BEFORE and cluster.before):
        raise _IllFormed
    if glyph in g.RO:
        cluster.ro = True
    else:
        cluster.before = glyph


def _put_base(cluster: _Cluster, glyphs: Sequence[str], place: int) -> None:
    if cluster.rest:
        raise _IllFormed
    glyph = glyphs[place]
    if glyph in g.BA:
        cluster.base = "ប"
        cluster.rest.append(glyph[1])
    elif place + 1 < len(glyphs) and _is_nyo(glyphs, place + 1):
        cluster.base = "ញ"
    else:
        cluster.base = g.BASES[glyph]


def _ended(cluster: _Cluster) -> str:
    """Return one cluster in the order of Unicode.

    Raises:
        _IllFormed: no cluster is built like that.
    """
    if not cluster.base:
        raise _IllFormed
    parts = _Parts()
    above = not g.ABOVE.isdisjoint(cluster.rest)
    before = cluster.before
    for glyph in cluster.rest:
        if before == "e" and glyph in g.JOINED:
            parts.vowels.append(g.JOINED[glyph])
            before = ""
        else:
            _hang(parts, glyph, cluster.base, above=above)
    if before:
        parts.vowels.append(g.BEFORE[before])
    if len(parts.vowels) > 1:
        raise _IllFormed
    below = _with_ro(parts.below) if cluster.ro else parts.below
    return "".join((cluster.base, parts.robat, *below, *parts.vowels, *parts.signs))


def _hang(parts: _Parts, glyph: str, base: str, *, above: bool) -> None:
    """Put one glyph among what hangs on its letter. What looks like U below is often a shifter."""
    if glyph in g.SUBSCRIPTS:
        parts.below.append(g.COENG + g.SUBSCRIPTS[glyph])
    elif glyph in g.SHIFTERS:
        parts.below.append(g.SHIFTERS[glyph])
    elif glyph in g.U and above:
        parts.below.append("៊" if base in g.FIRST_SERIES else "៉")
    elif glyph in g.VOWELS:
        parts.vowels.append(g.VOWELS[glyph])
    elif glyph == g.ROBAT:
        parts.robat = g.SIGNS[glyph]
    elif glyph in g.SIGNS:
        parts.signs.append(g.SIGNS[glyph])
    else:
        raise _IllFormed


def _with_ro(below: list[str]) -> list[str]:
    """Return what hangs below with RO, which is said after other letters and before a shifter."""
    letters = [part for part in below if part.startswith(g.COENG)]
    shifters = [part for part in below if not part.startswith(g.COENG)]
    return [*letters, g.COENG + "រ", *shifters]
