"""The register through both programs: a weapon goes out, and its life is read a moment later."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kiosk.service import protocol as p
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.views import Stage
from tests.bench import warehouse
from tests.end_to_end.browser import shoot
from tests.end_to_end.programs import (
    face_command,
    kiosk_command,
    office_address,
    ready,
    running,
    until,
)

WEAPON = warehouse.weapon(2)


def goes_out(service: RemoteService, bench: RemoteBench) -> None:
    """Take the weapon out, as an officer does alone."""

    def at(stage: Stage) -> None:
        until(lambda: service.view().stage is stage or None, f"the page {stage}")

    bench.scan(warehouse.BADGE_READER, warehouse.OFFICERS[0].badge)
    at(Stage.PIN)
    service.tap(p.Pin(warehouse.PIN))
    at(Stage.CHOOSE)
    service.tap(p.Choose(WEAPON.number))
    at(Stage.OPEN_NOW)
    bench.cable(warehouse.cable_id(0), opened=True)
    at(Stage.CABLE_OPEN)
    bench.scan(warehouse.WEAPON_READER, WEAPON.number)
    at(Stage.SHUT_NOW)
    bench.cable(warehouse.cable_id(0), opened=False)
    at(Stage.COUNT)
    service.tap(p.Count(5))


@pytest.mark.browser
@pytest.mark.promise("P12")
def test_a_weapon_that_just_went_out_is_found_by_a_part_of_its_serial_with_its_whole_life(
    tmp_path: Path, browser: Browser
) -> None:
    layout = warehouse.Layout(profile="self_service", extra=warehouse.ALONE)
    config, settings = warehouse.found(tmp_path, layout, weapons=60)
    hatch = Path(settings.kiosk.socket)
    web = tmp_path / "web"
    web.mkdir()
    with (
        closing(RemoteService(hatch)) as service,
        closing(RemoteBench(hatch)) as bench,
        running(kiosk_command(config), tmp_path / "kiosk.log") as kiosk,
        running(face_command(hatch, web), tmp_path / "web.log") as face,
        browser.new_context(ignore_https_errors=True) as context,
    ):
        ready(kiosk.child, service, kiosk.log)
        goes_out(service, bench)
        page = context.new_page()
        page.goto(office_address(face))
        page.fill("#number", warehouse.CHIEF.number)
        page.fill("#pin", warehouse.PIN)
        page.click(".card button")
        page.click('a[href="/register"]')
        expect(page.locator("[data-found]")).to_have_count(50)

        page.fill("#q", WEAPON.serial[1:])
        page.keyboard.press("Enter")
        row = page.locator(f'[data-found="{WEAPON.number}"]')
        expect(row).to_contain_text(WEAPON.serial)
        expect(row).to_contain_text(warehouse.OFFICERS[0].name)
        row.locator("a").first.click()
        kinds = page.locator("[data-kind]").evaluate_all("all => all.map(one => one.dataset.kind)")
        assert kinds == [
            "weapon.registered", "weapon.racked", "issue.asked", "release.granted", "cable.opened",
            "weapon.issued", "cable.shut", "count.agreed",
        ]  # fmt: skip
        issued = page.locator('[data-kind="weapon.issued"]')
        expect(issued).to_contain_text(f"{warehouse.OFFICERS[0].name} (P0001)")
        shoot(page, "e2e-register-story")
