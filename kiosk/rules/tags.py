"""UHF tags of weapons: whose each is, and what can be one. A tag is a claim; the steel is the fact.

A tag is kept as it was written, byte for byte (P12). Whether two are the same one is asked of their
keys: a reader writes an EPC in capitals, people do not. A tag is one weapon's at most; whoever
claims it for another one is told whose it is.
"""

from collections.abc import Mapping, Sequence

from kiosk.rules.things import WeaponNumber

Claims = Mapping[str, WeaponNumber]
"""Whose some tags are, by their keys; one that is nobody's is not there."""

TAGS_MAX = 4
"""Tags of one weapon: receiver, stock, and a spare of each. Ours; all stand on one screen."""

WORD = 4
"""Hexadecimal digits of a word of an EPC."""

WORDS_MIN, WORDS_MAX = 4, 31
"""The most an EPC can have: the length in a tag's PC has five bits (EPC Gen2 2.0, 6.3.2.1.2.2). The
fewest is ours: no shorter ones are sold, and a number printed in groups of four is not many."""

_DIGITS = frozenset("0123456789abcdefABCDEF")


def tag_key(tag: str) -> str:
    """Return what two spellings of one tag have in common."""
    return tag.upper()


def is_tag(text: str) -> bool:
    """Return whether a text can be the EPC of a tag: whole words of hexadecimal digits.

    An O for a 0, or a digit that was left out, is so seen while somebody can still look.
    """
    words, rest = divmod(len(text), WORD)
    return WORDS_MIN <= words <= WORDS_MAX and not rest and _DIGITS.issuperset(text)


def problem(weapon: WeaponNumber, tags: Sequence[str], claims: Claims) -> tuple[str, str]:
    """Return why a weapon cannot have these tags, and about what; two empty texts when it can.

    Args:
        weapon: whose they are to be.
        tags: all of them, as they are written.
        claims: whose they are now.
    """
    if len(tags) > TAGS_MAX:
        return "too_many_tags", weapon
    wrong = next((tag for tag in tags if not is_tag(tag)), None)
    if wrong is not None:
        return "tag_unreadable", wrong
    keys = [tag_key(tag) for tag in tags]
    if len({*keys}) < len(keys):
        return "tag_given_already", weapon
    taken = next((claims[key] for key in keys if claims.get(key, weapon) != weapon), None)
    return ("", "") if taken is None else ("tag_taken", taken)


def free(weapon: WeaponNumber, tags: Sequence[str], claims: Claims) -> tuple[str, ...]:
    """Return those of some tags, as another store wrote them, that are no other weapon's here."""
    return tuple(tag for tag in tags if is_tag(tag) and claims.get(tag_key(tag), weapon) == weapon)
