"""The shipped fakes say what real drivers say, in the same order."""

import pytest

from drivers.protocols.reasons import TOO_LONG
from drivers.readings import Edge, Found, Lost, Scan, ScanRejected
from drivers.simulated import SimulatedContact, SimulatedOutput, SimulatedReader
from tests.drivers.countdowns import Countdowns
from tests.drivers.inbox import Inbox


def test_a_reader_is_found_and_then_scans_and_rejects() -> None:
    inbox = Inbox()
    reader = SimulatedReader("badge")
    reader.scan("nobody listens yet")
    reader.start(inbox)
    reader.scan("B0017-4")
    reader.reject("half_scan")
    assert inbox.all() == [
        Found("badge"),
        Scan("badge", "B0017-4"),
        ScanRejected("badge", "half_scan"),
    ]
    assert reader.device == "badge"


def test_a_text_longer_than_any_label_is_rejected_as_a_real_reader_rejects_it() -> None:
    inbox = Inbox()
    reader = SimulatedReader("badge")
    reader.start(inbox)
    reader.scan("9" * 64)
    reader.scan("9" * 4_096)
    assert inbox.all()[1:] == [Scan("badge", "9" * 64), ScanRejected("badge", TOO_LONG)]


def test_an_unplugged_reader_is_lost_once_and_reads_nothing_until_it_is_back() -> None:
    inbox = Inbox()
    reader = SimulatedReader("badge")
    reader.start(inbox)
    reader.unplug()
    reader.unplug()
    reader.scan("B0017-4")
    reader.scan("B" * 4_096)
    reader.reject("half_scan")
    reader.plug()
    reader.plug()
    lost = Lost("badge", "unplugged at the bench")
    assert inbox.all() == [Found("badge"), lost, Found("badge")]


def test_a_reader_that_starts_unplugged_is_lost_from_the_start() -> None:
    inbox = Inbox()
    reader = SimulatedReader("badge")
    reader.unplug()
    reader.start(inbox)
    assert inbox.all() == [Lost("badge", "unplugged at the bench")]


def test_a_stopped_reader_or_contact_says_nothing() -> None:
    inbox = Inbox()
    reader, contact = SimulatedReader("badge"), SimulatedContact("door")
    for sense in (reader, contact):
        sense.start(inbox)
        sense.stop()
    inbox.all()
    reader.scan("B0017-4")
    contact.set(closed=False)
    assert inbox.all() == []


def test_a_contact_tells_its_level_at_the_start_and_then_only_changes() -> None:
    inbox = Inbox()
    contact = SimulatedContact("door", closed=False)
    contact.start(inbox)
    contact.set(closed=False)
    contact.set(closed=True)
    contact.set(closed=True)
    contact.set(closed=False)
    assert inbox.all() == [
        Found("door"),
        Edge("door", closed=False),
        Edge("door", closed=True),
        Edge("door", closed=False),
    ]


def test_an_output_remembers_its_changes_and_tells_them() -> None:
    seen: list[tuple[str, bool]] = []
    coil = SimulatedOutput("coil", on_change=lambda name, on: seen.append((name, on)))
    coil.off()
    coil.on()
    coil.on()
    coil.off()
    coil.on()
    coil.close()
    assert list(coil.history) == [True, False, True, False]
    assert seen == [("coil", True), ("coil", False), ("coil", True), ("coil", False)]


def test_an_output_is_dropped_by_its_bound_like_a_real_one() -> None:
    countdowns = Countdowns()
    coil = SimulatedOutput("coil", 5.0, countdown=countdowns)
    coil.on()
    assert countdowns.seconds == [5.0]
    countdowns.run_out()
    assert not coil.is_on
    assert list(coil.history) == [True, False]


def test_an_output_remembers_the_last_thousand_changes_and_not_more() -> None:
    coil = SimulatedOutput("coil")
    for _ in range(600):
        coil.on()
        coil.off()
    assert len(coil.history) == 1000
    with pytest.raises(ValueError, match="max_on_s"):
        SimulatedOutput("coil", 0.0)
