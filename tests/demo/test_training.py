"""`kiosk train`: a training register beside the real one, its exercises ticked by its own book."""

import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from kiosk.assembly.parts import build_parts
from kiosk.config import Settings
from kiosk.demo.cast import read_cast
from kiosk.demo.folder import CARDS, home, laid_out
from kiosk.demo.plays import DEMONSTRATION, TRAINING
from kiosk.demo.seed import sow
from kiosk.registry.book import Book, open_book
from kiosk.registry.tally import tally
from kiosk.rules import entries as e
from kiosk.rules.broken import BookBroken
from kiosk.rules.entries import Refused
from kiosk.rules.things import Moment, OfficerNumber, PositionId, WeaponNumber
from kiosk.service.training.desk import TrainingDesk
from kiosk.service.training.tasks import TASKS
from tests.commands.typed import typed
from tests.demo.terminal import fetched, shown

CHIEF, OFFICER, NOBODY = map(OfficerNumber, ("0018023", "0041207", "9999999"))
AT = Moment(1, 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A training register, founded."""
    _, laid = laid_out(tmp_path, None, fresh=True, play=TRAINING)
    sow(laid)
    return laid


@pytest.fixture
def book(settings: Settings) -> Iterator[Book]:
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as opened:
        yield opened


def test_a_training_lives_elsewhere_than_a_demonstration_and_is_called_so(tmp_path: Path) -> None:
    assert home(TRAINING) != home(DEMONSTRATION)
    assert not {TRAINING.touch, TRAINING.office} & {DEMONSTRATION.touch, DEMONSTRATION.office}
    _, laid = laid_out(tmp_path, None, fresh=True, play=TRAINING)
    assert laid.kiosk.training
    assert laid.kiosk.name == "TRAINING-1"
    assert (tmp_path / CARDS).read_text(encoding="utf-8").count("\n") == 7


def devices() -> set[str]:
    """Return what this process has open under /dev, but for what every process has."""
    links = Path("/proc/self/fd").iterdir()
    opened = {str(link.readlink()) for link in links if link.is_symlink()}
    return {one for one in opened if one.startswith("/dev/")}


def test_no_real_device_is_opened_for_a_training(settings: Settings) -> None:
    """Everything that the assembly builds for it is one of the simulated drivers."""
    assert {kind for _, kind in settings.kinds()} == {"simulated"}
    before = devices()
    with closing(build_parts(settings)) as parts:
        built = [*parts.readers.values(), *parts.contacts.values(), *parts.bolts.values()]
        assert {type(one).__module__ for one in built} == {"drivers.simulated"}
        assert len(built) == 2 + 4 + 4
        assert devices() == before


def test_a_training_begun_anew_keeps_its_mark(tmp_path: Path) -> None:
    laid_out(tmp_path, None, fresh=True, play=TRAINING)
    path, laid = laid_out(tmp_path, None, fresh=True, play=TRAINING)
    assert (laid.folder / "training").exists()
    assert path.read_text(encoding="utf-8").startswith(TRAINING.mark)


def test_what_the_founding_wrote_ticks_nothing(settings: Settings, book: Book) -> None:
    """Twenty-four weapons were racked for the course, and none of them by who is trained."""
    page = TrainingDesk(book.facts, lambda: tally(settings.folder)).tasks(CHIEF)
    assert [task.name for task in page.tasks if task.done] == []
    assert {task.day for task in page.tasks} == set(range(1, 11))


def test_an_exercise_is_ticked_by_the_lines_that_tell_of_it(settings: Settings, book: Book) -> None:
    desk = TrainingDesk(book.facts, lambda: tally(settings.folder))
    racked = e.WeaponRacked(AT, WeaponNumber("1010000182"), PositionId("R2-12"), "trainee")
    book.journal.append([racked, e.OfficeEntered(AT, CHIEF), Refused(AT, "not_fit", "")])
    done = {task.name: (task.done, task.ticked) for task in desk.tasks(CHIEF).tasks if task.done}
    assert done == {"rack": (1, False), "log_in": (1, True), "refused": (1, True)}
    book.journal.append([replace(racked, weapon=WeaponNumber("1010000279"))])
    assert {task.name for task in desk.tasks(CHIEF).tasks if task.ticked} == {
        "rack", "log_in", "refused",
    }  # fmt: skip


def test_every_exercise_is_told_by_lines_that_there_are() -> None:
    known = {kind.KIND for kind in get_args(e.Entry)}
    assert {kind for task in TASKS for kind in task.kinds} <= known
    assert len({task.name for task in TASKS}) == len(TASKS)


def test_who_has_no_desk_is_told_of_no_exercise(settings: Settings, book: Book) -> None:
    desk = TrainingDesk(book.facts, lambda: tally(settings.folder))
    assert desk.tasks(OFFICER).reason == "wrong_role"
    assert desk.tasks(NOBODY).reason == "unknown_officer"


def test_a_book_that_cannot_be_counted_says_so(tmp_path: Path) -> None:
    with pytest.raises(BookBroken, match="cannot be counted"):
        tally(tmp_path)


def test_the_cards_of_the_exercise_are_read_and_have_doubts(tmp_path: Path) -> None:
    path, laid = laid_out(tmp_path, None, fresh=True, play=TRAINING)
    sow(laid)
    told = typed("cards", "import", str(tmp_path / CARDS), "--config", str(path), "--dry-run")
    assert told.exit_code in (0, 3), told.output
    assert "6" in told.output


def test_one_command_starts_a_training_that_says_so_on_every_page(tmp_path: Path) -> None:
    with shown(tmp_path, play="train") as show:
        show.until(r"TRAINING\. Everybody and everything here is invented")
        port = int(show.until(r"both pages +http://127\.0\.0\.1:(\d+)/demo\n")[1])
        show.until(r"told +idle; 24 in the racks\n")
        for path in ("/", "/bench", "/demo", "/nowhere"):
            assert "TRAINING" in fetched(port, path)[1], path
        assert [one.pin for one in read_cast().members if one.pin not in show.said] == []
        show.child.send_signal(signal.SIGINT)
        assert show.ended() == 0
    assert "its book stays for the next day" in show.said
