"""One queue: in the order things happened, bounded where it may be, never where it must not."""

import threading

from drivers.readings import Edge, Lost, Scan, ScanRejected
from kiosk.keeper.inbox import SCANS_MAX, Inbox, Ticket
from kiosk.keeper.keeper import Item, Question, is_scan
from kiosk.rules import observations as o


def inbox(scans_max: int = SCANS_MAX) -> Inbox[Item]:
    return Inbox(is_scan, scans_max)


def test_what_came_first_is_taken_first_whatever_it_is() -> None:
    box = inbox()
    question = Question(lambda _, at: o.HelpAsked(at))
    items: list[Item] = [Scan("weapon", "1"), Edge("A", closed=True), question, Lost("badge", "")]
    for item in items:
        box.put(item)
    assert [box.take(0) for _ in items] == items


def test_an_empty_inbox_gives_nothing_when_the_time_is_over() -> None:
    assert inbox().take(0) is None


def test_a_reader_gone_mad_fills_nothing_and_its_scans_are_counted() -> None:
    box = inbox(scans_max=2)
    for _ in range(3):
        box.put(Scan("weapon", "1"))
    box.put(ScanRejected("weapon", "too_long"))
    assert box.dropped == 2
    assert [box.take(0), box.take(0), box.take(0)] == [Scan("weapon", "1")] * 2 + [None]


def test_a_taken_scan_makes_room_for_another() -> None:
    box = inbox(scans_max=1)
    box.put(Scan("weapon", "1"))
    box.take(0)
    box.put(Scan("weapon", "2"))
    assert box.take(0) == Scan("weapon", "2")
    assert box.dropped == 0


def test_what_is_put_back_comes_first_again_and_is_counted_again() -> None:
    box = inbox(scans_max=1)
    box.put(Scan("weapon", "1"))
    box.put(Edge("A", closed=False))
    scan = box.take(0)
    assert scan is not None
    box.put_back(scan)
    box.put(Scan("weapon", "2"))
    assert box.dropped == 1
    assert [box.take(0), box.take(0), box.take(0)] == [scan, Edge("A", closed=False), None]


def test_edges_and_questions_are_never_dropped() -> None:
    box = inbox(scans_max=0)
    for _ in range(500):
        box.put(Edge("A", closed=False))
    assert box.dropped == 0
    assert box.take(0) == Edge("A", closed=False)


def test_whoever_waits_is_woken_by_what_another_thread_puts() -> None:
    box, found = inbox(), list[Item | None]()
    waiting = threading.Thread(target=lambda: found.append(box.take(30)))
    waiting.start()
    box.put(Lost("badge", "unplugged"))
    waiting.join(30)
    assert found == [Lost("badge", "unplugged")]


def test_a_ticket_is_not_done_before_somebody_says_so() -> None:
    ticket = Ticket()
    assert not ticket.done.is_set()
    assert (ticket.entries, ticket.seq, ticket.broken) == ((), 0, "")
