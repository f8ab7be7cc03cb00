"""A collected weapon from the desk to its place, by both programs: taken in, marked, racked."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.service import protocol as p
from kiosk.service import rack_taps as t
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
from tests.registry.pictures import JPEG

LAYOUT = warehouse.Layout(profile="self_service", extra=warehouse.ALONE)
SERIAL = "KBI 0047-11"


def taken_in(page: Page, office: str) -> str:
    """Take a weapon in at the desk; return its registration number."""
    page.goto(office)
    page.fill("#number", warehouse.CHIEF.number)
    page.fill("#pin", warehouse.PIN)
    page.click(".card button")
    page.click('a[href="/racking"]')
    page.click('a[href="/racking/new"]')
    page.fill("#name", "Norinco Type 56")
    page.fill("#serial", SERIAL)
    page.fill("#calibre", "7.62x39")
    page.fill("#place", "Samlout")
    page.fill("#pin", warehouse.PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_be_visible()
    return page.locator("dd.figures").first.inner_text()


def marked(page: Page, file: Path) -> None:
    """Write its proof mark down, with a photo."""
    page.select_option("#kind", "proof")
    page.fill("#text", "66 in a triangle")
    page.set_input_files("#photo", file)
    page.fill("#pin-mark", warehouse.PIN)
    page.click("form[enctype] button")


def racked(service: RemoteService, bench: RemoteBench, number: str) -> None:
    """Rack it at the bay, as a custodian does alone."""

    def at(stage: Stage) -> None:
        until(lambda: service.view().stage is stage or None, f"the page {stage}")

    bench.scan(warehouse.BADGE_READER, warehouse.CUSTODIAN.badge)
    at(Stage.PIN)
    service.tap(p.Pin(warehouse.PIN))
    service.tap(t.WantRacking())
    bench.scan(warehouse.WEAPON_READER, number)
    at(Stage.RACK_STEEL)
    assert SERIAL not in repr(service.view())
    service.tap(t.ReadSteel("4711"))
    at(Stage.CHOOSE)
    service.tap(t.WantRacking())
    service.tap(p.Choose(number))
    service.tap(t.ReadSteel("004711"))
    at(Stage.RACK_CHECK)
    service.tap(t.SayAgreement())
    service.tap(t.SayCleaned())
    at(Stage.RACK_PHOTO)
    racking = service.view().visit.racking
    assert racking is not None
    assert racking.photos == 1
    service.tap(t.TellPhoto())
    at(Stage.RACK_PLACE)
    bench.scan(warehouse.WEAPON_READER, "r1-24")
    at(Stage.OPEN_NOW)
    bench.cable(warehouse.cable_id(3), opened=True)
    at(Stage.CABLE_OPEN)
    bench.cable(warehouse.cable_id(3), opened=False)
    at(Stage.COUNT)
    service.tap(p.Count(5))
    at(Stage.CHOOSE)


@pytest.mark.browser
@pytest.mark.promise("P1")
@pytest.mark.promise("P12")
def test_a_collected_weapon_is_taken_in_photographed_checked_and_racked(
    tmp_path: Path, browser: Browser
) -> None:
    config, settings = warehouse.found(tmp_path, LAYOUT, weapons=22)
    hatch = Path(settings.kiosk.socket)
    web, file, film = tmp_path / "web", tmp_path / "IMG_1.jpg", tmp_path / "film.mp4"
    web.mkdir()
    file.write_bytes(JPEG + b"<html><script>alert(1)</script>")
    film.write_bytes(bytes(100 << 20))
    with (
        closing(RemoteService(hatch)) as service,
        closing(RemoteBench(hatch)) as bench,
        running(kiosk_command(config), tmp_path / "kiosk.log") as kiosk,
        running(face_command(hatch, web), tmp_path / "web.log") as face,
        browser.new_context(ignore_https_errors=True) as context,
    ):
        ready(kiosk.child, service, kiosk.log)
        page = context.new_page()
        number = taken_in(page, office_address(face))

        page.evaluate("document.querySelector('#photo').dataset.most = 1e12")
        marked(page, film)
        expect(page.locator(".notice")).to_contain_text("8 MB")
        marked(page, file)
        expect(page.locator(".done")).to_be_visible()
        picture = page.locator(".marks img")
        drawn = "one => one.decode().then(() => one.naturalWidth)"
        assert picture.evaluate(drawn) == 24
        (kept,) = (settings.folder / "photos").glob("??/*")
        assert kept.read_bytes() == JPEG
        shoot(page, "e2e-racking-desk")

        racked(service, bench, number)
        page.goto(f"{office_address(face)}register/weapon?number={number}")
        kinds = page.locator("[data-kind]").evaluate_all("all => all.map(one => one.dataset.kind)")
        assert kinds == [
            "weapon.registered", "weapon.taken_in", "weapon.marked", "racking.begun",
            "racking.differed", "racking.begun", "racking.read", "racking.agreed",
            "weapon.cleaned", "racking.photo_told", "racking.placed", "release.granted",
            "cable.opened", "cable.shut", "weapon.racked", "count.agreed",
        ]  # fmt: skip
        expect(page.locator(".weapon")).to_contain_text("R1-24")
        kept.unlink()
        page.reload()
        expect(page.locator(".no-photo")).to_be_visible()
        shoot(page, "e2e-racking-story")
