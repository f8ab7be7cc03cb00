"""Every command: what it answers, what it says, and the code it ends with."""

import json
import os
import pwd
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

from kiosk.commands import COMMANDS, commands
from kiosk.commands import page as commands_page
from kiosk.commands.options import colourful, progress
from kiosk.registry.progress import Progress
from kiosk.registry.verify import whole
from kiosk.rules.labels import Kind, number
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CHIEF, CUSTODIAN, KIOSK, member, running, warehouse
from tests.commands.typed import fresh, typed
from tests.registry.closed_book import sql


def test_the_page_of_the_commands_is_not_stale() -> None:
    """Cure: `python -m kiosk.commands.page`."""
    assert commands_page.PLACE.read_text(encoding="utf-8") == commands_page.page()


def test_the_help_lists_every_command_and_loads_none_of_them() -> None:
    script = (
        "import sys\n"
        "from kiosk.commands import commands\n"
        "commands(['--help'], standalone_mode=False)\n"
        "heavy = ('kiosk.registry', 'kiosk.keeper', 'kiosk.assembly', 'drivers')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])\n"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    ).stdout
    assert said.endswith("[]\n")
    for name, sentence in COMMANDS.items():
        assert f"  {name}" in said
        assert sentence.split()[0] in said


def test_every_command_stands_in_its_module() -> None:
    assert all(commands.get_command(None, name) is not None for name in COMMANDS)  # type: ignore[arg-type]  # it is not used
    assert typed("fly").exit_code == 2


def test_a_wrong_configuration_ends_every_command_with_78(tmp_path: Path) -> None:
    for words in (["run"], ["status"], ["verify"], ["rebuild", "lines"], ["officers", "list"]):
        result = typed(*words, "--config", tmp_path / "kiosk.toml")
        assert (result.exit_code, result.stdout) == (78, "")
        assert result.stderr.startswith("kiosk: ")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.promise("P12")
@pytest.mark.parametrize(
    "words", [["weapons", "show", "\udcff"], ["officers", "add", "7", "S\udcff"]]
)
def test_what_is_typed_and_is_no_text_is_said_before_anything_is_done(words: list[str]) -> None:
    result = typed(*words)
    assert result.exit_code == 2
    assert "'\\udcff', is no text" in result.stderr or "'S\\udcff', is no text" in result.stderr


