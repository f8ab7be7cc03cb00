"""Readers on a USB serial port of the kernel (CDC-ACM), through pyserial as it is."""

from collections.abc import Iterator

import pytest

from drivers.readings import Found, Lost, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from drivers.tag_reader import TagReader
from tests.drivers.inbox import Inbox
from tests.hil.usb_gadget import UsbGadget
from tests.hil.waiting import until

TAG = b"\x026F005CACA13E\x03"
"""An RDM6300 frame: ten digits and their checksum."""


@pytest.fixture
def gadget() -> Iterator[UsbGadget]:
    made = UsbGadget.serial_port()
    made.plug()
    yield made
    made.close()


def test_a_serial_reader_is_read_through_its_plug_and_again_after_it_was_out(
    gadget: UsbGadget,
) -> None:
    inbox = Inbox()
    scanner = SerialScanner("weapon", gadget.serial_node())
    scanner.start(inbox)
    assert inbox.next() == Found("weapon")
    gadget.send(b"E280116060000204\r\n")
    assert inbox.next() == Scan("weapon", "E280116060000204")
    gadget.unplug()
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("unplugged: ")
    gadget.plug()
    until(lambda: Found("weapon") in inbox.all(), "the reader that is back")
    gadget.send(b"8850123456\r\n")
    assert inbox.next() == Scan("weapon", "8850123456")
    scanner.stop()


def test_half_a_frame_is_rejected_after_a_silence_and_when_the_plug_is_pulled(
    gadget: UsbGadget,
) -> None:
    inbox = Inbox()
    scanner = SerialScanner("weapon", gadget.serial_node(), gap_ms=200)
    scanner.start(inbox)
    assert inbox.next() == Found("weapon")
    gadget.send(b"885012")
    assert inbox.next() == ScanRejected("weapon", "half_scan")
    gadget.send(b"8850123456\r\n885")
    assert inbox.next() == Scan("weapon", "8850123456")
    gadget.unplug()
    assert inbox.next() == ScanRejected("weapon", "half_scan")
    assert isinstance(inbox.next(), Lost)
    scanner.stop()


def test_a_tag_that_is_held_is_told_once_and_a_wrong_checksum_never(gadget: UsbGadget) -> None:
    inbox = Inbox()
    reader = TagReader("badge", gadget.serial_node())
    reader.start(inbox)
    assert inbox.next() == Found("badge")
    for _ in range(3):
        gadget.send(TAG)
    told = inbox.next()
    assert isinstance(told, Scan)
    assert told.text == "6F005CACA1"
    gadget.send(TAG.replace(b"3E", b"3F"))
    assert inbox.next() == ScanRejected("badge", "bad_checksum")
    reader.stop()
    assert inbox.all() == []


def test_two_programs_do_not_share_a_port(gadget: UsbGadget) -> None:
    path = gadget.serial_node()
    first, second = Inbox(), Inbox()
    holder, rival = SerialScanner("a", path), SerialScanner("b", path)
    holder.start(first)
    assert first.next() == Found("a")
    rival.start(second)
    assert second.next() == Lost("b", f"another program has it: {path}")
    holder.stop()
    assert second.next() == Found("b")
    rival.stop()
