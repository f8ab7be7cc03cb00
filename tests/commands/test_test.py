"""`kiosk test`: one device tried in service mode, and what was seen of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CHIEF, Program, member, running
from tests.commands.technician import BADGE, MORE, Said, meanwhile, opened, serviced, vouches
from tests.commands.typed import fresh, typed


@contextmanager
def serving(folder: Path, more: str = "") -> Iterator[Program]:
    """Run a kiosk in service mode."""
    config, settings = serviced(folder, more)
    with running(config, settings) as kiosk:
        kiosk.answered()
        assert opened(kiosk).code == 0
        yield kiosk


def kinds(kiosk: Program, many: int) -> list[str]:
    """Return the kinds of the newest lines, oldest first."""
    return [line.kind for line in reversed(kiosk.face.lines(0, many))]


def tried(kiosk: Program, cable: str, *more: str, count: int) -> Said:
    """Try the lock of a loaded cable as it is meant."""

    def both() -> None:
        vouches(kiosk, chief=True)
        vouches(kiosk, chief=False)
        kiosk.until(Stage.OPEN_NOW)
        assert kiosk.bolts_up() == [f"bolt {cable}"]
        kiosk.bench.cable(cable, opened=True)
        kiosk.until(Stage.CABLE_OPEN)
        assert kiosk.bolts_up() == []
        kiosk.bench.cable(cable, opened=False)
        kiosk.until(Stage.COUNT)
        kiosk.face.tap(p.Count(count))

    return meanwhile(kiosk.config, ("test", "lock", cable, *more), both)


@pytest.mark.promise("P1")
def test_a_loaded_cable_is_tried_while_both_are_there_and_seen_open_and_shut(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as kiosk:
        said = tried(kiosk, "R1-A", count=6)
        assert (said.code, said.answer) == (
            0, "Cable R1-A was seen to open and to shut; 6 weapons exposed.\n",
        )  # fmt: skip
        assert said.talk.splitlines()[-3:] == [
            "The bolt is drawn: open cable R1-A now.",
            "It was seen open. Take nothing, and shut it again.",
            "It was seen shut. Count what hangs on it, at the screen.",
        ]
        lines = [each for each in kinds(kiosk, 14) if each != "session.closed"]
        begun, granted = lines.index("trial.begun"), lines.index("release.granted")
        assert begun < lines.index("trial.vouched") < granted < lines.index("cable.opened")
        assert "trial.ended" in lines[granted:]
        assert "weapon.issued" not in lines


def test_a_script_is_told_what_was_seen_and_a_count_that_differs_ends_with_3(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as kiosk:
        said = tried(kiosk, "R1-B", "--json", count=1)
        told = json.loads(said.answer)
        assert told.pop("seq") > 0
        exposed = told.pop("exposed")
        assert exposed > 1
        assert told == {
            "schema": 1, "test": "lock", "about": "R1-B", "found": ["opened", "shut"], "missed": [],
            "count_differs": True,
        }  # fmt: skip
        assert said.code == 3
        again = typed("test", "lock", "R1-B", "--config", kiosk.config)
        assert again.exit_code == 1


def test_one_that_nobody_opens_was_not_seen_to_open(tmp_path: Path) -> None:
    """Whoever leaves lets the bolt fall at once."""
    with serving(tmp_path) as kiosk:

        def leaves() -> None:
            vouches(kiosk, chief=True)
            vouches(kiosk, chief=False)
            kiosk.until(Stage.OPEN_NOW)
            kiosk.face.tap(p.Cancel())

        said = meanwhile(kiosk.config, ("test", "lock", "R2-A"), leaves)
        assert (said.code, said.answer) == (3, "Cable R2-A was not seen to open.\n")
        assert kiosk.bolts_up() == []


def test_a_reader_says_what_it_read_and_no_badge_whole(tmp_path: Path) -> None:
    with serving(tmp_path) as kiosk:
        words = ("test", "reader", "badge")

        def shows() -> None:
            kiosk.once(lambda view: view.service is not None and view.service.trial is not None)
            kiosk.bench.scan("badge", member(CHIEF).badge_text)

        text = member(CHIEF).badge_text
        said = meanwhile(kiosk.config, words, shows)
        assert (said.code, said.talk) == (
            0, "Hold a badge or a label before badge: half a minute.\n",
        )  # fmt: skip
        heard = f"Heard of badge: text, {len(text)} characters, the last {text[-4:]!r}.\n"
        assert said.answer == heard
        assert kiosk.face.view().stage is Stage.IDLE
        assert meanwhile(kiosk.config, words, shows).answer == heard  # and the same once more
        told = json.loads(meanwhile(kiosk.config, (*words, "--json"), shows).answer)
        assert told["found"] == ["text", str(len(text)), text[-4:]]
        assert told["missed"] == []


def test_buzzer_and_lights_are_asked_to_and_nobody_says_that_they_did(tmp_path: Path) -> None:
    with serving(tmp_path, MORE) as kiosk:
        buzzer = typed("test", "buzzer", "--config", kiosk.config)
        assert buzzer.exit_code == 0
        assert buzzer.stdout.startswith("The buzzer was asked to sound (entry ")
        assert buzzer.stdout.endswith("names no [buzzer] on a pin.\n")
        assert json.loads(typed("test", "buzzer", "--json", "--config", kiosk.config).stdout)["seq"]

        def alight() -> None:
            kiosk.once(lambda view: view.service is not None and view.service.trial is not None)
            again = typed("test", "buzzer", "--config", kiosk.config)
            assert again.exit_code == 1

        said = meanwhile(kiosk.config, ("test", "lights"), alight)
        assert (said.code, said.answer) == (0, "2 lights were on, and are off again.\n")
        assert said.talk == "On for ten seconds: R1-01, R1-02.\n"


def test_sensors_are_held_against_the_book(tmp_path: Path) -> None:
    with serving(tmp_path, MORE) as kiosk:
        kiosk.bench.cable("R2-B", opened=True)
        kiosk.once(lambda view: any(cable.open for cable in view.cables))
        sounding = typed("test", "sensors", "--config", kiosk.config)
        assert sounding.exit_code == 1


def test_a_sensor_that_sees_what_the_book_has_not_is_a_finding(tmp_path: Path) -> None:
    with serving(tmp_path, MORE) as kiosk:
        said = typed("test", "sensors", "--config", kiosk.config)
        assert said.exit_code == 3
        assert said.stdout.splitlines() == [
            "A weapon is seen at: R1-01, R2-Q1.",
            "None is seen at: no position.",
            "R2-Q1: the book has it otherwise.",
            "Cables shut: R1-A, R1-B, R2-A, R2-B; open: none.",
        ]
        told = json.loads(typed("test", "sensors", "--json", "--config", kiosk.config).stdout)
        assert (told["found"], told["unlike_book"]) == (["R1-01", "R2-Q1"], ["R2-Q1"])
        assert (told["silent"], told["open_cables"]) == ([], [])


def test_without_sensors_nothing_is_wrong(tmp_path: Path) -> None:
    with serving(tmp_path) as kiosk:
        said = typed("test", "sensors", "--config", kiosk.config)
        assert said.exit_code == 0
        assert said.stdout.startswith("A weapon is seen at: no position.\n")
        dark = typed("test", "lights", "--config", kiosk.config)
        assert (dark.exit_code, dark.stdout) == (1, "")
        assert "names no [[light]]" in dark.stderr


@pytest.mark.promise("P10")
def test_nothing_is_tried_outside_service_mode(tmp_path: Path) -> None:
    config, settings = serviced(tmp_path, MORE)
    with running(config, settings) as kiosk:
        kiosk.answered()
        before = kiosk.face.view().seq
        for words in (
            ("lock", "R1-A"),
            ("reader", "badge"),
            ("buzzer",),
            ("lights",),
            ("sensors",),
        ):
            refused = typed("test", *words, "--config", config)
            assert (refused.exit_code, refused.stdout) == (1, "")
            assert "Service mode is not on" in refused.stderr
        lines = kiosk.face.lines(0, 5)
        assert [line.kind for line in lines] == ["refused"] * 5
        assert kiosk.face.view().seq == before + 5
        assert kiosk.bolts_up() == []


def test_a_device_that_is_none_is_refused_and_service_mode_that_ends_ends_the_test(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as kiosk:
        for words in (("lock", "Z"), ("reader", "none")):
            assert typed("test", *words, "--config", kiosk.config).exit_code == 1

        def ends() -> None:
            kiosk.once(lambda view: view.service is not None and view.service.trial is not None)
            assert typed("service", "end", "--config", kiosk.config).exit_code == 0

        said = meanwhile(kiosk.config, ("test", "reader", "badge"), ends)
        assert (said.code, said.answer) == (1, "")
        assert said.talk.endswith("Service mode ended before the test did.\n")


def test_who_opened_it_not_stands_before_no_lock(tmp_path: Path) -> None:
    with serving(tmp_path) as kiosk:

        def another() -> None:
            kiosk.until(Stage.SERVICE_BADGE)
            kiosk.bench.scan("badge", member("0029474").badge_text)
            kiosk.once(lambda view: view.outcome is not None and view.outcome.kind == "refused")
            kiosk.face.tap(p.Cancel())

        said = meanwhile(kiosk.config, ("test", "lock", "R1-A"), another)
        assert (said.code, said.answer) == (1, "")
        assert said.talk.endswith(
            "Nobody who may came to try cable R1-A: its bolt was not drawn.\n"
        )
        assert "release.granted" not in kinds(kiosk, 20)
        assert BADGE not in said.talk
        assert "Not one of the two who began it" in said.talk


def test_no_kiosk_is_said(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    silent = typed("test", "buzzer", "--config", config)
    assert (silent.exit_code, silent.stdout) == (1, "")
    assert "kiosk.sock" in silent.stderr
