"""The campaign finds nothing in our decoders, and finds what was broken on purpose."""

import json
import math
import random
import re
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from drivers.protocols.badge_proof import BadgeProof, Proved
from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import HELD_MAX, Decoder, Found, Frame, MakeDecoder
from drivers.protocols.osdp_session import Reply, SecureChannel
from drivers.protocols.packets import PacketDecoder, Taken, Verdict
from drivers.protocols.wiegand import bits_of
from tests.fuzz import __main__ as fuzz
from tests.fuzz import campaign, guide, talks
from tests.fuzz.__main__ import FAULTS, NAMES, run, summed
from tests.fuzz.campaign import DECODERS, Told, heard, inputs, judge, talk
from tests.fuzz.card_encoding import STANDS
from tests.fuzz.encoding import ENCODED
from tests.fuzz.every import every_bit, every_split


def test_a_small_campaign_finds_no_fault_in_any_decoder() -> None:
    found = run(30 * len(NAMES), seed=7)
    assert set(found) == set(NAMES)
    counts = summed(found)
    assert counts["inputs"] == 30 * len(NAMES)
    # Time is judged by the campaign alone: a busy machine must not fail a test.
    assert {fault: counts[fault] for fault in FAULTS if fault != "slow" and counts[fault]} == {}


def test_every_format_has_a_judge_that_is_not_its_decoder() -> None:
    assert set(ENCODED) | set(STANDS) == set(FORMATS)


@pytest.mark.parametrize("name", ["rdm6300", "osdp", "wiegand26", "iso14443a", "gm65-code"])
def test_every_known_frame_is_split_everywhere_and_spoiled_in_every_bit(name: str) -> None:
    told, chance = Told(), random.Random(1)
    every_split(name, FORMATS[name], told)
    assert told.counts["splits"] > 10
    every_bit(name, FORMATS[name], told, chance)
    assert bool(told.counts["bits"]) == (name != "gm65-code"), "a text has no check"
    assert {
        fault: told.counts[fault] for fault in FAULTS if fault != "slow" and told.counts[fault]
    } == {}
    assert told.counts["inputs"] == 0, "they are counted apart"


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


class Blind:
    """A decoder of cards that looks at no parity."""

    held = 0

    def feed(self, received: bytes) -> list[Found]:
        said = [received[at : at + 4] for at in range(0, len(received) - 3, 4)]
        return [Frame(self._card(bits_of(raw)[:26])) for raw in said]

    def pause(self) -> list[Found]:
        return []

    @staticmethod
    def _card(bits: str) -> dict[str, str | int]:
        number = int(bits[1:-1], 2)
        return {"bits": bits, "bit_count": 26, "facility": number >> 16, "card": number & 0xFFFF}


def test_a_decoder_of_cards_that_looks_at_no_parity_is_caught() -> None:
    assert _judged("wiegand26", Blind).counts["wrong_accepts"] > 0


@pytest.mark.parametrize("name", sorted(STANDS))
def test_what_a_format_makes_of_other_bytes_is_no_frame_of_these(name: str) -> None:
    """The judge itself: a true frame, and bytes that it did not come from."""
    chance = random.Random(5)
    frames = [
        found
        for given in islice(inputs(name, chance), 60)
        for found in heard(FORMATS[name](), [given.received])
        if isinstance(found, Frame)
    ]
    told = [frame.decoded for frame in frames if frame.decoded.get("text", True)]
    assert told
    assert not any(STANDS[name](said, b"\x99" * 64) for said in told)


def test_a_proof_that_believes_a_stranger_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def believed(_: BadgeProof, __: bytes) -> Proved:
        return Proved(talks.UID)

    monkeypatch.setattr(BadgeProof, "take", believed)
    told, chance = Told(), random.Random(2)
    for _ in range(20):
        talk(talks.badge, told, chance)
    assert told.counts["wrong_accepts"] > 3
    with pytest.raises(talks.Wrong):
        talks.answers([b"\x90\x00"])


def test_a_channel_that_looks_at_no_mac_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def believed(_: SecureChannel, packet: bytes) -> Reply:
        return Reply(packet[0] if packet else 0, b"")

    monkeypatch.setattr(SecureChannel, "take", believed)
    with pytest.raises(talks.Wrong):
        talks.packets([b"\x53"])


@pytest.mark.parametrize("name", sorted(talks.TALKS))
def test_talks_are_believed_when_nothing_is_spoiled_and_else_not(name: str) -> None:
    told, chance = Told(), random.Random(4)
    for _ in range(60):
        talk(talks.TALKS[name], told, chance)
    assert told.counts["accepted"] > 5
    assert told.counts["rejected"] > 5
    assert not told.faults


def test_what_atheris_printed_is_read() -> None:
    said = "#8192 pulse  cov: 210 ft: 400 corp: 30/2Kb\nstat::number_of_executed_units: 10000\n"
    well = guide.read(subprocess.CompletedProcess([], 0, said, "#9 NEW cov: 214 corp: 31/2Kb"))
    assert (well.executions, well.edges, well.corpus, well.fault) == (10_000, 214, 31, "")
    assert guide.read(subprocess.CompletedProcess([], 77, said, "Fault: lost")).fault
    assert guide.read(subprocess.CompletedProcess([], 1, "", "")).fault == "said nothing"


def test_the_evidence_says_what_ran(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "EVIDENCE", tmp_path / "fuzz.json")
    monkeypatch.setattr(campaign, "SLOW_S", math.inf)  # judged by the campaign alone, as above
    monkeypatch.setattr("sys.argv", ["fuzz", "--short", "--inputs", "60", "--seed", "9"])
    assert fuzz.main() == 0
    told = json.loads((tmp_path / "fuzz_short.json").read_text(encoding="utf-8"))
    assert told["inputs"] == sum(one["inputs"] for one in told["formats"].values()) >= 60
    assert set(told["formats"]) == set(NAMES) > set(DECODERS)
    assert {"exceptions", "wrong_accepts", "commit", "seed", "machine"} <= set(told)
    assert (told["seed"], told["guided_executions"]) == (9, 0)
    assert re.search(r"^all +62", capsys.readouterr().out, re.MULTILINE)


def _judged(name: str, make: MakeDecoder) -> Told:
    told, chance = Told(), random.Random(3)
    for given in islice(inputs(name, chance), 200):
        judge(name, make, given, told, chance)
    return told
