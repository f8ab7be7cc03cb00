"""The campaign finds nothing in our decoders, and finds what was broken on purpose."""

import random
from itertools import islice

import pytest

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import HELD_MAX, Decoder, Found, Frame, MakeDecoder
from drivers.protocols.packets import PacketDecoder, Taken, Verdict
from tests.fuzz.__main__ import FAULTS, run, summed
from tests.fuzz.campaign import Told, inputs, judge


def test_a_small_campaign_finds_no_fault_in_any_format() -> None:
    found = run(40 * len(FORMATS), seed=7)
    assert set(found) == set(FORMATS)
    counts = summed(found)
    assert counts["inputs"] == 40 * len(FORMATS)
    # Time is judged by the campaign alone: a busy machine must not fail a test.
    assert {fault: counts[fault] for fault in FAULTS if fault != "slow" and counts[fault]} == {}


class Broken:
    """A decoder of badges with one fault of its own."""

    def __init__(self, fault: str) -> None:
        self._fault = fault
        self._decoder = FORMATS["rdm6300"]()

    @property
    def held(self) -> int:
        return HELD_MAX + 1 if self._fault == "held_too_much" else self._decoder.held

    def feed(self, received: bytes) -> list[Found]:
        if self._fault == "exceptions" and 0xFF in received:
            raise IndexError
        if self._fault == "split_differs" and len(received) == 1:
            return []
        found = self._decoder.feed(received)
        if self._fault == "lost":
            return found[1:]
        return [self._bent(each) for each in found]

    def pause(self) -> list[Found]:
        return self._decoder.pause()

    def _bent(self, found: Found) -> Found:
        if self._fault == "wrong_accepts" and isinstance(found, Frame):
            return Frame({**found.decoded, "tag_id": "0" * 10})
        return found


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "slow"])
def test_a_broken_decoder_is_caught(fault: str) -> None:
    assert _judged("rdm6300", lambda: Broken(fault)).counts[fault] > 0


def test_a_decoder_that_checks_no_sum_is_caught() -> None:
    """The likeliest mistake of all, and one that reads every good frame."""

    def unchecked(piece: bytes) -> Verdict:
        if len(piece) < 7 or len(piece) < 7 + piece[4]:
            return None
        params = piece[5 : 5 + piece[4]]
        kind = ("command", "response", "notice")[piece[1] % 3]
        said = {"type": kind, "cmd": f"0x{piece[2]:02X}", "params": params.hex()}
        return Taken(7 + piece[4], Frame(said))

    def make() -> Decoder:
        return PacketDecoder(unchecked, longest=7 + 255, starts=b"\xaa")

    assert _judged("r200", make).counts["wrong_accepts"] > 0


def _judged(name: str, make: MakeDecoder) -> Told:
    told, chance = Told(), random.Random(3)
    for given in islice(inputs(name, chance), 200):
        judge(name, make, given, told, chance)
    return told
