"""Scanners that type, on nodes of the kernel: made in user space, and on a USB plug."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from evdev import InputDevice, UInput, ecodes

from drivers.keyboard_scanner import KeyboardScanner
from drivers.readings import Found, Lost, Scan, ScanRejected
from tests.drivers.inbox import Inbox
from tests.hil.usb_gadget import UsbGadget
from tests.hil.waiting import until

NAME = "a scanner made in user space"


@pytest.fixture
def typist() -> Iterator[UInput]:
    """A keyboard of uinput, and a hand at it."""
    with UInput({ecodes.EV_KEY: list(ecodes.keys)}, name=NAME) as made:
        yield made


@pytest.fixture
def gadget() -> Iterator[UsbGadget]:
    made = UsbGadget.keyboard()
    yield made
    made.close()


def pressed(typist: UInput, *keys: int) -> None:
    for key in keys:
        for down in (1, 0):
            typist.write(ecodes.EV_KEY, key, down)
            typist.syn()


def test_a_scanner_is_read_by_nobody_else_and_types_into_no_browser(typist: UInput) -> None:
    """EVIOCGRAB: whoever opened the node before, or opens it later, sees no key."""
    path = str(typist.device.path)
    inbox, scanner = Inbox(), KeyboardScanner("badge", path)
    with closing(InputDevice(path)) as browser:
        scanner.start(inbox)
        assert inbox.next() == Found("badge")
        with pytest.raises(OSError, match="busy") as second:
            browser.grab()
        assert second.value.errno == errno.EBUSY
        pressed(typist, ecodes.KEY_A, ecodes.KEY_1, ecodes.KEY_ENTER)
        assert inbox.next() == Scan("badge", "a1")
        assert browser.read_one() is None
        scanner.stop()
        pressed(typist, ecodes.KEY_B)
        assert browser.read_one() is not None, "let go, it types for everybody again"


def test_two_programs_that_want_one_scanner_get_it_one_after_the_other(typist: UInput) -> None:
    path = str(typist.device.path)
    first, second = Inbox(), Inbox()
    holder, rival = KeyboardScanner("badge", path), KeyboardScanner("badge", path)
    holder.start(first)
    assert first.next() == Found("badge")
    rival.start(second)
    assert second.next() == Lost("badge", f"another program has it: {path}")
    holder.stop()
    assert second.next() == Found("badge")
    pressed(typist, ecodes.KEY_7, ecodes.KEY_ENTER)
    assert second.next() == Scan("badge", "7")
    assert first.all() == []
    rival.stop()


def test_a_usb_scanner_is_read_through_its_plug_and_again_after_it_was_out(
    gadget: UsbGadget,
) -> None:
    """From the report on the wire to the reading: /dev/hidg0, usbhid, evdev, our driver."""
    gadget.plug()
    path = gadget.input_node()
    inbox, scanner = Inbox(), KeyboardScanner("weapon", path)
    scanner.start(inbox)
    assert inbox.next() == Found("weapon")
    gadget.type("KH-0001234\n")
    assert inbox.next() == Scan("weapon", "KH-0001234")
    gadget.unplug()
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("unplugged: ")
    gadget.plug()
    assert gadget.input_node() == path, "the number that this test needs to find it by"
    until(lambda: Found("weapon") in inbox.all(), "the scanner that is back")
    gadget.type("OK1\n")
    assert inbox.next() == Scan("weapon", "OK1")
    scanner.stop()


def test_a_scan_that_was_cut_by_pulling_the_plug_is_rejected_and_not_joined_to_the_next(
    gadget: UsbGadget,
) -> None:
    gadget.plug()
    inbox, scanner = Inbox(), KeyboardScanner("weapon", gadget.input_node(), gap_ms=60_000)
    scanner.start(inbox)
    assert inbox.next() == Found("weapon")
    gadget.type("123")
    threading.Event().wait(0.5)  # whoever is unplugged sooner loses even what the kernel has
    gadget.unplug()
    assert inbox.next() == ScanRejected("weapon", "half_scan")
    assert isinstance(inbox.next(), Lost)
    gadget.plug()
    until(lambda: Found("weapon") in inbox.all(), "the scanner that is back")
    gadget.type("456\n")
    assert inbox.next() == Scan("weapon", "456")
    scanner.stop()


def test_a_scanner_that_is_not_there_and_one_that_is_no_scanner_are_sentences() -> None:
    for path, says in (
        ("/dev/input/event99", "nothing is plugged in at /dev/input/event99"),
        (os.devnull, "/dev/null can not be read: "),
    ):
        inbox, scanner = Inbox(), KeyboardScanner("badge", path)
        scanner.start(inbox)
        lost = inbox.next()
        assert isinstance(lost, Lost)
        assert lost.why.startswith(says)
        scanner.stop()
