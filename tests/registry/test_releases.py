"""A package is released by whoever the kiosk has a key of: one signature, or several, or none."""

import os
from pathlib import Path

import pytest

from kiosk.registry.releases import (
    Release,
    Unsigned,
    digest_of,
    key_of,
    new_key,
    read_keys,
    read_release,
    sign,
)
from kiosk.rules.broken import ConfigWrong

RELEASE = Release("2026.2", "arm64", "ab" * 32)
SOK, DARA, THIEF = (key_of(new_key(name)) for name in ("sok", "dara", "sok"))


def test_a_note_says_what_was_signed_and_by_whom() -> None:
    note = sign(SOK, RELEASE)
    assert note.startswith("armoury-kiosk package v1\n2026.2\narm64\n")
    assert "\n\n— armoury-kiosk/release/sok " in note
    assert read_release(note, (DARA, SOK)) == (RELEASE, ("sok",))


def test_a_second_signature_stands_beside_the_first() -> None:
    note = sign(DARA, RELEASE, sign(SOK, RELEASE))
    assert note.count("\n— ") == 2
    assert read_release(note, (DARA, SOK)) == (RELEASE, ("dara", "sok"))
    assert read_release(note, (DARA,)) == (RELEASE, ("dara",))


def test_a_second_signature_is_for_the_same_package() -> None:
    other = Release("2026.3", "arm64", "ab" * 32)
    with pytest.raises(Unsigned, match="about another package"):
        sign(DARA, RELEASE, sign(SOK, other))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "armoury-kiosk package v1\n2026.2\narm64\nabab\n",
        sign(THIEF, RELEASE),
        sign(SOK, RELEASE).replace("2026.2", "2026.3"),
        sign(SOK, RELEASE).replace("ab" * 32, "cd" * 32),
        sign(SOK, RELEASE)[:-9],
    ],
    ids=["nothing", "no signature", "another key", "version", "digest", "cut"],
)
def test_what_nobody_signed_so_is_refused(note: str) -> None:
    with pytest.raises(Unsigned, match="Nobody who may release"):
        read_release(note, (SOK,))


def test_a_note_of_another_kind_lets_no_package_in() -> None:
    """A head of a book is signed in the same form, and means something else."""
    with pytest.raises(Unsigned, match="of another kind"):
        read_release(SOK.signed_note("armoury-kiosk/btb-1\n7\nhash\n"), (SOK,))


def test_the_keys_are_those_of_releasers_and_of_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "sok.pub").write_text(f"{SOK.text}\n", encoding="ascii")
    (tmp_path / "kiosk.pub").write_text(
        f"{SOK.text.replace('release/sok', 'btb-1')}\n", encoding="ascii"
    )
    (found,) = read_keys(tmp_path, os.geteuid())
    assert found.text == SOK.text


def test_keys_that_others_may_change_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sok.pub"
    path.write_text(f"{SOK.text}\n", encoding="ascii")
    path.chmod(0o664)
    with pytest.raises(ConfigWrong, match="others than root may change it"):
        read_keys(tmp_path, os.geteuid())
    path.chmod(0o644)
    with pytest.raises(ConfigWrong, match="others than root may change it"):
        read_keys(tmp_path, os.geteuid() + 1)


@pytest.mark.parametrize("there", [False, True])
def test_without_a_key_nothing_is_let_in(tmp_path: Path, *, there: bool) -> None:
    folder = tmp_path / "releasers"
    if there:
        folder.mkdir()
    with pytest.raises(ConfigWrong, match="there is no public key of anybody"):
        read_keys(folder, os.geteuid())


def test_a_key_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "sok.pub").write_text("rubbish\n", encoding="ascii")
    with pytest.raises(ConfigWrong, match="a key cannot be read"):
        read_keys(tmp_path, os.geteuid())
    with pytest.raises(ConfigWrong, match="no key to sign packages with"):
        key_of("sok rubbish")


def test_the_sum_is_over_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "package.deb"
    path.write_bytes(b"abc")
    assert digest_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