def test_where_nobody_answers_status_says_so(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    result = typed("status", "--config", config)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nobody answers" in result.stderr
    assert typed("badge", "enrol", "1", "--config", config).exit_code == 1


def test_status_says_how_the_kiosk_is(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        kiosk.bench.plug("badge", plugged=False)
        kiosk.bench.cable("R2-A", opened=True)
        view = kiosk.once(lambda view: bool(view.faults and view.alarms))
        told = json.loads(typed("status", "--json", "--config", config).stdout)
        assert told["schema"] == 1
        assert told["stage"] == "idle"
        assert told["head"] == {"seq": view.seq, "hash": view.head}
        assert told["counts"] == {
            "in": 18, "out": 0, "missing": 0, "doubt": 6, "empty": 1,
            "registered": 24, "overdue": 0,
        }  # fmt: skip
        assert told["open_cables"] == ["R2-A"]
        assert told["faults"] == [{"device": "badge", "fault": "device_lost"}]
        assert told["alarms"] == [{"about": "R2-A", "answered": "", "cause": "forced"}]
        assert told["doubts"][0] == {"cause": "forced", "position": "R2-01"}
        said = typed("status", "--config", config).stdout
    assert "open     cable R2-A\n" in said
    assert "fault    device_lost badge: " in said
    assert "doubt    forced R2-06: " in said


def test_verify_ends_with_0_or_3_and_says_where(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    good = typed("verify", "--config", config)
    assert good.exit_code == 0
    assert "each sealed to the one before" in good.stdout
    assert good.stderr == "", "nobody waits at a terminal"
    verdict = whole(settings.folder)
    head = f"{verdict.head_seq}:{verdict.head_hash}"
    assert typed("verify", "--config", config, "--head", head).exit_code == 0
    for wrong in (f"3:{'0' * 64}", f"{verdict.head_seq + 1}:{'0' * 64}"):
        assert typed("verify", "--config", config, "--head", wrong).exit_code == 3
    lines = settings.folder / "journal.lines"
    lines.write_bytes(lines.read_bytes().replace(b"Sok Dara", b"Som Dara"))
    broken = typed("verify", lines, "--json")
    found = json.loads(broken.stdout)
    assert (broken.exit_code, found["good"], found["copy"]) == (3, False, "line file")
    assert found["broken_at"] is not None
    assert list(found) == sorted(found)


def test_verify_names_the_tables_that_were_changed_unless_only_the_chain_is_asked_for(
    tmp_path: Path,
) -> None:
    config, settings = warehouse(tmp_path)
    assert "The tables are what the entries make" in typed("verify", "--config", config).stdout
    sql(settings.folder, "UPDATE badge SET officer = '0041207'")
    found = typed("verify", settings.folder / "registry.db", "--json")
    told = json.loads(found.stdout)
    assert (found.exit_code, told["good"], told["broken_at"]) == (3, False, None)
    assert told["differing_tables"] == ["badge"]
    chain = typed("verify", "--config", config, "--chain-only", "--json")
    assert (chain.exit_code, json.loads(chain.stdout)["differing_tables"]) == (0, None)


def test_a_verify_that_could_not_go_to_its_end_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> tuple[str, ...]:
        raise OSError(28, "No space left on device")

    config, _ = warehouse(tmp_path)
    monkeypatch.setattr("kiosk.registry.verify.differing_tables", fails)
    result = typed("verify", "--config", config)
    assert result.exit_code == 1
    assert "could not be compared" in result.stdout


@pytest.mark.parametrize("head", ["3", "3:00", "x:" + "0" * 64, "3:" + "g" * 64, ""])
def test_a_head_that_is_none_is_typed_wrong(tmp_path: Path, head: str) -> None:
    config, _ = fresh(tmp_path)
    assert typed("verify", "--config", config, "--head", head).exit_code == 2


@pytest.mark.parametrize("part", ["lines", "database", "tables"])
def test_each_part_of_the_book_is_made_again_from_the_rest(tmp_path: Path, part: str) -> None:
    config, settings = warehouse(tmp_path)
    before = whole(settings.folder)
    people = typed("officers", "list", "--json", "--config", config).stdout
    result = typed("rebuild", part, "--config", config)
    assert (result.exit_code, result.stdout) == (0, f"Made again: {part}, up to entry 93.\n")
    after = whole(settings.folder)
    assert (after.good, after.head_hash) == (True, before.head_hash)
    assert typed("officers", "list", "--json", "--config", config).stdout == people
    assert typed("rebuild", "everything", "--config", config).exit_code == 2


def test_nothing_is_made_again_from_a_copy_that_was_changed(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    lines = settings.folder / "journal.lines"
    lines.write_bytes(lines.read_bytes().replace(b"Sok Dara", b"Som Dara"))
    database = (settings.folder / "registry.db").read_bytes()
    assert typed("rebuild", "database", "--config", config).exit_code == 3
    assert (settings.folder / "registry.db").read_bytes() == database


def test_nothing_is_made_again_while_a_kiosk_runs(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        result = typed("rebuild", "tables", "--config", config)
        assert result.exit_code == 75
        assert "Another program" in result.stderr


def test_a_rebuild_makes_no_book_where_there_is_none(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    assert typed("rebuild", "lines", "--config", config).exit_code == 3
    assert not settings.folder.exists()


def test_people_and_weapons_are_shown(tmp_path: Path) -> None:
    config, _ = warehouse(tmp_path)
    shown = typed("officers", "show", "0041207", "--config", config).stdout
    assert "certificates  rifle 2034-12-31, pistol 2034-12-31\n" in shown
    assert "badges        2010000148\n" in shown
    told = json.loads(typed("officers", "show", "0041207", "--json", "--config", config).stdout)
    assert (told["has_pin"], told["number"]) == (True, "0041207")
    listed = typed("officers", "list", "--config", config).stdout.splitlines()
    assert listed[0].split() == ["number", "name", "rank", "unit", "role"]
    assert any(line.endswith("on hold") for line in listed)
    assert typed("officers", "show", "nobody", "--config", config).exit_code == 1
    both = json.loads(typed("weapons", "show", "1880552", "--json", "--config", config).stdout)
    assert [weapon["serial"] for weapon in both["weapons"]] == ["1880552", "1880552"]
    shown = typed("weapons", "show", "1010000182", "--config", config).stdout
    assert ["serial", "1973-0482"] in [line.split() for line in shown.splitlines()]
    assert typed("weapons", "show", "none", "--config", config).exit_code == 1
    found = typed("weapons", "list", "--search", "4011", "--config", config).stdout
    assert len(found.splitlines()) == 4


def test_where_there_is_no_book_the_register_says_so(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    result = typed("officers", "list", "--config", config)
    assert result.exit_code == 1
    assert "There is no book" in result.stderr


def test_an_officer_that_exists_is_not_changed(tmp_path: Path) -> None:
    config, _ = warehouse(tmp_path)
    result = typed("officers", "add", "0041207", "Somebody Else", "--config", config)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "0041207" in result.stderr
    wrong = typed("officers", "add", "9", "New", "--certificates", "rifle soon", "--config", config)
    assert wrong.exit_code == 1
    assert "column certificates" in wrong.stderr
    wrong = typed("weapons", "add", "AK", "rifle", "1", "--rounds", "x", "--config", config)
    assert "column rounds" in wrong.stderr


def test_a_mission_order_is_for_somebody_and_for_a_while(tmp_path: Path) -> None:
    config, _ = warehouse(tmp_path)

    def order(officer: str, since: str, until: str) -> int:
        words = ("missions", "add", "BN-1", officer, "--from", since, "--until", until)
        return typed(*words, "--config", config).exit_code

    assert order("0039948", "2026-11-22T06:00", "2026-11-23T06:00") == 0
    assert order("nobody", "2026-11-22T06:00", "2026-11-23T06:00") == 1
    assert order("0039948", "2026-11-23T06:00", "2026-11-22T06:00") == 2
    assert order("0039948", "tomorrow", "2026-11-22T06:00") == 2
    shown = typed("officers", "show", "0039948", "--config", config).stdout
    assert "BN-1 2026-11-22 to 2026-11-23" in shown


def test_a_book_of_another_account_is_not_written_by_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What root wrote, the kiosk's own account could not open again."""
    config, _ = warehouse(tmp_path)
    owner = pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    result = typed("officers", "add", "9", "New", "--config", config)
    assert result.exit_code == 4
    assert f"belongs to {owner}; do it as {owner}" in result.stderr


def test_giving_a_badge_is_followed_to_its_end(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        words = [*KIOSK, "badge", "enrol", "0047730", "--config", str(config)]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True) as enrol:
            for who in (CHIEF, CUSTODIAN):
                kiosk.until(Stage.ENROL_VOUCHER)
                kiosk.bench.scan("badge", member(who).badge_text)
                kiosk.until(Stage.ENROL_VOUCHER_PIN)
                kiosk.face.tap(p.Pin(member(who).pin))
            kiosk.until(Stage.ENROL_BADGE)
            kiosk.bench.scan("weapon", number(Kind.BADGE, 1, 77))
            kiosk.until(Stage.ENROL_PIN)
            kiosk.face.tap(p.NewPin("640218", "640218"))
            said, talked = enrol.communicate(timeout=20)
        assert (enrol.returncode, said) == (0, "The badge is given, and its PIN is set.\n")
        assert "Now show the new badge of Nhem Bopha." in talked


def test_giving_a_badge_that_is_left_ends_with_1(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        assert typed("badge", "enrol", "nobody", "--config", config).exit_code == 1
        ended: list[int] = []
        thread = threading.Thread(
            target=lambda: ended.append(
                typed("badge", "enrol", "0047730", "--config", config).exit_code
            )
        )
        thread.start()
        kiosk.until(Stage.ENROL_VOUCHER)
        kiosk.face.tap(p.Cancel())
        thread.join(20)
        assert ended == [1]


class Terminal(StringIO):
    """Somewhere a person looks."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


def test_long_work_is_shown_to_whoever_waits_each_task_with_its_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stream, shown in ((Terminal(), True), (StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress() as tell:
            for task in ("verifying the database", "verifying the line file"):
                tell(Progress(task, 1, 2))
                tell(Progress(task, 2, 2))
        for task in ("verifying the database", "verifying the line file"):
            assert (f"{task}  [" in stream.getvalue()) is shown
        assert ("100%" in stream.getvalue()) is shown


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colourful(Terminal())
    assert not colourful(StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colourful(Terminal())
