"""Keys shared with devices: in files nobody else may read, for the cipher as it is published."""

from pathlib import Path

import pytest

from kiosk.registry.device_keys import AesBlocks, read_device_key
from kiosk.rules.broken import ConfigWrong

# FIPS 197, appendix C.1.
KEY = bytes(range(16))
PLAIN = bytes.fromhex("00112233445566778899aabbccddeeff")
SEALED = bytes.fromhex("69c4e0d86a7b0430d8cdb78070b4c55a")


def written(path: Path, text: bytes, mode: int = 0o600) -> Path:
    """Write a key file."""
    path.write_bytes(text)
    path.chmod(mode)
    return path


def test_the_cipher_is_the_one_of_the_standard() -> None:
    assert AesBlocks(KEY).encrypt(PLAIN) == SEALED
    assert AesBlocks(KEY).decrypt(SEALED) == PLAIN


def test_a_key_is_read_with_or_without_the_end_of_its_line(tmp_path: Path) -> None:
    for text in (KEY.hex(), KEY.hex().upper() + "\r\n", f" {KEY.hex()}\n"):
        assert read_device_key(written(tmp_path / "a.key", text.encode())) == KEY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigWrong, match=r"a\.key: others may read the key: chmod 600 it"):
        read_device_key(written(tmp_path / "a.key", KEY.hex().encode(), mode))


@pytest.mark.parametrize("key", [bytes(16), b"\xff" * 16, bytes(range(0x30, 0x40))])
def test_a_key_that_everybody_knows_is_refused(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(ConfigWrong, match="holds a key that everybody knows"):
        read_device_key(written(tmp_path / "a.key", key.hex().encode()))


@pytest.mark.parametrize(
    "text", [b"", b"00" * 15, b"00" * 17, b"0" * 31, b"zz" * 16, b"\xff" * 32, b"0" * 4096]
)
def test_what_is_no_key_is_refused_and_never_shown(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(ConfigWrong) as wrong:
        read_device_key(written(tmp_path / "a.key", text))
    assert str(wrong.value) == f"{tmp_path}/a.key: holds no key: expected 32 hexadecimal digits"


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match=r"The key cannot be read: .*a\.key: it is not there"):
        read_device_key(tmp_path / "a.key")
