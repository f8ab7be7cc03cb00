"""`kiosk decode`: the technician's answer to "what does this reader send?"."""

import json
import os
import select
import subprocess
import sys
import tty
from collections.abc import Sequence
from pathlib import Path

import pytest
import serial
from click.testing import CliRunner, Result

from drivers.protocols.formats import FORMATS
from kiosk.commands import commands
from tests.drivers.wire import DEVICES, expected, known

TAG = bytes.fromhex("0230313030303733344530443203")


def decode(*words: str | Path, stdin: bytes | str = b"") -> Result:
    typed = ["decode", *map(str, words)]
    return CliRunner().invoke(commands, typed, input=stdin, prog_name="kiosk")


@pytest.mark.parametrize("name", DEVICES)
def test_every_known_frame_is_answered_with_its_keys(name: str) -> None:
    for frame in known(name):
        result = decode(name, "--hex", "--json", stdin=frame["hex"])
        answers = [json.loads(line) for line in result.stdout.splitlines()]
        if frame["valid"]:
            assert result.exit_code == 0, result.output
            assert expected(frame).items() <= answers[0].items()
            assert len(answers) == 1
        else:
            assert result.exit_code == 3
            assert answers
            assert all(set(answer) == {"rejected"} for answer in answers)


def test_bytes_and_hexadecimal_text_of_any_spacing_are_the_same() -> None:
    spaced = " ".join(f"{byte:02x}" for byte in TAG).replace(" 3", "\n 3 ")
    assert decode("rdm6300", stdin=TAG).stdout == decode("rdm6300", "--hex", stdin=spaced).stdout


def test_what_no_terminal_reads_is_json_also_without_being_asked() -> None:
    said = decode("rdm6300", stdin=b"x" + TAG)
    assert said.stdout == decode("rdm6300", "--json", stdin=b"x" + TAG).stdout


def test_on_a_terminal_a_frame_is_a_line_with_the_same_facts(tmp_path: Path) -> None:
    record = tmp_path / "reader.bin"
    record.write_bytes(b"x" + TAG)
    screen, terminal = os.openpty()
    words = [sys.executable, "-m", "kiosk", "decode", "rdm6300", "--from", str(record)]
    assert subprocess.run(words, stdout=terminal, check=False).returncode == 3
    os.close(terminal)
    rejection, tag = os.read(screen, 4096).decode().splitlines()
    os.close(screen)
    assert rejection == "rejected half_scan"
    assert tag.startswith("tag_id 01000734E0  version 1  number 472288  printed_10d 0000472288  ")
    assert tag.endswith("  checksum D2  checksum_ok true")


def test_half_a_frame_at_the_end_is_a_rejection() -> None:
    said = decode("rdm6300", "--json", stdin=TAG[:5])
    assert (said.exit_code, said.stdout) == (3, '{"rejected": "half_scan"}\n')


def test_an_unknown_format_gets_the_list_of_the_known_ones() -> None:
    said = decode("rdm")
    assert said.exit_code == 2
    assert all(name in said.stderr for name in FORMATS)


@pytest.mark.parametrize("spelled", ["02:41", "0x02 0x41", "0x02,0x41", "02-41", "0241"])
def test_bytes_may_be_spelled_as_tools_print_them(spelled: str) -> None:
    assert (
        decode("line", "--hex", stdin=spelled + "03").stdout
        == decode("line", stdin=b"\2A\3").stdout
    )


@pytest.mark.parametrize("shift", range(5))
def test_a_byte_may_be_spelled_across_two_pieces(shift: int) -> None:
    said = decode("line", "--hex", stdin=" " * shift + "0x30," * 1200 + "0x0d")
    assert (said.exit_code, said.stderr) == (0, "")
    assert len(said.stdout.splitlines()) == 1


def test_a_reader_that_a_kiosk_has_is_left_alone() -> None:
    ours, theirs = os.openpty()
    name = os.ttyname(theirs)
    with serial.Serial(name, exclusive=True):
        said = decode("rdm6300", "--from", name)
    assert (said.exit_code, said.stderr) == (1, f"kiosk: another program has it: {name}.\n")
    os.close(theirs)
    os.close(ours)


@pytest.mark.parametrize("wrong", ["0g", "012", "0y02"])
def test_what_is_not_hexadecimal_is_typed_wrong(wrong: str) -> None:
    said = decode("line", "--hex", stdin=wrong)
    assert said.exit_code == 2
    assert "--hex" in said.stderr


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    record = tmp_path / "reader.bin"
    record.write_bytes(TAG * 3)
    assert len(decode("id12", "--from", record).stdout.splitlines()) == 3


def test_a_serial_device_is_answered_at_once_and_until_it_goes() -> None:
    """The answer must not wait for a full buffer: somebody holds a badge to the reader."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    words = [sys.executable, "-m", "kiosk", "decode", "rdm6300", "--json"]
    words += ["--from", os.ttyname(theirs)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        answered: Sequence[object] = ()
        for _ in range(100):  # opening flushes what came before, so it is sent until it is read
            os.write(ours, TAG)
            answered, _, _ = select.select([running.stdout], [], [], 0.2)
            if answered:
                break
        assert answered
        assert json.loads(running.stdout.readline())["tag_id"] == "01000734E0"
        os.close(theirs)
        os.close(ours)
        assert running.wait(timeout=20) == 1
        assert running.stderr.read().startswith(b"kiosk: ")
