"""The exercises of a training register, and the word that lies across every page of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from kiosk.service.protocol import KioskSilent, OfficePass
from kiosk.service.training.tasks import TASKS
from kiosk.service.training.views import TaskFace, TasksPage
from tests.service.small_bay import CHIEF, PINS, SmallBay
from tests.web_ui.browser import PATIENCE_MS, SCREENS, barriers, complaints, settled, torn
from tests.web_ui.client import token_in
from tests.web_ui.fakes import FakeBench, FakeClock, FakeService, view_of
from web_ui.languages import LANGUAGES, words_in
from web_ui.lookout import Lookout
from web_ui.office import create_office
from web_ui.servers import TouchServer
from web_ui.shell import Look
from web_ui.touch import create_touch
from web_ui.training import TrainingDesk

BASE = "https://localhost"
WORDS = tuple(words_in(language)("top.training") for language in LANGUAGES)


@dataclass
class FakeTraining:
    """Exercises of which every second is done."""

    reason: str = ""
    silent: bool = False
    asked: list[str] = field(default_factory=list)

    def tasks(self, by: str) -> TasksPage:
        """Return them."""
        if self.silent:
            raise KioskSilent("silent")
        self.asked.append(by)
        faces = (
            TaskFace(task.name, task.day, task.wanted * (place % 2), task.wanted)
            for place, task in enumerate(TASKS)
        )
        return TasksPage(() if self.reason else tuple(faces), self.reason)


class Desk:
    """An office of a training register, or of a real one."""

    def __init__(self, *desks: str, training: bool = True, flag: bool = False) -> None:
        self.service = FakeService(replace(view_of(), training=training))
        self.training = FakeTraining()
        self.service.passes["1", "2"] = OfficePass(
            granted=True, number="1", name="Ros Maly", role="registrar", desks=desks
        )
        self.app = create_office(
            self.service, desks=(TrainingDesk(self.training),), clock=FakeClock(),
            look=Look(training=flag),
        )  # fmt: skip
        self.browser: FlaskClient = self.app.test_client()

    def logged_in(self) -> "Desk":
        """Log in."""
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "1", "pin": "2"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303
        return self

    def text(self, path: str) -> str:
        """Return a page."""
        return self.browser.get(path, base_url=BASE).text


def marked(text: str) -> bool:
    """Return whether the word lies across a page, in both languages."""
    assert ("in-training" in text) == all(word in text for word in WORDS)
    return "in-training" in text


def test_every_exercise_is_shown_with_its_tick_and_its_day() -> None:
    text = Desk("training").logged_in().text("/training")
    assert text.count('data-ticked="yes"') == len(TASKS) // 2
    assert all(f'data-task="{task.name}"' in text for task in TASKS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_has_its_words(language: str) -> None:
    keys = words_in(language).keys()
    for task in TASKS:
        assert {f"exercises.task.{task.name}", f"exercises.how.{task.name}"} <= keys


def test_the_exercises_are_shown_to_nobody_who_has_no_desk_there() -> None:
    desk = Desk("bay")
    stranger = desk.browser.get("/training", base_url=BASE)
    assert stranger.headers["Location"] == "/"
    assert desk.logged_in().browser.get("/training", base_url=BASE).status_code == 303
    assert desk.training.asked == []


def test_a_refusal_and_silence_are_said() -> None:
    desk = Desk("training").logged_in()
    desk.training.reason = "wrong_role"
    assert desk.browser.get("/training", base_url=BASE).status_code == 403
    desk.training.silent = True
    assert desk.browser.get("/training", base_url=BASE).status_code == 503


def test_the_word_lies_across_every_page_of_a_training_and_across_no_other() -> None:
    for training in (True, False):
        desk = Desk("bay", "training", training=training)
        desk.app.extensions["lookout"].look()
        assert marked(desk.text("/")) is training, "the login"
        desk.logged_in()
        for path in ("/", "/training", "/counts", "/nowhere"):
            assert marked(desk.text(path)) is training, path


def test_a_face_that_was_started_for_a_course_says_so_before_the_kiosk_has_said_a_word() -> None:
    desk = Desk("bay", training=False, flag=True)
    desk.service.fall_silent()
    assert marked(desk.text("/"))


@pytest.mark.parametrize("path", ["/", "/bench", "/demo", "/nowhere"])
def test_the_word_lies_across_the_touch_page_and_the_bench(path: str) -> None:
    service = FakeService(replace(view_of(), training=True))
    app = create_touch(service, bench=FakeBench(), clock=FakeClock())
    app.extensions["lookout"].look()
    assert marked(app.test_client().get(path, base_url="http://localhost").text)


def test_a_real_register_gives_nobody_the_desk_of_the_exercises(tmp_path: Path) -> None:
    bay = SmallBay(tmp_path)
    with bay.turning(over_socket=False):
        assert "training" not in bay.local.enter_office(CHIEF, PINS[CHIEF]).desks
        assert not bay.local.view().training


@contextmanager
def served(app: object) -> Iterator[str]:
    """Serve an app."""
    server = TouchServer(app, ("127.0.0.1", 0), 8)  # type: ignore[arg-type]  # any app of Flask
    server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.stop()


def opened(browser: Browser, address: str, width: int, height: int) -> Page:
    """Open a page."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_is_in_nobodys_way(browser: Browser, language: str) -> None:
    service = FakeService(replace(view_of(), training=True))
    lookout = Lookout(service)
    app = create_touch(service, bench=FakeBench(), lookout=lookout, look=Look(training=True))
    with served(app) as touch:
        page = opened(browser, touch, 800, 480)
        if language == "en":
            page.click("button[form=form-language]")
        page.wait_for_selector(f"html[lang={language}][data-seq]")
        assert complaints(page) == []
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"training-{language}-800x480.png")
        page.close()
        service.fall_silent()
        lookout.stop()


@pytest.mark.browser
@pytest.mark.parametrize("size", [(800, 480), (1280, 900)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exercises_are_read_at_every_size_in_both_languages(
    browser: Browser, language: str, size: tuple[int, int]
) -> None:
    desk = Desk("bay", "training")
    lookout = Lookout(desk.service)
    desks = (TrainingDesk(desk.training),)
    app = create_office(desk.service, desks=desks, lookout=lookout, tls=False)
    with served(app) as office:
        page = opened(browser, office, *size)
        page.fill("#number", "1")
        page.fill("#pin", "2")
        page.click(".card button")
        page.goto(f"{office}/training")
        if language == "en":
            page.click('form[action="/language/en"] button')
        settled(page)
        page.screenshot(path=SCREENS / f"exercises-{language}-{size[0]}x{size[1]}.png")
        assert torn(page) == []
        assert barriers(page) == []
        page.close()
        lookout.stop()
