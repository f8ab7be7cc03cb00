"""A program of MFRC522 readers on real device nodes, for the tests that run it in a bed.

Readings come out as JSON lines. On stdin, "start NAME" and "stop NAME" do that to a reader; the end
of stdin stops all. The hardware libraries can not be imported here at all.
"""

import importlib.abc
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from types import ModuleType

from drivers.mfrc522_reader import Mfrc522Reader
from drivers.protocols.badge_proof import BadgeProof
from drivers.readings import Reading
from tests.drivers.aes_block import AesBlock

MASTER = bytes.fromhex("00112233445566778899aabbccddeeff")


class _Absent(importlib.abc.MetaPathFinder):
    """Makes sure that spidev and RPi.GPIO are not installed, wherever this runs."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        del path, target
        if fullname.partition(".")[0] in {"spidev", "RPi"}:
            raise ModuleNotFoundError(fullname)


def _say(words: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")  # one write, so that threads do not mix lines
    sys.stdout.flush()


def _put(reading: Reading) -> None:
    _say({**asdict(reading), "kind": type(reading).__name__})


def _proof(uid: str) -> BadgeProof:
    return BadgeProof(AesBlock, MASTER, uid, bytes(range(16)))


def _main(*, prove: bool) -> None:
    sys.meta_path.insert(0, _Absent())
    paths = {"badge": 0, "weapon": 1, "rival": 0}
    readers = {
        name: Mfrc522Reader(
            name, f"/dev/spidev0.{select}", make_proof=_proof if prove else None, gain_db=38
        )
        for name, select in paths.items()
    }
    for line in sys.stdin:
        order, name = line.split()
        if order == "start":
            readers[name].start(_put)
        else:
            began = time.monotonic()
            readers[name].stop()
            _say({"kind": "stopped", "name": name, "took_s": time.monotonic() - began})
    for reader in readers.values():
        reader.stop()


if __name__ == "__main__":
    _main(prove="prove" in sys.argv[1:])
