"""Few conversations serve many threads, and a kiosk that hangs is told as silent."""

from collections.abc import Iterator
from threading import Barrier, Event, Thread, get_ident

import pytest

from kiosk.service.client import HatchRefused
from kiosk.service.protocol import Cancel, KioskSilent
from kiosk.service.views import BayView
from tests.web_ui.fakes import BOOK, FakeBench, FakeService, bench_parts, view_of
from web_ui.hatch import SharedBench, SharedService, Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    few = Workers(2)
    yield few
    few.close()


class StrangeService(FakeService):
    """A kiosk of another version: it understands no question."""

    def view(self) -> BayView:
        raise HatchRefused("there is no such question here")

    def wait(self, after: int, timeout_s: float) -> BayView:
        raise HatchRefused(f"there is no such question here: {after}, {timeout_s}")


def test_every_question_reaches_the_kiosk(workers: Workers) -> None:
    kiosk = FakeService(view_of())
    kiosk.book = BOOK
    service = SharedService(kiosk, workers)
    assert service.view() == view_of()
    assert service.tap(Cancel()) == view_of()
    assert service.wait(0, 1.0) == view_of()
    assert service.lines(0, 2) == BOOK[:2]
    assert service.enter_office("1", "2").granted is False
    assert (kiosk.taps, kiosk.tries) == ([Cancel()], [("1", "2")])


def test_every_part_of_the_bench_can_be_touched(workers: Workers) -> None:
    bench = SharedBench(FakeBench(), workers)
    assert bench.parts().parts == bench_parts()
    assert bench.scan("badge", "B-1").parts == bench_parts()
    opened = bench.cable("R1-C1", opened=True).parts
    assert [part.id for part in opened if part.kind == "cable" and part.on] == ["R1-C1"]
    unplugged = bench.plug("badge", plugged=False).parts
    assert [part.id for part in unplugged if part.kind == "reader" and part.on] == ["weapon"]


def test_many_threads_ask_over_few_conversations(workers: Workers) -> None:
    """The kiosk counts a conversation for each thread that speaks to it, and allows so many."""
    spoke: set[int] = set()
    together = Barrier(20)

    def ask() -> None:
        together.wait(20)
        workers.ask(lambda: spoke.add(get_ident()), 20)

    threads = [Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert 1 <= len(spoke) <= 2


def test_a_silent_kiosk_is_silent_through_the_workers_too(workers: Workers) -> None:
    kiosk = FakeService(view_of())
    kiosk.fall_silent()
    with pytest.raises(KioskSilent):
        SharedService(kiosk, workers).view()


def test_a_kiosk_that_hangs_is_silent(workers: Workers) -> None:
    hung = Event()
    with pytest.raises(KioskSilent):
        workers.ask(lambda: hung.wait(60), 0.01)
    hung.set()


def test_a_kiosk_of_another_version_is_silent(workers: Workers) -> None:
    service = SharedService(StrangeService(view_of()), workers)
    with pytest.raises(KioskSilent):
        service.view()
    with pytest.raises(KioskSilent):
        service.wait(0, 0.1)
