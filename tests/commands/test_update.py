"""`kiosk release` and `kiosk update`, as far as no machine is changed."""

import os
import shutil
from pathlib import Path

import pytest

from kiosk.commands import FAILED, NOT_PERMITTED, USAGE
from kiosk.registry.releases import digest_of, key_of, read_release
from tests.assembly.program import warehouse
from tests.commands.typed import typed
from tests.provision.debs import small

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="this is no Debian")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="a version is put in by root alone")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return the key of somebody who releases."""
    assert typed("release", "key", "sok", tmp_path / "sok.key").exit_code == 0
    return tmp_path / "sok.key"


def test_a_key_stays_with_its_owner_and_its_public_half_goes_to_the_kiosks(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600
    public = key.with_name("sok.key.pub").read_text("ascii")
    assert public.startswith("armoury-kiosk/release/sok+")
    assert key.read_text("ascii").split()[1] not in public
    before = key.read_bytes()
    assert typed("release", "key", "sok", key).exit_code == FAILED
    assert key.read_bytes() == before
    assert typed("release", "key", "so/k", key.with_name("x")).exit_code == USAGE


def test_two_people_sign_one_package(key: Path, tmp_path: Path) -> None:
    package = small(tmp_path, "2026.2")
    typed("release", "key", "dara", tmp_path / "dara.key")
    said = typed("release", "sign", key, package)
    assert said.stdout == f"{package}.note: version 2026.2, signed by sok.\n"
    assert typed("release", "sign", tmp_path / "dara.key", package).exit_code == 0
    keys = [key_of(path.read_text("ascii")) for path in (key, tmp_path / "dara.key")]
    note = Path(f"{package}.note").read_text("utf-8")
    release, signers = read_release(note, keys)
    assert (release.version, release.architecture) == ("2026.2", "all")
    assert release.digest == digest_of(package)
    assert signers == ("sok", "dara")


def test_a_note_about_another_package_is_not_signed_once_more(key: Path, tmp_path: Path) -> None:
    one, other = small(tmp_path, "2026.2"), small(tmp_path, "2026.3")
    typed("release", "sign", key, one)
    shutil.copy(f"{one}.note", f"{other}.note")
    said = typed("release", "sign", key, other)
    assert (said.exit_code, "about another package" in said.stderr) == (FAILED, True)


def test_what_was_not_typed_is_said(tmp_path: Path) -> None:
    assert typed("update").exit_code == USAGE
    assert typed("update", "--back", tmp_path / "x.deb").exit_code == USAGE


def test_another_account_than_root_puts_nothing_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert typed("update", tmp_path / "x.deb").exit_code == NOT_PERMITTED


@as_root
def test_a_package_without_a_note_or_a_key_is_refused(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, _ = warehouse(tmp_path)
    releasers = tmp_path / "releasers"
    monkeypatch.setattr("kiosk.commands.update.RELEASERS", str(releasers))
    package = small(tmp_path, "2026.2")
    said = typed("update", package, "--config", config)
    assert (said.exit_code, "it is not signed" in said.stderr) == (FAILED, True)
    typed("release", "sign", key, package)
    said = typed("update", package, "--config", config)
    assert (said.exit_code, "no public key of anybody" in said.stderr) == (78, True)
    releasers.mkdir()
    typed("release", "key", "dara", tmp_path / "dara.key")
    shutil.copy(tmp_path / "dara.key.pub", releasers / "dara.pub")
    said = typed("update", package, "--config", config)
    assert (said.exit_code, "Nobody who may release" in said.stderr) == (FAILED, True)
