"""The power fails under a running kiosk: it lays down its wish once the line is durable."""

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.simulated import SimulatedContact
from kiosk import config
from kiosk.assembly.machine import WISH, Machine
from kiosk.rules import supply
from kiosk.service.views import Stage
from tests.assembly.program import warehouse
from tests.assembly.test_kiosk_inside import PATIENCE_S, Run


def powered(folder: Path) -> Run:
    """Start a kiosk with an input for the mains and one for the battery."""
    _, settings = warehouse(folder)
    inputs = tuple(
        config.InputSettings(name=name, signal=name, contact=config.SimulatedContact())
        for name in ("mains", "battery")
    )
    return Run(replace(settings, inputs=inputs))


def fail(run: Run, line: str) -> None:
    """Open the contact of an input: it is not at rest any more."""
    contact = run.open.parts.contacts[line]
    assert isinstance(contact, SimulatedContact)
    contact.set(closed=False)


def test_a_kiosk_without_power_lays_down_its_wish_after_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "STEADY_MS", 1)
    run = powered(tmp_path)
    try:
        run.at(Stage.IDLE)
        wish = Path(run.kiosk._settings.kiosk.socket).parent / WISH
        fail(run, "mains")
        run.until(lambda: bool(run.open.service.view().signals))
        assert not wish.exists()
        fail(run, "battery")
        run.until(wish.exists)
        run.until(lambda: run.open.service.view().signals[0].signal == "power_off")
        assert run.open.service.lines(0, 3)[0].kind == "power.off_asked"
    finally:
        run.stop.set()
        run.thread.join(PATIENCE_S)
    assert run.code == 0


def test_a_wish_of_an_earlier_run_is_withdrawn_at_the_start(tmp_path: Path) -> None:
    (tmp_path / WISH).touch()
    Machine(str(tmp_path / "kiosk.sock"), lambda _: None)
    assert not (tmp_path / WISH).exists()


def test_what_cannot_be_asked_for_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    Machine(str(tmp_path / "gone" / "kiosk.sock"), said.append).switch_off()
    assert len(said) == 1
    assert "cannot be asked to switch off" in said[0]
