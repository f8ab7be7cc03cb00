"""OSDP's secure channel: published numbers, a device that obeys, and devices that do not."""

from binascii import crc_hqx
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.protocols.osdp_example import EXAMPLE, RND_A, RND_B, SCBK_D
from drivers.protocols.osdp_session import (
    DEFAULT_KEY,
    NO_PACKET,
    PLAIN_TEXT,
    S_ENC,
    S_MAC1,
    S_MAC2,
    WRONG_DEVICE,
    WRONG_KEY,
    WRONG_MAC,
    WRONG_ORDER,
    DefaultKeyRefused,
    Over,
    Reply,
    SecureChannel,
    SessionKeys,
    client_cryptogram,
    device_key,
    initial_r_mac,
    server_cryptogram,
    session_key,
    session_keys,
)
from tests.drivers.aes_block import AesBlock
from tests.drivers.osdp_device import OsdpDevice

KEY = bytes.fromhex("8f3a0c55d1e24b7796aa10f2c4b81e6d")
CHANCE = bytes.fromhex("1122334455667788")
POLL, RAW = 0x60, 0x50


def begun(client_uid: bytes | None = None) -> SecureChannel:
    return SecureChannel(AesBlock, KEY, CHANCE, addr=1, client_uid=client_uid)


def opened(device: OsdpDevice) -> SecureChannel:
    channel = begun()
    channel.take(device.take(channel.challenge()))
    channel.take(device.take(channel.proof()))
    assert channel.established
    return channel


def reader() -> OsdpDevice:
    return OsdpDevice(KEY, bytes.fromhex("a0b1c2d3e4f50617"))


def resealed(packet: bytes) -> bytes:
    return packet[:-2] + crc_hqx(packet[:-2], 0x1D0F).to_bytes(2, "little")


def test_the_worked_example_of_the_standard_is_calculated_again() -> None:
    """SIA OSDP, annex E: keys, cryptograms and initial R-MAC from SCBK-D, RND.A and RND.B."""
    base = AesBlock(SCBK_D)
    keys = session_keys(AesBlock, SCBK_D, RND_A)
    server = server_cryptogram(keys.s_enc, RND_A, RND_B)
    assert {
        "S-ENC": session_key(base, S_ENC, RND_A),
        "S-MAC1": session_key(base, S_MAC1, RND_A),
        "S-MAC2": session_key(base, S_MAC2, RND_A),
        "PD (client) cryptogram": client_cryptogram(keys.s_enc, RND_A, RND_B),
        "ACU (host) cryptogram": server,
        "R-MAC-I": initial_r_mac(keys, server),
    } == EXAMPLE


ZERO_KEYED = {
    # OSDP.Net, CommandOutgoingMessageTest: session keys and R-MAC all zero, second packet.
    (0x60, ""): "53000e000e0215604b32767773b6",
    (0x65, ""): "53000e000e021565460e3d4e2a6a",
    (0x66, ""): "53000e000e02156662de0516124b",
    (0x61, "00"): "53001e000e021761d14eb7ad982cc5f9aa25318a7eaed6269ae995731983",
    (0x6E, "0180250000"): "53001e000e02176eaca3c2ffe4d9e599cd771b8ef3d13f23faab634e0895",
    (0x68, "0003640001067800"): "53001e000e021768f7efa0d4764a4e29267596f216d8a9e8c5887608b908",
    (0x75, "011000010203040506070001020304050607"): (
        "53002e000e021775f0ddec9a0ed8ce4c80baf5d55c18436f9189fd66c9f223dc041486d83357df98"
        "6c1d4bc2b2f2"
    ),
}


@pytest.mark.parametrize(("code", "payload"), ZERO_KEYED)
def test_a_command_is_sealed_as_an_independent_library_seals_it(code: int, payload: str) -> None:
    """Padding, initial vector, MAC and packet of OSDP.Net, for commands with data and without."""
    channel = SecureChannel(AesBlock, KEY, CHANCE, addr=0, sequence=1)
    zero = AesBlock(bytes(16))
    channel._keys = SessionKeys(zero, zero, zero)
    channel._r_mac = bytes(16)
    channel._open = True
    sealed = channel.command(code, bytes.fromhex(payload))
    assert sealed.hex() == ZERO_KEYED[code, payload]


