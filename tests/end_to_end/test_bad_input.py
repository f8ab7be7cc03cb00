"""What goes wrong at a rack, through the real readers: a sentence, an entry, and nothing opens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from kiosk.rules.labels import Kind, number
from kiosk.service.protocol import Pin
from kiosk.service.sentences import sentence
from kiosk.service.views import Stage
from tests.bench import warehouse
from tests.end_to_end.browser import SIZES, touch_screen
from tests.end_to_end.finger import Finger
from tests.end_to_end.rack import Rack

OFFICER, ANOTHER, ONCE, FIRST = warehouse.OFFICERS[8:12]
TOO_LONG = b"1" * 4096 + b"\r"
GARBAGE = bytes(range(128, 256)) + b"\x00\x07\x1b[2J\r"


def _show_badge(rack: Rack, who: warehouse.Holder = OFFICER) -> None:
    rack.badge(who)
    rack.stage(Stage.PIN)


def _log_in(rack: Rack, who: warehouse.Holder = OFFICER) -> None:
    _show_badge(rack, who)
    rack.service.tap(Pin(warehouse.PIN))
    rack.stage(Stage.CHOOSE)


@dataclass(frozen=True)
class Bad:
    """One bad input: what is done first, what comes in, and the refusal it must meet."""

    comes: Callable[[Rack], None]
    reason: str
    first: Callable[[Rack], None] = lambda _: None


BAD = {
    "an unknown badge": Bad(
        lambda rack: rack.send(f"{number(Kind.BADGE, 7, 4711)}\r".encode()), "unknown_badge"
    ),
    "a foreign tag as badge": Bad(lambda rack: rack.send(b"AB12CD34\r"), "unknown_badge"),
    "an unknown weapon": Bad(
        lambda rack: rack.weapon(number(Kind.WEAPON, 9, 4711)), "unknown_weapon", _log_in
    ),
    "a label with a wrong digit": Bad(lambda rack: rack.weapon("1070001560"), "bad_label"),
    "garbage bytes": Bad(lambda rack: rack.send(GARBAGE), "not_text"),
    "a scan of 4,096 bytes": Bad(lambda rack: rack.send(TOO_LONG), "too_long"),
    "half a scan": Bad(lambda rack: rack.send(OFFICER.badge[:6].encode()), "half_scan"),
    "a weapon with nobody there": Bad(
        lambda rack: rack.weapon(warehouse.weapon(3).number), "nobody_here"
    ),
    "a weapon before the PIN": Bad(
        lambda rack: rack.weapon(warehouse.weapon(4).number),
        "pin_first",
        _show_badge,
    ),
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with touch_screen(browser, SIZES[0]) as opened:
        yield opened


@pytest.mark.browser
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.promise("P9")
def test_bad_input_is_refused_with_a_sentence_an_entry_and_nothing_opens(
    rack: Rack, page: Page, bad: Bad
) -> None:
    finger = Finger(page, "en", SIZES[0], keep=False)
    finger.come(rack.address)
    bad.first(rack)
    before, moved = rack.service.view().seq, len(rack.pins.bolts())

    bad.comes(rack)

    written = rack.wait_for("refused", before)
    page.wait_for_selector(f'html[data-seq="{written[-1].seq}"]')
    finger.reads(sentence("refused", bad.reason, "en").happened)
    assert [(line.kind, line.facts["reason"]) for line in written] == [("refused", bad.reason)]
    assert len(rack.pins.bolts()) == moved


def test_a_scan_repeated_within_300_ms_is_one_scan(rack: Rack) -> None:
    before = rack.rest()
    rack.send(2 * f"{ONCE.badge}\r".encode())
    rack.stage(Stage.PIN)
    rack.send(b"AB12CD34\r")  # what was sent before it has been decided on when this was
    assert [line.kind for line in rack.wait_for("refused", before)] == ["session.opened", "refused"]


def test_a_second_badge_ends_the_first_ones_session(rack: Rack) -> None:
    before = rack.rest()
    _log_in(rack, FIRST)  # a badge shown in the test before would be the same scan, held too long
    rack.badge(ANOTHER)
    rack.stage(Stage.PIN)
    lines = rack.since(before)
    assert [line.kind for line in lines[2:]] == ["session.closed", "session.opened"]
    assert lines[-1].facts["name"] == ANOTHER.name
