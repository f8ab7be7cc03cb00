"""OSDP's secure channel, our side: mutual authentication, encryption, and MACs that chain.

SIA OSDP 2.2, annex D. Sans-I/O: bytes of packets in and out. Time, polling and repetition are the
driver's. There is no way back to plain text: a channel that fails is over, and says why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from drivers.protocols.aes import (
    BLOCK,
    KEY,
    Aes,
    MakeAes,
    cbc_decrypt,
    cbc_encrypt,
    exclusive_or,
    padded,
    same,
    unpadded,
)
from drivers.protocols.frames import Frame
from drivers.protocols.osdp import (
    CONTROL_BLOCK,
    CONTROL_CRC,
    CONTROL_SEQUENCE,
    CRC_LENGTH,
    HEADER,
    MAC_LENGTH,
    REPLY_BIT,
    SOM,
    read_packet,
    sealed,
)
from drivers.protocols.osdp_example import SCBK_D

RND: Final = 8
CCRYPT_LENGTH: Final = RND + RND + BLOCK

_CHLNG: Final = 0x76
_CCRYPT: Final = 0x76
_SCRYPT: Final = 0x77
_RMAC_I: Final = 0x78
_SCS_11, _SCS_12, _SCS_13, _SCS_14 = 0x11, 0x12, 0x13, 0x14
_SCS_15, _SCS_16, _SCS_17, _SCS_18 = 0x15, 0x16, 0x17, 0x18
_OWN_KEY: Final = 1  # the security block's third byte: 0 would name SCBK-D
_ACCEPTED: Final = 1
_ALL_ONES: Final = bytes([0xFF] * BLOCK)

# Why a channel is over, as a driver reports it.
WRONG_KEY: Final = "wrong_key"
WRONG_MAC: Final = "wrong_mac"
WRONG_ORDER: Final = "wrong_order"
WRONG_DEVICE: Final = "wrong_device"
DEFAULT_KEY: Final = "default_key"
PLAIN_TEXT: Final = "plain_text"
NO_PACKET: Final = "no_packet"


class DefaultKeyRefused(Exception):
    """SCBK-D was given as a key. Everybody knows it: a channel under it would prove nothing."""


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """The three keys of one session."""

    s_enc: Aes
    s_mac1: Aes
    s_mac2: Aes


def session_key(aes: Aes, purpose: bytes, rnd_a: bytes) -> bytes:
    """Derive one session key: the base key's cipher over its purpose and six bytes of RND.A."""
    return aes.encrypt((purpose + rnd_a[:6]).ljust(BLOCK, b"\0"))


S_ENC: Final = bytes((0x01, 0x82))
S_MAC1: Final = bytes((0x01, 0x01))
S_MAC2: Final = bytes((0x01, 0x02))


def session_keys(make_aes: MakeAes, scbk: bytes, rnd_a: bytes) -> SessionKeys:
    """Derive the keys of a session from the base key and our random number."""
    base = make_aes(scbk)
    return SessionKeys(
        *(make_aes(session_key(base, purpose, rnd_a)) for purpose in (S_ENC, S_MAC1, S_MAC2))
    )


def client_cryptogram(s_enc: Aes, rnd_a: bytes, rnd_b: bytes) -> bytes:
    """Return what proves that the device knows the base key."""
    return s_enc.encrypt(rnd_a + rnd_b)


def server_cryptogram(s_enc: Aes, rnd_a: bytes, rnd_b: bytes) -> bytes:
    """Return what proves that we know the base key."""
    return s_enc.encrypt(rnd_b + rnd_a)


def initial_r_mac(keys: SessionKeys, server: bytes) -> bytes:
    """Return the MAC that the first command is chained to."""
    return keys.s_mac2.encrypt(keys.s_mac1.encrypt(server))


def chained_mac(keys: SessionKeys, message: bytes, last: bytes) -> bytes:
    """Return the 16 bytes of a message's MAC; four of them are sent, all of them are chained on.

    Args:
        keys: of the session.
        message: the packet from its SOM up to where the MAC will stand.
        last: the MAC that came from the other side before; it is where the chain goes on.
    """
    whole = message if message and len(message) % BLOCK == 0 else padded(message)
    before = cbc_encrypt(keys.s_mac1, last, whole[:-BLOCK])
    return keys.s_mac2.encrypt(exclusive_or(whole[-BLOCK:], before[-BLOCK:] or last))


