"""Cards before an antenna, for every reader of type A cards: laid there, taken away, disturbed."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from drivers.emulators.cards import Classic1k, Ntag213, TypeACard
from drivers.emulators.field import Card, Field
from drivers.emulators.lasting import Lasting
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.smart_card import SmartCard
from drivers.protocols.key_diversification import diversified_key
from kiosk.assembly.playing.orders import Order, Orders, OrderWrong, digits, seconds
from kiosk.registry.device_keys import AesBlocks

MASTER: Final = bytes.fromhex("42454e43484d415354455242454e4348")
"""The badges' master key at every bench. Whoever has this program knows it: for no rack."""

_SIZES: Final = (8, 14, 20)
"""Digits of a UID."""


class Cards:
    """The cards before one antenna."""

    def __init__(
        self, field: Field, still: Callable[[], AbstractContextManager[object]] = nullcontext
    ) -> None:
        """Begin with none.

        Args:
            field: the reader's.
            still: holds the reader while cards come and go.
        """
        self._field, self._still = field, still
        self._cards: dict[str, Card] = {}
        self._held, self._noisy = Lasting(), Lasting()
        self.orders: Orders = {
            "card": Order("UID", "lay a plain card there, until away", self._plain),
            "ntag424": Order(
                "UID [MASTER]", "lay an NTAG 424 DNA there that proves its key", self._smart
            ),
            "hold": Order("UID 60s", "let a card lie there for so long", self._hold),
            "away": Order("[UID]", "take this card away, or all", self._away),
        }
        self.disturbances: Orders = {
            "half": Order("", "let the next answer of a card stop in its middle", self._half),
            "noise": Order("5s", "damage every answer of a card for so long", self._noise),
        }

    def close(self) -> None:
        """Let nothing go on."""
        self._held.end()
        self._noisy.end()

    def _plain(self, uid: str) -> str:
        return self._laid(uid := digits(uid, *_SIZES), _card(uid))

    def _smart(self, uid: str, master: str = MASTER.hex()) -> str:
        uid, master = digits(uid, 14), digits(master, 32)
        key = diversified_key(AesBlocks, bytes.fromhex(master), bytes.fromhex(uid))
        application = Ntag424(AesBlocks, uid, {1: key}, secrets.token_bytes)
        return self._laid(uid, SmartCard(uid, application))

    def _laid(self, uid: str, card: Card) -> str:
        if uid in self._cards:
            raise OrderWrong(f"{uid} lies there already")
        with self._still():
            self._field.put(card)
        self._cards[uid] = card
        others = len(self._cards) - 1
        return f"{uid} lies there until away" + (f", with {others} beside it" if others else "")

    def _hold(self, uid: str, time: str) -> str:
        for_s = seconds(time)
        self._plain(uid)
        uid = uid.upper()
        self._held.begin(for_s=for_s, last=lambda: self._take(uid))
        return f"{uid} lies there for {for_s:g} s, or until away"

    def _away(self, uid: str = "") -> str:
        if not uid:
            gone = [each for each in list(self._cards) if self._take(each)]
            return f"{' and '.join(gone) or 'nothing'} was taken away"
        uid = digits(uid, *_SIZES)
        if not self._take(uid):
            raise OrderWrong(f"{uid} does not lie there")
        return f"{uid} was taken away"

    def _take(self, uid: str) -> bool:
        card = self._cards.pop(uid, None)
        if card is None:
            return False
        with self._still():
            self._field.take(card)
        return True

    def _half(self) -> str:
        def halve(said: bytes) -> bytes:
            self._field.noise = bytes
            return said[: len(said) // 2]

        self._field.noise = halve
        return "the next answer of a card stops in its middle"

    def _noise(self, time: str) -> str:
        for_s = seconds(time)

        def clear() -> None:
            self._field.noise = bytes

        self._field.noise = _damaged
        self._noisy.begin(for_s=for_s, last=clear)
        return f"every answer of a card is damaged for {for_s:g} s"


def _card(uid: str) -> TypeACard:
    match len(uid):
        case 8:
            return Classic1k(uid)
        case 14:
            return Ntag213(uid)
        case _:
            return TypeACard(uid)


def _damaged(said: bytes) -> bytes:
    return bytes([*said[:-1], said[-1] ^ 0x5A]) if said else said
