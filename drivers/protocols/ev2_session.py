"""AES mutual authentication and secure messaging of NTAG 424 DNA and DESFire EV2 and later.

After NXP AN12196 and the NT4H2421Gx data sheet, chapter 9. Sans-I/O: commands and answers as bytes.
Chance is handed in; keys come from `key_diversification`.
"""

from dataclasses import dataclass
from typing import Final

from drivers.protocols.aes import (
    BLOCK,
    KEY,
    NOTHING,
    Aes,
    MakeAes,
    cbc_decrypt,
    cbc_encrypt,
    cmac,
    exclusive_or,
    padded,
    same,
    unpadded,
)

FACTORY_KEY: Final = bytes(KEY)
"""The key of every new card."""

MAC: Final = 8
STATUS: Final = 2
DONE: Final = b"\x91\x00"
MORE: Final = b"\x91\xaf"

# Why a card is not believed.
REFUSED: Final = "card_refused"
WRONG_KEY: Final = "wrong_key"
WRONG_MAC: Final = "wrong_mac"

_CLASS: Final = 0x90
_AUTHENTICATE: Final = 0x71
_CONTINUE: Final = 0xAF
_TI: Final = 4
_CAPABILITIES: Final = 12  # PDcap2 and PCDcap2
_COMMANDS_MAX: Final = 0xFFFF
_ENCRYPTING: Final = bytes.fromhex("a55a")
_AUTHENTICATING: Final = bytes.fromhex("5aa5")
_SV_TAIL: Final = bytes.fromhex("00010080")


class FactoryKeyRefused(Exception):
    """A card's factory key was given. Everybody knows it: it would prove nothing."""


@dataclass(frozen=True, slots=True)
class NotBelieved:
    """The card did not prove itself, or a message was not the card's."""

    why: str


def command(code: int, content: bytes = b"") -> bytes:
    """Return a command of the card as an APDU (data sheet, 8.4)."""
    length = bytes([len(content)]) if content else b""
    return bytes([_CLASS, code, 0, 0]) + length + content + b"\x00"


def session_keys(aes: Aes, rnd_a: bytes, rnd_b: bytes) -> tuple[bytes, bytes]:
    """Return the session's keys, for encryption and for MACs (AN12196, 5.2; 9.1.7 of the sheet)."""
    mixed = rnd_a[:2] + exclusive_or(rnd_a[2:8], rnd_b[:6]) + rnd_b[6:] + rnd_a[8:]
    enc, mac = (cmac(aes, label + _SV_TAIL + mixed) for label in (_ENCRYPTING, _AUTHENTICATING))
    return enc, mac


class Authentication:
    """Proves to the card that we know its key, and demands the same of it, in two steps."""

    def __init__(
        self, make_aes: MakeAes, key: bytes, key_number: int, rnd_a: bytes, *, factory: bool = False
    ) -> None:
        """Prepare for one card.

        Args:
            make_aes: makes the cipher of a key.
            key: the card's key of that number.
            key_number: which of the card's keys.
            rnd_a: sixteen bytes of chance, never used before.
            factory: allow the factory key, to give a new card its own; such a card proves nothing.

        Raises:
            FactoryKeyRefused: the factory key, and not allowed.
        """
        assert len(rnd_a) == BLOCK, "RndA has sixteen bytes"
        if not factory and same(key, FACTORY_KEY):
            raise FactoryKeyRefused("this card still has its factory key: enrol it first")
        self._make_aes = make_aes
        self._aes = make_aes(key)
        self._key_number = key_number
        self._rnd_a = rnd_a
        self._rnd_b = b""

    def first(self) -> bytes:
        """Return AuthenticateEV2First, without capabilities."""
        return command(_AUTHENTICATE, bytes([self._key_number, 0]))

    def second(self, answer: bytes) -> bytes | NotBelieved:
        """Take the card's challenge and return our proof."""
        if len(answer) != BLOCK + STATUS or not answer.endswith(MORE):
            return NotBelieved(REFUSED)
        self._rnd_b = cbc_decrypt(self._aes, NOTHING, answer[:BLOCK])
        turned = self._rnd_b[1:] + self._rnd_b[:1]
        return command(_CONTINUE, cbc_encrypt(self._aes, NOTHING, self._rnd_a + turned))

    def session(self, answer: bytes) -> "Ev2Session | NotBelieved":
        """Take the card's proof and return the session, if it is one."""
        if len(answer) != 2 * BLOCK + STATUS or not answer.endswith(DONE):
            return NotBelieved(REFUSED)
        proof = cbc_decrypt(self._aes, NOTHING, answer[:-STATUS])
        ti, turned = proof[:_TI], proof[_TI:-_CAPABILITIES]
        if not same(turned, self._rnd_a[1:] + self._rnd_a[:1]):
            return NotBelieved(WRONG_KEY)
        enc, mac = session_keys(self._aes, self._rnd_a, self._rnd_b)
        return Ev2Session(self._make_aes(enc), self._make_aes(mac), ti)


class Ev2Session:
    """Seals commands and opens answers of one authenticated card, in their order."""

    def __init__(self, enc: Aes, mac: Aes, ti: bytes, counter: int = 0) -> None:
        """Begin a session.

        Args:
            enc: the cipher of its encryption key.
            mac: the cipher of its MAC key.
            ti: its four bytes of name, from the card.
            counter: commands sent so far.
        """
        self._enc = enc
        self._mac = mac
        self._ti = ti
        self._counter = counter

    def sealed(self, code: int, header: bytes = b"", content: bytes = b"") -> bytes:
        """Return a command with its content encrypted, and a MAC over all of it.

        Args:
            code: of the command.
            header: parameters, which the card demands in the clear.
            content: what nobody else may read.
        """
        assert self._counter < _COMMANDS_MAX, "the card ends the session before its counter does"
        if content:
            content = cbc_encrypt(self._enc, self._iv(_ENCRYPTING), padded(content))
        mac = self._short_mac(bytes([code]), header + content)
        return command(code, header + content + mac)

    def opened(self, answer: bytes, *, encrypted: bool = True) -> bytes | NotBelieved:
        """Return what the card answered to the last command, if the card did.

        Args:
            answer: with its MAC and status.
            encrypted: whether the command's answers are.
        """
        if len(answer) < MAC + STATUS or not answer.endswith(DONE):
            return NotBelieved(REFUSED)
        content, sent = answer[: -MAC - STATUS], answer[-MAC - STATUS : -STATUS]
        self._counter += 1
        if not same(sent, self._short_mac(DONE[1:], content)):
            return NotBelieved(WRONG_MAC)
        if not encrypted or not content:
            return content
        if len(content) % BLOCK:
            return NotBelieved(WRONG_MAC)
        plain = unpadded(cbc_decrypt(self._enc, self._iv(_AUTHENTICATING), content))
        return NotBelieved(WRONG_MAC) if plain is None else plain

    def _iv(self, label: bytes) -> bytes:
        head = label + self._ti + self._counter.to_bytes(2, "little")
        return self._enc.encrypt(head.ljust(BLOCK, b"\0"))

    def _short_mac(self, code: bytes, content: bytes) -> bytes:
        """Return every second byte of the CMAC (data sheet, 9.1.3)."""
        counter = self._counter.to_bytes(2, "little")
        return cmac(self._mac, code + counter + self._ti + content)[1::2]
