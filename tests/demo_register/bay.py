"""Hands at a bay: on the touch screen, and on the bench where badges, weapons and cables are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response, TimeoutError, ViewportSize  # noqa: A004 - the library's word

from tests.demo_register.album import Album
from tests.demo_register.people import Somebody
from tests.demo_register.store import Layout, Store
from tests.end_to_end.browser import SIZES, touch_screen
from tests.end_to_end.finger import Finger
from tests.end_to_end.programs import PATIENCE_S

BENCH: ViewportSize = {"width": 1440, "height": 900}

_SENT_MS = 5_000
_CLICKS = 4

_WHERE = """() => {
  const part = (name) => document.querySelector(`#screen .sign ${name}`)?.innerText.trim() || "";
  return [part("small").split(/\\s+/).pop(), part("b")].join("-");
}"""


@dataclass
class Bay:
    """A touch screen in Khmer and the bench beside it.

    `hanging`: where each weapon hangs, as somebody knows who put it there with their own hands;
    `homes`: where each belongs that has hung there once; `unfit`: those that wait for an armourer.
    """

    layout: Layout
    finger: Finger
    bench: Page
    album: Album
    hanging: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    unfit: set[str] = field(default_factory=set)

    def sees(self, *names: str, shoot: bool = True) -> str:
        """Wait for one of these pages of the touch screen, and return which it is."""
        self.finger.page.wait_for_selector(
            ", ".join(f'#screen[data-page="{name}"]' for name in names)
        )
        found = self.finger.page.get_attribute("#screen", "data-page") or ""
        assert found in names, f"{found}, and not {names}"
        self.finger.sees(found)
        if shoot and not self.album.has(f"touch-{found}"):
            self.album.shoot(self.finger.page, f"touch-{found}")
        return found

    def taps(self, selector: str) -> None:
        """Touch something on the screen."""
        self.finger.tap(selector)

    def types(self, digits: str) -> None:
        """Type figures on the pad, and confirm them."""
        self.finger.types(digits)

    @property
    def fit(self) -> list[str]:
        """The weapons that hang here and may be drawn, by number."""
        return sorted(weapon for weapon in self.hanging if weapon not in self.unfit)

    def beside(self, weapon: str) -> str:
        """Return another weapon on the same cable: one of a shut cable would be in doubt."""
        cable = self.layout.cable_of(self.homes[weapon])
        return next(
            one
            for one, place in sorted(self.hanging.items())
            if one != weapon and self.layout.cable_of(place) == cable
        )

    def place(self) -> str:
        """Return the position whose sign stands on the screen."""
        return str(self.finger.page.evaluate(_WHERE))

    def next_after(self, page: str, place: str) -> None:
        """Wait until another page stands there, or the same for another place."""
        self.finger.page.wait_for_function(
            "([page, place]) => document.querySelector('#screen').dataset.page !== page"
            f" || ({_WHERE})() !== place",
            arg=[page, place],
        )

    def weapons_in(self) -> int:
        """Return how many weapons hang here, as the idle screen says."""
        return int(self.finger.page.inner_text('[data-weapons="in"]').partition("/")[0])

    def badge(self, who: Somebody) -> None:
        """Hold somebody's badge before the reader."""
        self._touches(f'.badge[data-drag="{who.badge}"]')

    def scan(self, weapon: str) -> None:
        """Hold a weapon's label before the scanner."""
        self._touches(f'.weapon[data-drag="{weapon}"]')

    def opens(self, position: str) -> None:
        """Pull the cable of a position out."""
        self._pull(self.layout.cable_of(position), "yes")

    def shuts(self, position: str) -> None:
        """Push it in again."""
        self._pull(self.layout.cable_of(position), "no")

    def day_passes(self) -> None:
        """Let a day pass."""
        self._touches('button[name="how_long"][value="day"]')

    def logs_in(self, who: Somebody) -> None:
        """Show a badge and type the PIN."""
        self.badge(who)
        self.sees("pin")
        self.types(who.pin)
        self.sees("choose")

    def joins(self, who: Somebody) -> None:
        """Show badge and PIN as the second person."""
        self.badge(who)
        self.finger.page.wait_for_selector('#screen[data-page$="_pin"]')
        self.types(who.pin)

    def reads_on(self) -> None:
        """Touch away what the screen says happened."""
        self.taps('a[href^="/?seen="]')

    def leaves(self) -> None:
        """Log out."""
        self.taps('button[form="form-cancel"]')
        self.sees("idle")

    def rests(self) -> None:
        """Wait until nobody stands here; what the screen says happened is touched away."""
        page = self.finger.page
        page.wait_for_selector('#screen[data-page="idle"], #screen a[href^="/?seen="]')
        if page.get_attribute("#screen", "data-page") != "idle":
            self.album.shoot(page, f"touch-{page.get_attribute('#screen', 'data-page')}")
            self.reads_on()
        self.sees("idle")

    def left_on(self, position: str) -> int:
        """Return how many weapons hang on the cable of a position."""
        cable = self.layout.cable_of(position)
        return sum(place in self.layout.cables[cable] for place in self.hanging.values())

    def counts_what_hangs(self, position: str) -> None:
        """Shut the cable, and say how many weapons hang on it."""
        self.shuts(position)
        self.sees("count")
        self.types(str(self.left_on(position)))

    def _pull(self, cable: str, opened: str) -> None:
        self._touches(f'form:has(input[name="cable"][value="{cable}"]) button[value="{opened}"]')

    def _touches(self, selector: str) -> None:
        """Click a part of the bench, and once more when the bench was drawn anew under the hand."""
        for _ in range(_CLICKS):
            try:
                with self.bench.expect_response(_of_bench, timeout=_SENT_MS):
                    self.bench.click(selector)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"{selector} was clicked {_CLICKS} times, and nothing was sent")


def _of_bench(response: Response) -> bool:
    return response.request.method == "POST" and "/bench/" in response.url


@contextmanager
def stands_at(browser: Browser, store: Store, album: Album) -> Iterator[Bay]:
    """Step before a bay."""
    with (
        touch_screen(browser, SIZES[0], reduced_motion="reduce") as page,
        browser.new_context(viewport=BENCH) as around,  # a window of its own, or one of both sleeps
    ):
        bench = around.new_page()
        bench.set_default_timeout(1000 * PATIENCE_S)
        finger = Finger(page, "km", SIZES[0], keep=False)
        finger.come(store.touch)
        bench.goto(f"{store.touch}bench")
        bay = Bay(store.layout, finger, bench, album)
        bay.sees("idle")
        yield bay
