"""What `make run` starts: a whole issue by clicks on the bench page, with nothing prepared."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.rules.labels import Kind, number
from kiosk.service.client import RemoteService
from tests.end_to_end.browser import SIZES, shoot, touch_screen
from tests.end_to_end.finger import Finger
from tests.end_to_end.programs import Program, python, running, until

SITE = 1
OFFICER_PIN, SECOND_PIN = "493817", "572618"
"""PINs of the first officer and the custodian: kiosk/demo/founding.toml."""

OFFICER, SECOND = (number(Kind.BADGE, SITE, place) for place in (1, 9))


def _address(show: Program) -> str:
    """Return where the touch page of the demonstration is, once its terminal says so."""

    def said() -> str | None:
        assert show.child.poll() is None, show.said
        found = re.search(r"touch screen +(http://\S+)", show.said)
        return found and found.group(1)

    return until(said, "the demonstration to say where its pages are")


def _work(bench: Page, cable: str) -> None:
    """Pull a cable out on the bench, or push it in."""
    bench.click(f'form:has(input[name="cable"][value="{cable}"]) button')


@pytest.mark.browser
def test_a_weapon_is_issued_by_clicks_on_the_bench(tmp_path: Path, browser: Browser) -> None:
    folder = tmp_path / "demo"
    command = python("kiosk", "demo", "--folder", str(folder), "--fresh", "--no-browser")
    with (
        running(command, tmp_path / "demo.log") as show,
        closing(RemoteService(folder / "kiosk.sock")) as service,
        browser.new_context(viewport={"width": 1280, "height": 900}) as table,
        touch_screen(browser, SIZES[0]) as page,
    ):
        address = _address(show)
        until(lambda: "weapon: there" in show.said or None, "the readers of the demonstration")
        bench, finger = table.new_page(), Finger(page, "en", SIZES[0], keep=False)
        bench.goto(f"{address}bench")
        finger.come(address)
        finger.sees("idle")

        bench.click(f'.badge[data-drag="{OFFICER}"]')
        finger.sees("pin")
        finger.types(OFFICER_PIN)
        finger.sees("choose")
        finger.tap('a[href="/?show=weapons"]')
        finger.sees("weapons")
        finger.tap("button.tile >> nth=0")
        finger.sees("counter_sign")
        bench.click(f'.badge[data-drag="{SECOND}"]')
        finger.sees("counter_sign_pin")
        finger.types(SECOND_PIN)
        finger.sees("open_now")
        bench.wait_for_selector(".outputs li.on")  # the bolt is up, and the bench shows it
        visit = service.view().visit
        assert visit.weapon is not None, "a released cable is for one weapon"
        _work(bench, visit.cable)
        finger.sees("cable_open")
        bench.click(f'.weapon[data-drag="{visit.weapon.number}"]')
        finger.sees("shut_now")
        shoot(bench, "e2e-demo-bench")
        _work(bench, visit.cable)
        finger.sees("count")
        left = [one for one in service.view().positions if one.cable == visit.cable]
        finger.types(str(sum(one.state == "in" for one in left)))
        finger.sees("issued")
        assert "weapon.issued" in show.said, "the terminal says each line as it happens"
