"""A kiosk that is killed while a cable is open: the screen says so, and somebody must look."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.protocol import Choose, Pin
from kiosk.service.views import BayView, Stage
from tests.bench import warehouse
from tests.end_to_end.browser import SIZES, touch_screen
from tests.end_to_end.finger import Finger
from tests.end_to_end.programs import (
    face_command,
    kiosk_command,
    ready,
    running,
    touch_address,
    until,
)


def _stage(service: RemoteService, stage: Stage) -> BayView:
    def there() -> BayView | None:
        view = service.view()
        return view if view.stage is stage else None

    return until(there, f"the stage {stage}")


def _open(service: RemoteService, bench: RemoteBench, weapon: str) -> str:
    """Open the cable of a weapon, by right; return where the weapon hangs."""
    for who, stage in ((warehouse.OFFICERS[0], Stage.PIN), (warehouse.CUSTODIAN, None)):
        bench.scan(warehouse.BADGE_READER, who.badge)
        _stage(service, stage or Stage.COUNTER_SIGN_PIN)
        service.tap(Pin(warehouse.PIN))
        if stage is not None:
            service.tap(Choose(weapon))
    view = _stage(service, Stage.OPEN_NOW)
    bench.cable(view.visit.cable, opened=True)
    return _stage(service, Stage.CABLE_OPEN).visit.position


@pytest.mark.browser
@pytest.mark.promise("P1")
def test_a_kiosk_killed_at_an_open_cable_comes_back_with_a_doubt(
    tmp_path: Path, browser: Browser
) -> None:
    config, settings = warehouse.found(tmp_path, warehouse.Layout(), weapons=24)
    hatch = Path(settings.kiosk.socket)
    web = tmp_path / "web"
    web.mkdir()
    with (
        closing(RemoteService(hatch)) as service,
        closing(RemoteBench(hatch)) as bench,
        running(face_command(hatch, web), tmp_path / "web.log") as face,
        touch_screen(browser, SIZES[0]) as page,
    ):
        finger = Finger(page, "en", SIZES[0])
        with running(kiosk_command(config), tmp_path / "kiosk.log") as kiosk:
            ready(kiosk.child, service, kiosk.log)
            finger.come(touch_address(face))
            position = _open(service, bench, warehouse.weapon(0).number)
            finger.sees("cable_open")
            kiosk.kill()
            bench.close()
            finger.sees("offline")
        with running(kiosk_command(config), tmp_path / "kiosk.log") as kiosk:
            view = ready(kiosk.child, service, kiosk.log)
            doubts = {place.id for place in view.positions if place.state == "doubt"}
            cable = next(place.cable for place in view.positions if place.id == position)
            assert doubts == {place.id for place in view.positions if place.cable == cable}
            assert not any(part.on for part in bench.parts().parts if part.kind == "output")
            finger.page.wait_for_selector('#screen:not([data-page="offline"])')
            finger.reads(str(len(doubts)))
