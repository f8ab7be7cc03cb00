"""Chaining, padding and CMAC: published vectors, and the library's own answers."""

import pytest
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from drivers.protocols.aes import cbc_decrypt, cbc_encrypt, cmac, padded, unpadded
from tests.drivers.aes_block import AesBlock, cbc

# RFC 4493, section 4.
KEY = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
MESSAGE = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)

keys = st.binary(min_size=16, max_size=16)
blocks = st.integers(0, 6).flatmap(
    lambda count: st.binary(min_size=16 * count, max_size=16 * count)
)


@pytest.mark.parametrize(
    ("length", "mac"),
    [
        (0, "bb1d6929e95937287fa37d129b756746"),
        (16, "070a16b46b4d4144f79bdd9dd04a287c"),
        (40, "dfa66747de9ae63030ca32611497c827"),
        (64, "51f0bebf7e3b9d92fc49741779363cfe"),
    ],
)
def test_cmac_is_that_of_rfc_4493(length: int, mac: str) -> None:
    assert cmac(AesBlock(KEY), MESSAGE[:length]).hex() == mac


@given(keys, st.binary(max_size=100))
def test_cmac_is_the_librarys(key: bytes, message: bytes) -> None:
    theirs = CMAC(algorithms.AES(key))
    theirs.update(message)
    assert cmac(AesBlock(key), message) == theirs.finalize()


def test_a_message_of_one_block_is_filled_up_to_two_where_two_are_asked_for() -> None:
    """AN10922, 2.2: padded like a message that ends inside its block, with the second subkey."""
    aes = AesBlock(KEY)
    second = bytes.fromhex("f7ddac306ae266ccf90bc11ee46d513b")  # K2 of RFC 4493, section 4
    filled = bytes.fromhex("80" + "00" * 15)
    last = bytes(one ^ other for one, other in zip(filled, second, strict=True))
    assert cmac(aes, MESSAGE[:16], pad_to=32) == cbc(KEY, bytes(16), MESSAGE[:16] + last)[16:]


@given(keys, keys, blocks)
def test_chaining_is_the_librarys(key: bytes, iv: bytes, message: bytes) -> None:
    aes = AesBlock(key)
    assert cbc_encrypt(aes, iv, message) == cbc(key, iv, message)
    assert cbc_decrypt(aes, iv, message) == cbc(key, iv, message, decrypt=True)


@given(st.binary(max_size=50))
def test_padding_comes_off_as_it_went_on(message: bytes) -> None:
    assert len(padded(message)) % 16 == 0
    assert unpadded(padded(message)) == message


@pytest.mark.parametrize("wrong", [b"", bytes(16), b"\x01" * 16, b"\x80" + bytes(16)])
def test_what_is_no_padding_is_refused(wrong: bytes) -> None:
    assert unpadded(wrong) is None
