"""What dpkg says of a package file, and what is no package of ours."""

import shutil
from pathlib import Path

import pytest

from kiosk.provision.packages import architecture, newer, ran, read_package
from kiosk.rules.broken import ConfigWrong
from tests.provision.debs import small

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="this is no Debian")


def test_a_package_says_what_it_is(tmp_path: Path) -> None:
    path = small(tmp_path, "2026.2", kilobytes=12_000)
    found = read_package(path)
    assert (found.path, found.version, found.architecture) == (path, "2026.2", "all")
    assert found.bytes_installed == 12_000 << 10


def test_what_is_no_package_of_ours_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match="is 'other', not 'armoury-kiosk'"):
        read_package(small(tmp_path, "1", name="other"))
    rubbish = tmp_path / "rubbish.deb"
    rubbish.write_bytes(b"rubbish")
    with pytest.raises(ConfigWrong, match="is no package"):
        read_package(rubbish)


def test_versions_are_compared_as_dpkg_does() -> None:
    assert newer("2026.10", "2026.9")
    assert not newer("2026.9", "2026.9")
    assert newer("2026.1", "2026.1~test")
    assert architecture()


def test_a_command_that_hangs_or_is_not_there_is_an_answer_too() -> None:
    assert ran("sleep", "60", patience_s=0.1).code == 124
    assert ran("no-such-command-here").code == 127
    said = ran("sh", "-c", "echo one; echo two >&2; echo; exit 3")
    assert (said.code, said.last) == (3, "two")
    assert ran("true").last == ""
