"""What `make run` starts: a whole issue on the demonstration's one page, with nothing prepared."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.rules.labels import Kind, number
from kiosk.service.client import RemoteService
from tests.end_to_end.browser import shoot
from tests.end_to_end.demonstration import shown
from tests.end_to_end.hand import Hand
from tests.end_to_end.programs import PATIENCE_S

OFFICER, SECOND = (number(Kind.BADGE, 1, place) for place in (1, 9))
"""The first officer and a custodian: kiosk/demo/founding.toml."""


CROWDED = """() => [...document.querySelectorAll(".badge, .weapon, .weapon span")]
  .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.innerText)"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "height", "language"), [(1440, 900, "km"), (1440, 900, "en"), (1280, 720, "en")]
)
def test_a_weapon_is_issued_on_one_page_without_scrolling(
    tmp_path: Path, browser: Browser, width: int, height: int, language: str
) -> None:
    with (
        shown(tmp_path) as show,
        closing(RemoteService(show.hatch)) as service,
        browser.new_context(viewport={"width": width, "height": height}) as context,
    ):
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE_S)
        hand = Hand(page, language)
        hand.come(f"{show.touch}demo")
        hand.sees("idle")
        shoot(page, f"e2e-demo-idle-{language}-{width}x{height}")
        assert page.evaluate(CROWDED) == [], "a PIN or a serial is cut"

        hand.on_the_bench(f'.badge[data-drag="{OFFICER}"]')
        hand.sees("pin")
        hand.types_the_pin_beside(OFFICER)
        hand.sees("choose")
        hand.on_the_screen("a.door")
        hand.sees("weapons")
        hand.on_the_screen("button.tile")
        hand.sees("counter_sign")
        hand.on_the_bench(f'.badge[data-drag="{SECOND}"]')
        hand.sees("counter_sign_pin")
        hand.types_the_pin_beside(SECOND)
        hand.sees("open_now")
        hand.on_the_bench(".cable.released.awaited header button")  # the bolt is drawn back
        hand.sees("cable_open")
        shoot(page, f"e2e-demo-open-{language}-{width}x{height}")
        hand.on_the_bench(".cable.open .weapon.awaited")
        hand.sees("shut_now")
        hand.on_the_bench(".cable.open.awaited header button")
        hand.sees("count")
        hand.types(str(page.locator(".cable >> nth=0 >> .weapon.in").count()))
        hand.sees("issued")

        out = page.locator(".weapon.out")
        out.wait_for()
        (position,) = (one for one in service.view().positions if one.state == "out")
        assert position.holder is not None
        name = position.holder.name_km if language == "km" else position.holder.name
        assert name in out.inner_text()
        assert position.weapon is not None
        assert out.get_attribute("data-drag") == position.weapon.number
        assert "weapon.issued" in show.said, "the terminal says each line as it happens"
