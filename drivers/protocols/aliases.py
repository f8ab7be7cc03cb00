"""The other names of a card: what is printed on it, and what other readers call it.

A card has one identity, upper-case hexadecimal with its kind. Printed decimals, Wiegand numbers and
the number of the mfrc522 library lead to it and never stand for it: most of them drop bits, so two
cards may share one. Knows no officer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from drivers.protocols.iso14443a import CASCADE_TAG, UID_PART, badge_refusal, bcc
from drivers.protocols.wiegand import wiegand_card

# Kinds of identity, and their digits.
EM4100: Final = "em4100"
UID: Final = "iso14443a"
WIEGAND26: Final = "wiegand26"
WIEGAND34: Final = "wiegand34"
DIGITS: Final = {EM4100: (10,), UID: (8, 14, 20), WIEGAND26: (6,), WIEGAND34: (8,)}

# Kinds of alias.
PRINTED_10: Final = "printed_10d"
PRINTED_3_5: Final = "printed_3_5d"
FC_CN_26: Final = "wiegand26_fc_cn"
FC_CN_34: Final = "wiegand34_fc_cn"
MFRC522: Final = "mfrc522"

BAD_IDENTITY: Final = "bad_identity"
"""The identity is not upper-case hexadecimal of a length that its kind has."""

_PRINTED_26: Final = re.compile(r"(\d{3})[ ,](\d{5})")
_NUMBER: Final = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Credential:
    """A card: its kind, and its identity in upper-case hexadecimal."""

    kind: str
    identity: str


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a card; `text` is spelled in one way only, see `alias`."""

    kind: str
    text: str


def refusal(credential: Credential) -> str | None:
    """Say why a card cannot be enrolled, or None: a wrong identity, or a UID that changes."""
    whole = re.fullmatch(r"[0-9A-F]+", credential.identity)
    if not whole or len(credential.identity) not in DIGITS.get(credential.kind, ()):
        return BAD_IDENTITY
    return badge_refusal(credential.identity) if credential.kind == UID else None


def aliases(credential: Credential) -> tuple[Alias, ...]:
    """Return every other name of a card that this room knows how to make."""
    if refusal(credential) == BAD_IDENTITY:
        return ()
    number = int(credential.identity, 16)
    match credential.kind:
        case "em4100":
            low = number & 0xFFFFFFFF  # readers and prints leave out the version byte
            printed = Alias(PRINTED_10, f"{low:010d}")
            return (printed, *_wiegand26(low & 0xFFFFFF), _fc_cn(FC_CN_34, low))
        case "wiegand26":
            return _wiegand26(number)
        case "wiegand34":
            return (Alias(PRINTED_10, f"{number:010d}"), _fc_cn(FC_CN_34, number))
        case _:
            return (Alias(MFRC522, f"{mfrc522_number(credential.identity)}"),)


def _wiegand26(low: int) -> tuple[Alias, ...]:
    facility, card = low >> 16, low & 0xFFFF
    return Alias(PRINTED_3_5, f"{facility:03d},{card:05d}"), _fc_cn(FC_CN_26, low)


def _fc_cn(kind: str, number: int) -> Alias:
    return Alias(kind, f"{number >> 16}/{number & 0xFFFF}")


def mfrc522_number(uid: str) -> int:
    """Return what `SimpleMFRC522.read_id()` of mfrc522 0.0.7 makes of a UID.

    It reads the first cascade level only, and counts its check byte in: of a longer UID, three
    bytes are left, so that NXP's cards differ in sixteen bits.
    """
    part = bytes.fromhex(uid)
    if len(part) > UID_PART:
        part = bytes([CASCADE_TAG]) + part[: UID_PART - 1]
    return int.from_bytes(part[:UID_PART] + bytes([bcc(part[:UID_PART])]))


def alias(kind: str, text: str) -> Alias | None:
    """Return the alias that a person typed or a reader sent, in its one spelling, or None."""
    match kind:
        case "printed_10d" if _NUMBER.fullmatch(text):
            return Alias(kind, text.zfill(10))
        case "printed_3_5d":
            printed = _PRINTED_26.fullmatch(text)
            return Alias(kind, f"{printed[1]},{printed[2]}") if printed else None
        case "mfrc522" if _NUMBER.fullmatch(text):
            return Alias(kind, str(int(text)))
        case "wiegand26_fc_cn" | "wiegand34_fc_cn":
            numbers = text.split("/")
            plain = len(numbers) == len(("facility", "card")) and all(
                _NUMBER.fullmatch(number) for number in numbers
            )
            return Alias(kind, "/".join(str(int(number)) for number in numbers)) if plain else None
        case _:
            return None


def wiegand_credential(bits: str) -> Credential | None:
    """Return the card that a Wiegand reader sent, or None if its length or a parity is wrong."""
    card = wiegand_card(bits)
    kinds = {26: WIEGAND26, 34: WIEGAND34}
    return None if card is None else Credential(kinds[len(bits)], card.identity)


class AliasTable:
    """Finds the one card behind an alias. Two cards behind one alias are no card."""

    def __init__(self, credentials: Iterable[Credential] = ()) -> None:
        """Begin with these cards; those that are refused are left out."""
        self._known: dict[Alias, tuple[Credential, ...]] = {}
        for credential in credentials:
            self.add(credential)

    def add(self, credential: Credential) -> str | None:
        """Add a card, or return why it is refused."""
        refused = refusal(credential)
        if refused is not None:
            return refused
        for name in aliases(credential):
            others = self._known.get(name, ())
            if credential not in others:
                self._known[name] = (*others, credential)
        return None

    def sharing(self, name: Alias) -> tuple[Credential, ...]:
        """Return all cards that have this alias, in the order they were added."""
        return self._known.get(name, ())

    def credential(self, name: Alias) -> Credential | None:
        """Return the one card that has this alias, or None if none has, or several have."""
        found = self.sharing(name)
        return found[0] if len(found) == 1 else None
