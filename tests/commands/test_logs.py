"""`kiosk logs`: journald's where systemd runs, the file of a demonstration's pages elsewhere."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.assembly import logs
from kiosk.assembly.logs import UNITS, journal_words
from kiosk.commands import FAILED, USAGE
from tests.assembly.program import KIOSK, PATIENCE_S
from tests.commands.typed import fresh, typed
from tests.systemd.units import FOLDER


@pytest.fixture
def journalctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let systemd run here, and put a script where journalctl is looked for."""
    monkeypatch.setattr(logs, "BOOTED", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    (tmp_path / "bin").mkdir()

    def written(script: str) -> None:
        program = tmp_path / "bin" / "journalctl"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    return written


def test_every_program_of_a_unit_can_be_asked_for() -> None:
    assert all((FOLDER / unit).is_file() for unit in UNITS.values())
    services = {path.name for path in FOLDER.glob("*.service")}
    assert services == set(UNITS.values())


def test_journald_is_asked_for_our_units_and_no_other() -> None:
    words = journal_words((), lines=200)
    assert [words[at + 1] for at, word in enumerate(words) if word == "--unit"] == [*UNITS.values()]
    assert words[-2:] == ["--lines", "200"]
    one = journal_words(("kiosk",), since="-2h", follow=True, as_json=True)
    assert one[-4:] == ["--unit", "kiosk.service", "--since=-2h", "--follow"]
    assert one[one.index("--output") + 1] == "json"


def test_what_journald_says_is_passed_on_as_it_is(
    tmp_path: Path, journalctl: Callable[[str], None], capfd: pytest.CaptureFixture[str]
) -> None:
    config, _ = fresh(tmp_path)
    journalctl('echo "$@"')
    assert (
        typed("logs", "--unit", "web_ui", "--since", "yesterday", "--config", config).exit_code == 0
    )
    assert capfd.readouterr().out == (
        "--no-pager --quiet --output short-iso --unit web_ui.service --since=yesterday\n"
    )
    journalctl("exit 5")
    refused = typed("logs", "--config", config)
    assert (refused.exit_code, refused.stderr) == (FAILED, "kiosk: journalctl ended with 5.\n")


def test_a_program_that_is_none_of_ours_is_typed_wrong(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    assert typed("logs", "--unit", "sshd", "--config", config).exit_code == USAGE


def test_the_log_of_a_demonstration_is_shown_where_no_systemd_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "BOOTED", tmp_path / "none")
    config, settings = fresh(tmp_path)
    none = typed("logs", "--config", config)
    assert none.exit_code == FAILED
    assert "the terminal that they were started from" in none.stderr
    log = settings.folder.parent / "web.log"
    log.write_bytes(b"".join(b"line %d\n" % number for number in range(300)) + b"\xff\n")
    shown = typed("logs", "--config", config).stdout.splitlines()
    assert (len(shown), shown[-2:]) == (200, ["line 299", "\N{REPLACEMENT CHARACTER}"])
    assert typed("logs", "--unit", "web_ui", "--config", config).stdout.splitlines() == shown
    kiosk = typed("logs", "--unit", "kiosk", "--config", config)
    assert kiosk.exit_code == FAILED
    assert "what kiosk says stands on the terminal" in kiosk.stderr
    for words in (("--since", "-1h"), ("--json",)):
        assert typed("logs", *words, "--config", config).exit_code == USAGE


def test_a_log_is_followed_until_ctrl_c_also_when_it_is_begun_anew(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    log = settings.folder.parent / "web.log"
    log.write_text("before\n", encoding="utf-8")
    words = [*KIOSK, "logs", "--follow", "--config", str(config)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "before\n"
        with log.open("a", encoding="utf-8") as more:
            more.write("and after\n")
        assert child.stdout.readline() == "and after\n"
        log.write_text("anew\n", encoding="utf-8")
        assert child.stdout.readline() == "anew\n"
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE_S) == 0
        assert child.stdout.read() == ""


def test_ctrl_c_ends_what_journald_goes_on_saying(
    tmp_path: Path, journalctl: Callable[[str], None]
) -> None:
    journalctl("echo going on; exec sleep 60")
    script = (
        "import sys; from pathlib import Path; from kiosk.assembly import logs;"
        f"logs.BOOTED = Path({str(tmp_path)!r});"
        "from kiosk.commands import commands; commands(['logs', '-f'])"
    )
    with subprocess.Popen(
        [KIOSK[0], "-I", "-c", script], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "going on\n"
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE_S) == 0
