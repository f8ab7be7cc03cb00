"""Whose taps count: at a real bay those of the pages, which people touch at the screen."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.assembly.parts import build_parts
from kiosk.config import GpioContact, GpioOutput, Settings
from kiosk.service import protocol as p
from kiosk.service.client import HatchRefused, RemoteService
from kiosk.service.server import FACE
from kiosk.service.views import Stage
from tests.assembly.program import warehouse
from tests.assembly.test_kiosk_inside import PATIENCE_S, Run


@pytest.mark.parametrize("real", [True, False])
def test_a_bay_on_which_something_hangs_takes_taps_from_the_pages_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, real: bool
) -> None:
    """Here the pages are an account that nobody of this test is, as on a Pi."""
    monkeypatch.setattr("kiosk.assembly.kiosk.who_taps", lambda: frozenset({FACE}))
    _, simulated = warehouse(tmp_path)
    settings = as_if_real(simulated) if real else simulated
    assert settings.simulated is not real
    run = Run(settings, build=lambda _: build_parts(simulated))
    try:
        run.at(Stage.IDLE)
        outside = RemoteService(Path(settings.kiosk.socket))
        assert outside.view().stage is Stage.IDLE, "who may ask may look"
        if real:
            with pytest.raises(HatchRefused):
                outside.tap(p.CallChief())
        else:
            outside.tap(p.CallChief())
    finally:
        run.stop.set()
        run.thread.join(PATIENCE_S)


def as_if_real(settings: Settings) -> Settings:
    """Return a configuration of which no part is simulated."""
    cables = tuple(
        replace(cable, lock=GpioOutput(pin=9 + place), contact=GpioContact(pin=16 + place))
        for place, cable in enumerate(settings.cables)
    )
    return replace(settings, readers=(), cables=cables, siren=GpioOutput(pin=27))
