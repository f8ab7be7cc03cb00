"""The chief's page, over TLS from a real browser: who may see it, what it shows, its silence."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.service.client import RemoteBench, RemoteService
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


@pytest.mark.browser
@pytest.mark.promise("P7")
def test_the_chief_sees_the_bay_live_and_is_told_when_it_falls_silent(
    tmp_path: Path, browser: Browser
) -> None:
    config, settings = warehouse.found(tmp_path, warehouse.Layout(), weapons=24)
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
        page = context.new_page()
        page.goto(office_address(face))
        assert page.url.startswith("https://")

        page.fill("#number", warehouse.CHIEF.number)
        page.fill("#pin", "000000")
        page.click(".card button")
        page.wait_for_selector('[role="alert"]')
        assert "24" not in page.inner_text("main"), "who is not let in sees no figure"

        page.fill("#number", warehouse.CHIEF.number)
        page.fill("#pin", warehouse.PIN)
        page.click(".card button")
        page.wait_for_selector("#screen")
        assert [line.kind for line in service.lines(0, 2)] == ["office.entered", "pin.accepted"]
        assert "24" in page.inner_text(".figures-row")

        bench.cable(warehouse.cable_id(0), opened=True)  # by force: nobody was given it
        page.wait_for_selector("#screen .notice")
        page.wait_for_selector("#screen .cable.open")
        shoot(page, "e2e-office-alarm")

        kiosk.pause()  # from here on real seconds pass: silence is what is measured
        page.wait_for_selector("html.stale")
        page.wait_for_selector("html.grey")
        until(lambda: page.is_visible("#old") or None, "the banner about old data")
        shoot(page, "e2e-office-silent")
        kiosk.go_on()
        page.wait_for_selector("html:not(.stale):not(.grey)")