def device_key(make_aes: MakeAes, master: bytes, client_uid: bytes) -> bytes:
    """Derive the base key of one device from the master key and the eight bytes it calls itself."""
    return make_aes(master).encrypt(client_uid + exclusive_or(client_uid, _ALL_ONES[:RND]))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a device said inside the channel."""

    code: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Over:
    """The channel is over; `why` is one of this room's names. Begin again, never in the clear."""

    why: str


class SecureChannel:
    """Our end of the channel to one device: challenge, proof, then commands and replies in turn.

    Any packet that is not what the channel expects ends it. An ended channel says nothing more.
    """

    def __init__(  # noqa: PLR0913 - one keyword per fact of the device
        self,
        make_aes: MakeAes,
        scbk: bytes,
        rnd_a: bytes,
        *,
        addr: int,
        client_uid: bytes | None = None,
        sequence: int = 0,
    ) -> None:
        """Prepare a session that has not begun.

        Args:
            make_aes: makes the cipher of a key.
            scbk: the device's own base key.
            rnd_a: eight bytes of chance, never used before.
            addr: the device's address, 0 to 126.
            client_uid: the eight bytes that the device called itself when its key was set, or
                None if that was not kept.
            sequence: number of the last packet sent; 0 after a start.

        Raises:
            DefaultKeyRefused: the base key is SCBK-D.
        """
        assert len(scbk) == KEY, "a base key has sixteen bytes"
        assert len(rnd_a) == RND, "RND.A has eight bytes"
        if same(scbk, SCBK_D):
            raise DefaultKeyRefused("SCBK-D is no key: give the device a key of its own first")
        self._keys = session_keys(make_aes, scbk, rnd_a)
        self._rnd_a = rnd_a
        self._rnd_b = b""
        self._addr = addr
        self._client_uid = client_uid
        self._sequence = sequence
        self._expect: Callable[[bytes, bytes, int], Reply | Over] = self._take_ccrypt
        self._c_mac = b""
        self._r_mac = b""
        self._open = False
        self.over: Over | None = None

    @property
    def established(self) -> bool:
        """Whether both sides have proved their key and nothing has gone wrong since."""
        return self._open and self.over is None

    def challenge(self) -> bytes:
        """Return the packet that begins the session."""
        self._expect = self._take_ccrypt
        return self._packet(_SCS_11, bytes([_OWN_KEY]), bytes([_CHLNG]) + self._rnd_a)

    def proof(self) -> bytes:
        """Return the packet with our cryptogram, once the device has proved its key."""
        assert self._rnd_b, "the device proves its key first"
        server = server_cryptogram(self._keys.s_enc, self._rnd_a, self._rnd_b)
        self._r_mac = initial_r_mac(self._keys, server)
        self._expect = self._take_r_mac
        return self._packet(_SCS_13, bytes([_OWN_KEY]), bytes([_SCRYPT]) + server)

    def command(self, code: int, payload: bytes = b"") -> bytes:
        """Return the packet of a command, encrypted and authenticated.

        Args:
            code: of the command.
            payload: what it carries, in the clear.
        """
        assert self.established, "no command without a channel"
        self._expect = self._take_reply
        if payload:
            iv = exclusive_or(self._r_mac, _ALL_ONES)
            payload = cbc_encrypt(self._keys.s_enc, iv, padded(payload))
        scs = _SCS_17 if payload else _SCS_15
        return self._packet(scs, b"", bytes([code]) + payload)

    def take(self, packet: bytes) -> Reply | Over:
        """Take one whole packet of the device, from its SOM to its check; nothing raises.

        Whatever is wrong with it ends the channel, and is told. So does a BUSY in the clear: who
        is on the line could send it, so the driver begins again.
        """
        if self.over is None:
            told = self._checked(packet)
            if isinstance(told, Over):
                self.over = told
                self._open = False
            return told
        return self.over

    def _packet(self, scs: int, named: bytes, body: bytes) -> bytes:
        self._sequence = self._sequence % CONTROL_SEQUENCE + 1
        block = bytes([2 + len(named), scs]) + named
        maced = scs >= _SCS_15
        length = HEADER + len(block) + len(body) + MAC_LENGTH * maced + CRC_LENGTH
        control = self._sequence | CONTROL_CRC | CONTROL_BLOCK
        packet = bytes([SOM, self._addr]) + length.to_bytes(2, "little")
        packet += bytes([control]) + block + body
        if maced:
            self._c_mac = chained_mac(self._keys, packet, self._r_mac)
            packet += self._c_mac[:MAC_LENGTH]
        return sealed(packet)

    def _checked(self, packet: bytes) -> Reply | Over:
        shortest = HEADER + 1 + CRC_LENGTH
        stated = int.from_bytes(packet[2:4], "little")
        if len(packet) < shortest or packet[0] != SOM or stated != len(packet):
            return Over(NO_PACKET)
        if not isinstance(read_packet(packet), Frame):
            return Over(NO_PACKET)
        control = packet[4]
        if packet[1] != self._addr | REPLY_BIT or control & CONTROL_SEQUENCE != self._sequence:
            return Over(WRONG_ORDER)
        if not control & CONTROL_CRC:
            return Over(NO_PACKET)  # we sent a CRC: a mere checksum is no answer to it
        if not control & CONTROL_BLOCK:
            return Over(PLAIN_TEXT)
        size = packet[HEADER]
        block, body = packet[HEADER : HEADER + size], packet[HEADER + size : -CRC_LENGTH]
        return self._expect(packet[:-CRC_LENGTH], body, self._kind(block))

    @staticmethod
    def _kind(block: bytes) -> int:
        """Return the block's type, with the byte that names the key or the verdict above it."""
        return block[1] | (block[2] << 8 if len(block) > 2 else 0)  # noqa: PLR2004 - its third byte

    def _take_ccrypt(self, _: bytes, body: bytes, kind: int) -> Reply | Over:
        if kind == _SCS_12:
            return Over(DEFAULT_KEY)  # the device offers SCBK-D: it has no key of its own
        if kind != _SCS_12 | _OWN_KEY << 8 or body[0] != _CCRYPT or len(body) != 1 + CCRYPT_LENGTH:
            return Over(WRONG_ORDER)
        uid, rnd_b, proof = body[1:9], body[9:17], body[17:]
        if self._client_uid is not None and uid != self._client_uid:
            return Over(WRONG_DEVICE)
        if not same(proof, client_cryptogram(self._keys.s_enc, self._rnd_a, rnd_b)):
            return Over(WRONG_KEY)
        self._rnd_b = rnd_b
        return Reply(_CCRYPT, body[1:])

    def _take_r_mac(self, _: bytes, body: bytes, kind: int) -> Reply | Over:
        if kind != _SCS_14 | _ACCEPTED << 8 or body[0] != _RMAC_I or len(body) != 1 + BLOCK:
            return Over(WRONG_KEY)
        if not same(body[1:], self._r_mac):
            return Over(WRONG_MAC)
        self._open = True
        self._expect = self._take_nothing
        return Reply(_RMAC_I, b"")

    def _take_reply(self, packet: bytes, body: bytes, kind: int) -> Reply | Over:
        if kind not in {_SCS_16, _SCS_18} or len(body) <= MAC_LENGTH:
            return Over(PLAIN_TEXT if kind < _SCS_15 else WRONG_ORDER)
        mac = chained_mac(self._keys, packet[:-MAC_LENGTH], self._c_mac)
        if not same(packet[-MAC_LENGTH:], mac[:MAC_LENGTH]):
            return Over(WRONG_MAC)
        code, payload = body[0], body[1:-MAC_LENGTH]
        if kind == _SCS_18:
            told = self._decrypted(payload)
            if told is None:
                return Over(WRONG_MAC)
            payload = told
        elif payload:
            return Over(PLAIN_TEXT)  # authenticated, but readable by anybody on the line
        self._r_mac = mac
        self._expect = self._take_nothing
        return Reply(code, payload)

    def _decrypted(self, payload: bytes) -> bytes | None:
        if not payload or len(payload) % BLOCK:
            return None
        iv = exclusive_or(self._c_mac, _ALL_ONES)
        return unpadded(cbc_decrypt(self._keys.s_enc, iv, payload))

    @staticmethod
    def _take_nothing(_packet: bytes, _body: bytes, _kind: int) -> Reply | Over:
        return Over(WRONG_ORDER)  # nobody asked