def test_commands_and_replies_of_every_length_pass_both_ways() -> None:
    device = reader()
    channel = opened(device)
    for length in range(70):
        payload = bytes(range(length))
        device.answer = (RAW, payload[::-1])
        assert channel.take(device.take(channel.command(0x80, payload))) == Reply(
            RAW, payload[::-1]
        )
        assert device.commands[-1] == (0x80, payload)
    assert channel.established


def test_no_payload_is_readable_on_the_line() -> None:
    device = reader()
    channel = opened(device)
    secret = b"CARD NUMBER 0123456789"
    device.answer = (RAW, secret)
    command = channel.command(0x80, secret)
    assert secret not in command
    assert secret not in device.take(command)


def test_the_default_key_opens_no_session() -> None:
    with pytest.raises(DefaultKeyRefused):
        SecureChannel(AesBlock, SCBK_D, CHANCE, addr=1)


def test_a_device_that_offers_the_default_key_is_refused() -> None:
    device = reader()
    device.key_named = 0
    channel = begun()
    assert channel.take(device.take(channel.challenge())) == Over(DEFAULT_KEY)
    assert not channel.established


def test_a_device_with_another_key_is_refused() -> None:
    device = OsdpDevice(bytes(16), b"12345678")
    channel = begun()
    assert channel.take(device.take(channel.challenge())) == Over(WRONG_KEY)


def test_another_device_is_refused_where_its_name_was_kept() -> None:
    device = reader()
    channel = begun(b"READER02")
    assert channel.take(device.take(channel.challenge())) == Over(WRONG_DEVICE)


def test_a_device_that_does_not_accept_our_proof_opens_nothing() -> None:
    device = reader()
    channel = begun()
    channel.take(device.take(channel.challenge()))
    refused = bytearray(device.take(channel.proof()))
    refused[7] = 0
    assert channel.take(resealed(bytes(refused))) == Over(WRONG_KEY)
    assert not channel.established


def plain(device: OsdpDevice, _: bytes, sequence: int) -> bytes:
    return device.packet(sequence, b"", b"\x40")


def plain_card(device: OsdpDevice, _: bytes, sequence: int) -> bytes:
    return device.packet(sequence, b"", b"\x50\x00\x00\x1a\x00\xbd\x88\xeb\x80")


def authenticated_but_readable(device: OsdpDevice, command: bytes, sequence: int) -> bytes:
    device.take(command)
    return device.packet(sequence, b"\x02\x16", b"\x50\x00\x00\x08\x00\x01", maced=True)


def replayed_proof(device: OsdpDevice, _: bytes, sequence: int) -> bytes:
    return device.packet(sequence, b"\x03\x14\x01", b"\x78" + device.r_mac)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (plain, PLAIN_TEXT),
        (plain_card, PLAIN_TEXT),
        (authenticated_but_readable, PLAIN_TEXT),
        (replayed_proof, WRONG_ORDER),
    ],
)
def test_an_open_channel_never_falls_back(
    answer: Callable[[OsdpDevice, bytes, int], bytes], why: str
) -> None:
    device = reader()
    channel = opened(device)
    command = channel.command(POLL)
    assert channel.take(answer(device, command, command[4] & 3)) == Over(why)
    assert not channel.established


@pytest.mark.parametrize("proof", [b"", b"\x00" * 31, b"\x00" * 33])
def test_a_challenge_answered_at_another_length_is_refused(proof: bytes) -> None:
    device, channel = reader(), begun()
    command = channel.challenge()
    sent = device.packet(command[4] & 3, b"\x03\x12\x01", b"\x76" + proof)
    assert channel.take(sent) == Over(WRONG_ORDER)


