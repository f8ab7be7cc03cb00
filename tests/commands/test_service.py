"""`kiosk service`: asked for at a terminal, opened at the reader, ended, and looked at."""

import json
from pathlib import Path

import pytest

from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CHIEF, Program, member, running
from tests.commands.technician import BADGE, TECHNICIAN, meanwhile, opened, serviced, vouches
from tests.commands.typed import fresh, typed

BEGIN = ("service", "begin", "--why", "a new reader")


@pytest.mark.promise("P10")
def test_two_people_open_it_step_by_step_and_the_book_says_who_and_why(tmp_path: Path) -> None:
    config, settings = serviced(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        assert typed("service", "status", "--config", config).stdout == "Service mode is off.\n"
        begun = opened(kiosk)
        assert begun.code == 0
        mode = kiosk.face.view().service
        assert mode is not None
        assert begun.answer.startswith("Service mode is on, until ")
        assert begun.talk.splitlines() == [
            "Technician and chief open it at the kiosk, each with badge and PIN, in this order.",
            "At the kiosk: the technician shows their badge.",
            "Lim Dara types their PIN.",
            "At the kiosk: the chief shows their badge.",
            f"{mode.people[1].name} types their PIN.",
        ]
        status = typed("service", "status", "--config", config).stdout
        assert status.startswith("Service mode: on until ")
        assert "opened by Lim Dara, " in status
        assert status.endswith(": a new reader.\n")
        assert "opened by Lim Dara, " in typed("status", "--config", config).stdout
        ended = typed("service", "end", "--config", config)
        assert (ended.exit_code, ended.stdout[:26]) == (0, "Service mode is over (entr")
        assert typed("service", "status", "--config", config).stdout == "Service mode is off.\n"
        told = {line.kind: line.facts for line in kiosk.face.lines(0, 20)}
    assert told["service.asked"]["why"] == "a new reader"
    assert told["service.begun"]["by"].startswith("Lim Dara, ")
    assert told["service.ended"]["how"] == "asked"


def test_a_script_gets_one_document_and_no_names(tmp_path: Path) -> None:
    config, settings = serviced(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        off = json.loads(typed("service", "status", "--json", "--config", config).stdout)
        assert off == {"schema": 1, "service": None}
        told = json.loads(opened(kiosk, "--json").answer)["service"]
        assert told["running"] is True
        assert told["people"] == [TECHNICIAN, CHIEF]
        assert (told["why"], told["awaits"]) == ("a new reader", "")
        assert told["until_ms"] - told["since_ms"] == 3_600_000
        again = json.loads(typed("service", "status", "--json", "--config", config).stdout)
        assert again["service"] == told
        ended = json.loads(typed("service", "end", "--json", "--config", config).stdout)
        assert ended["seq"] > 0


def _leaves(kiosk: Program) -> None:
    kiosk.until(Stage.SERVICE_BADGE)
    kiosk.face.tap(p.Cancel())


def _wrong_first(kiosk: Program) -> None:
    kiosk.until(Stage.SERVICE_BADGE)
    kiosk.bench.scan("badge", member(CHIEF).badge_text)
    kiosk.once(lambda view: view.outcome is not None and view.outcome.reason == "wrong_role")
    kiosk.face.tap(p.Cancel())


def test_what_comes_to_nothing_says_so(tmp_path: Path) -> None:
    config, settings = serviced(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        left = meanwhile(config, BEGIN, lambda: _leaves(kiosk))
        assert (left.code, left.answer) == (1, "")
        assert left.talk.endswith("Service mode was not opened: it was left before its end.\n")
        wrong = meanwhile(config, BEGIN, lambda: _wrong_first(kiosk))
        assert wrong.code == 1
        not_running = typed("service", "end", "--config", config)
        assert (not_running.exit_code, not_running.stdout) == (1, "")
        assert "Service mode is not on" in not_running.stderr
        assert opened(kiosk).code == 0
        again = typed(*BEGIN, "--config", config)
        assert (again.exit_code, again.stdout) == (1, "")
        kiosk.bench.scan("badge", BADGE)
        kiosk.until(Stage.PIN)


@pytest.mark.parametrize("why", [" ", "x" * 201, "two\nlines"])
def test_why_is_a_few_words(tmp_path: Path, why: str) -> None:
    config, _ = fresh(tmp_path)
    wrong = typed("service", "begin", "--why", why, "--config", config)
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "a few words" in wrong.stderr


def test_no_kiosk_is_said(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    for words in (("begin", "--why", "x"), ("end",), ("status",)):
        silent = typed("service", *words, "--config", config)
        assert (silent.exit_code, silent.stdout) == (1, "")
        assert "kiosk.sock" in silent.stderr


def test_one_that_waits_for_the_second_says_for_whom(tmp_path: Path) -> None:
    config, settings = serviced(tmp_path)

    def looked() -> None:
        vouches(kiosk, chief=False)
        kiosk.until(Stage.SERVICE_BADGE)
        told.append(typed("service", "status", "--config", config).stdout)
        kiosk.face.tap(p.Cancel())

    told: list[str] = []
    with running(config, settings) as kiosk:
        kiosk.answered()
        meanwhile(config, BEGIN, looked)
    assert told[0].startswith("Service mode: asked for by ")
    assert told[0].endswith(" (a new reader); waits for the chief.\n")
