"""Proofs and channels with one wrong thing in them: a bit, a stranger, an answer of yesterday.

A true card may prove itself through any noise. Nobody else may, and nobody may change a word.
"""

import random
from binascii import crc_hqx
from collections.abc import Callable, Iterator, Mapping, Sequence

from drivers.protocols.badge_proof import SELECT_NTAG_424, Ask, BadgeProof, Proved
from drivers.protocols.ev2_session import NotBelieved
from drivers.protocols.iso14443_4 import Answered, BlockProtocol, Failed, Send
from drivers.protocols.key_diversification import diversified_key
from drivers.protocols.osdp_session import Over, Reply, SecureChannel
from tests.drivers.aes_block import AesBlock
from tests.drivers.ntag424_card import BlockCard, Ntag424Card
from tests.drivers.osdp_device import OsdpDevice

UID = "04A1B2C3D4E580"
MASTER = bytes.fromhex("00112233445566778899aabbccddeeff")
SCBK = bytes.fromhex("8f3a0c55d1e24b7796aa10f2c4b81e6d")
BLOCKS_MAX = 400
"""Blocks of a whole proof, at most: the wildest card must not keep a reader for ever."""

POLL = 0x60

Tamper = Callable[[bytes], bytes | None]
"""What becomes of an answer on its way; None: it is lost."""


class Wrong(Exception):
    """Somebody was believed who must not be."""


def tampering(chance: random.Random) -> Tamper:
    """Return a way of spoiling answers: bits, lengths, losses, or nothing."""
    how = chance.randrange(5)
    rate = chance.choice((0.05, 0.3, 1.0))

    def tamper(answer: bytes) -> bytes | None:
        if how == 0 or chance.random() >= rate:
            return answer
        if how == 1:
            return None
        spoiled = bytearray(answer)
        if how == 2:
            spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        elif how == 3:
            del spoiled[chance.randrange(len(spoiled)) :]
        else:
            spoiled = bytearray(chance.randbytes(chance.randrange(1, 64)))
        return bytes(spoiled)

    return tamper


# ---------------------------------------------------------------- badges
def badge(chance: random.Random) -> bool:
    """Let a card prove itself; return whether it did.

    Raises:
        Wrong: a card was believed that is not the one, or does not know its key.
    """
    own = diversified_key(AesBlock, MASTER, bytes.fromhex(UID))
    stranger = chance.random() < 0.5
    card = Ntag424Card(
        UID if chance.random() < 0.8 else "04A1B2C3D4E581",
        {1: chance.randbytes(16) if stranger else own},
        chance.randbytes(16),
    )
    proof = BadgeProof(AesBlock, MASTER, UID, chance.randbytes(16))
    shown = BlockCard(card, piece=chance.choice((13, 29, 61)), waits=chance.choice((0, 0, 2)))
    told = _led(proof, shown, tampering(chance))
    if not isinstance(told, Proved):
        return False
    if stranger or card.uid.hex().upper() != UID or told.uid != UID:
        raise Wrong
    return True


def _led(proof: BadgeProof, shown: BlockCard, tamper: Tamper) -> Proved | NotBelieved | Failed:
    protocol, blocks = BlockProtocol(16), 0
    told: Ask | Proved | NotBelieved = proof.begin()
    while isinstance(told, Ask):
        step: Send | Answered | Failed = protocol.begin(told.command)
        while isinstance(step, Send):
            blocks += 1
            assert blocks <= BLOCKS_MAX, "a card is talked to for ever"
            step = protocol.take(_heard(shown, step.block, tamper))
        if isinstance(step, Failed):
            return step
        told = proof.take(step.answer)
    return told


def _heard(shown: BlockCard, block: bytes, tamper: Tamper) -> bytes | None:
    try:
        return tamper(shown.take(block))
    except (AssertionError, IndexError):  # the card was asked for what it never had: it is silent
        return None


def answers(pieces: Sequence[bytes]) -> None:
    """Answer a proof with bytes that no key made: without blocks, and in blocks.

    Raises:
        Wrong: it was believed.
    """
    proof = BadgeProof(AesBlock, MASTER, UID, bytes(range(16)))
    proof.begin()
    protocol = BlockProtocol(16)
    protocol.begin(SELECT_NTAG_424)
    for piece in pieces:
        if isinstance(proof.take(piece), Proved):
            raise Wrong
        if not isinstance(protocol.take(piece or None), Send):
            protocol.begin(SELECT_NTAG_424)


# ---------------------------------------------------------------- OSDP
def channel(chance: random.Random) -> bool:
    """Let a device open a channel and answer in it; return whether all it said was believed.

    Raises:
        Wrong: something was believed that the device did not say.
    """
    stranger = chance.random() < 0.3
    device = OsdpDevice(chance.randbytes(16) if stranger else SCBK, chance.randbytes(8))
    ours = SecureChannel(AesBlock, SCBK, chance.randbytes(8), addr=1)
    tamper = tampering(chance)
    yesterday: list[bytes] = []
    for command in _commands(ours, chance):
        said = (0x50, chance.randbytes(chance.randrange(40))) if ours.established else (0, b"")
        device.answer = said
        try:
            answer = device.take(command)
        except AssertionError:  # the device ends a channel too
            return False
        yesterday.append(answer)
        if chance.random() < 0.05:
            answer = chance.choice(yesterday)
        told = ours.take(_sealed_again(tamper(answer) or b"", chance))
        if isinstance(told, Over):
            return False
        if stranger or (said[0] and told != Reply(*said)):
            raise Wrong
    return True


def _sealed_again(packet: bytes, chance: random.Random) -> bytes:
    """Return a packet as it stands, or with its CRC mended, as anybody on the line can."""
    if chance.random() < 0.5:
        return packet
    return packet[:-2] + crc_hqx(packet[:-2], 0x1D0F).to_bytes(2, "little")


def _commands(ours: SecureChannel, chance: random.Random) -> Iterator[bytes]:
    yield ours.challenge()
    yield ours.proof()
    for _ in range(chance.randint(1, 6)):
        yield ours.command(POLL, chance.randbytes(chance.choice((0, 5, 33))))


def packets(pieces: Sequence[bytes]) -> None:
    """Answer a challenge, and a channel that stands, with bytes that no key made.

    Raises:
        Wrong: they were believed.
    """
    for standing in (False, True):
        device = OsdpDevice(SCBK, bytes(8))
        ours = SecureChannel(AesBlock, SCBK, bytes(range(8)), addr=1)
        asked = ours.challenge()
        if standing:
            ours.take(device.take(asked))
            ours.take(device.take(ours.proof()))
            asked = ours.command(POLL)
        for piece in pieces:
            if not isinstance(ours.take(piece), Over):
                raise Wrong
        assert asked, "something was asked"


TALKS: Mapping[str, Callable[[random.Random], bool]] = {
    "badge-proof": badge,
    "osdp-channel": channel,
}
"""Name in the campaign's table -> one talk, whole or spoiled."""

STRANGERS: Mapping[str, Callable[[Sequence[bytes]], None]] = {
    "badge-proof": answers,
    "osdp-channel": packets,
}
"""The same, answered with anything at all."""