def test_an_initial_mac_that_was_made_up_is_refused() -> None:
    device, channel = reader(), begun()
    channel.take(device.take(channel.challenge()))
    command = channel.proof()
    sent = device.packet(command[4] & 3, b"\x03\x14\x01", b"\x78" + bytes(16))
    assert channel.take(sent) == Over(WRONG_MAC)


def test_a_reply_with_a_mere_checksum_is_refused() -> None:
    channel = begun()
    channel.challenge()
    plain = b"\x53\x81\x07\x00\x01\x40"
    assert channel.take(plain + bytes([-sum(plain) & 0xFF])) == Over(NO_PACKET)


@pytest.mark.parametrize("sent", [b"\x12" * 15, b"\x12" * 16, b""])
def test_an_authenticated_reply_that_does_not_decrypt_is_refused(sent: bytes) -> None:
    device = reader()
    channel = opened(device)
    command = channel.command(POLL)
    device.take(command)
    # As if the device had not said its first reply: its MAC goes on from the command's.
    reply = device.packet(command[4] & 3, b"\x02\x18", b"\x50" + sent, maced=True)
    assert channel.take(reply) == Over(WRONG_MAC)


def test_a_reply_said_twice_ends_the_channel() -> None:
    device = reader()
    channel = opened(device)
    reply = device.take(channel.command(POLL))
    assert channel.take(reply) == Reply(0x40, b"")
    assert channel.take(reply) == Over(WRONG_ORDER)


def test_yesterdays_reply_is_no_reply() -> None:
    device = reader()
    channel = opened(device)
    old = device.take(channel.command(POLL))
    channel.take(old)
    for _ in range(2):
        channel.take(device.take(channel.command(POLL)))
    channel.command(POLL)  # the same sequence number again
    assert channel.take(old) == Over(WRONG_MAC)


def test_a_channel_that_is_over_stays_over() -> None:
    device = reader()
    channel = opened(device)
    reply = device.take(channel.command(POLL))
    assert channel.take(b"\x53") == Over(NO_PACKET)
    assert channel.take(reply) == Over(NO_PACKET)
    assert channel.over == Over(NO_PACKET)
    with pytest.raises(AssertionError):
        channel.command(POLL)


def test_no_wrong_bit_of_a_reply_is_believed() -> None:
    """Also where the forger mends the CRC, as anybody on the line can."""
    for code, said in ((0x40, b""), (RAW, b"\x00\x00\x1a\x00\xbd\x88\xeb\x80")):
        for at in range(2000):
            device = reader()
            channel = opened(device)
            device.answer = (code, said)
            reply = bytearray(device.take(channel.command(POLL)))
            if at // 8 >= len(reply) - 2:
                break
            reply[at // 8] ^= 1 << at % 8
            assert isinstance(channel.take(resealed(bytes(reply))), Over)


@settings(max_examples=200)
@given(st.binary(max_size=80))
def test_no_packet_raises(packet: bytes) -> None:
    device = reader()
    for channel in (begun(), opened(device)):
        channel.challenge() if not channel.established else channel.command(POLL)
        assert isinstance(channel.take(packet), Over)


@given(st.binary(min_size=1, max_size=40), st.integers(0, 0x1F))
def test_no_well_formed_packet_of_a_stranger_raises_or_is_believed(body: bytes, scs: int) -> None:
    device = reader()
    channel = opened(device)
    command = channel.command(POLL)
    sent = device.packet(command[4] & 3, bytes([3, scs, 1]), body)
    assert isinstance(channel.take(sent), Over)


def test_the_key_of_a_device_comes_from_the_master_key_and_its_name() -> None:
    """SIA OSDP, annex D: the cipher over the device's eight bytes and their inverse."""
    uid = bytes.fromhex("0011223344556677")
    block = bytes.fromhex("0011223344556677ffeeddccbbaa9988")
    assert AesBlock(KEY).decrypt(device_key(AesBlock, KEY, uid)) == block
