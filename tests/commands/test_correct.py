"""What a technician types to have the register corrected, and who must come for it."""

import subprocess
from pathlib import Path

from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CHIEF, CUSTODIAN, KIOSK, Program, member, running, warehouse
from tests.commands.typed import typed

BOPHA = "0047730"
PIPE = subprocess.PIPE


def corrected(kiosk: Program, config: Path, *words: str) -> tuple[int, str]:
    """Correct something with two people at the bay; return how it ended and what was said."""
    whole = [*KIOSK, "correct", *words, "--config", str(config)]
    with subprocess.Popen(whole, stdout=PIPE, stderr=PIPE, text=True) as correcting:
        for who in (CHIEF, CUSTODIAN):
            kiosk.until(Stage.VOUCH)
            kiosk.bench.scan("badge", member(who).badge_text)
            kiosk.until(Stage.VOUCH_PIN)
            kiosk.face.tap(p.Pin(member(who).pin))
        said, _ = correcting.communicate(timeout=20)
    return correcting.returncode, said


def test_an_officer_and_a_weapon_are_corrected_by_two_people_and_the_register_says_so(
    tmp_path: Path,
) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        words = ("officer", BOPHA, "--unit", "Depot 2", "--why", "moved")
        assert corrected(kiosk, config, *words) == (0, "The register is corrected.\n")
        weapon = kiosk.face.view().positions[0].weapon
        assert weapon is not None
        words = ("weapon", weapon.number, "--serial", "56-1 O017", "--why", "read again")
        assert corrected(kiosk, config, *words) == (0, "The register is corrected.\n")
        again = kiosk.face.view().positions[0].weapon
        assert again is not None
        assert again.serial == "56-1 O017"
    assert "Depot 2" in typed("officers", "show", BOPHA, "--config", config).stdout
    assert "56-1 O017" in typed("weapons", "show", weapon.number, "--config", config).stdout


def test_a_correction_is_taken_back_by_its_line_in_the_book(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        words = ("officer", BOPHA, "--unit", "Depot 2", "--why", "moved")
        assert corrected(kiosk, config, *words)[0] == 0
        line = next(x for x in kiosk.face.lines(0, 9) if x.kind == "officer.corrected")
        back = ("reverse", str(line.seq), "--why", "stays here")
        assert corrected(kiosk, config, *back) == (0, "The register is corrected.\n")
        again = typed("correct", *back, "--config", config)
        assert (again.exit_code, again.stdout) == (1, "")
        assert "taken back already, by line" in again.stderr
        nothing = typed("correct", "reverse", "1", "--why", "x", "--config", config)
        assert "Line 1 is no correction" in nothing.stderr
    assert "Depot 2" not in typed("officers", "show", BOPHA, "--config", config).stdout


def test_a_hold_and_a_withdrawal_count_at_once_and_say_why_they_may_not(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    badge = member(CUSTODIAN).badge_text
    with running(config, settings) as kiosk:
        kiosk.answered()
        held = typed("officers", "hold", BOPHA, "--why", "suspended", "--config", config)
        assert (held.exit_code, held.stdout) == (
            0, f"Officer {BOPHA} draws nothing from now on.\n",
        )  # fmt: skip
        again = typed("officers", "hold", BOPHA, "--why", "suspended", "--config", config)
        assert (again.exit_code, again.stdout) == (1, "")
        assert "The register says so already." in again.stderr
        gone = typed("badge", "withdraw", badge, "--why", "lost", "--config", config)
        assert (gone.exit_code, gone.stdout) == (0, "The badge is nobody's from now on.\n")
        assert typed("badge", "withdraw", badge, "--why", "x", "--config", config).exit_code == 1
        kiosk.bench.scan("badge", badge)
        kiosk.once(lambda view: view.outcome is not None and view.outcome.reason == "unknown_badge")
    assert "on hold" in typed("officers", "list", "--config", config).stdout


def test_what_cannot_be_corrected_is_said_before_anybody_comes(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        for words, said in (
            (("officer", "nobody", "--unit", "x"), "has no officer nobody"),
            (("weapon", "nothing", "--serial", "x"), "has no weapon nothing"),
            (("officer", BOPHA, "--certificates", "rifle soon"), "column certificates"),
            (("officer", BOPHA), "Nothing would change"),
            (
                ("officer", BOPHA, "--unit", "x", "--rank", "y", "--name", "z"),
                "at most two fields",
            ),
        ):
            wrong = typed("correct", *words, "--why", "a slip", "--config", config)
            assert (wrong.exit_code, wrong.stdout) == (1, "")
            assert said in wrong.stderr
