"""A program of two keyboard scanners on one device, for the tests that run it in a bed.

Readings come out as JSON lines. On stdin, "start NAME" and "stop NAME" do that to a scanner;
the end of stdin stops both.
"""

import json
import sys
import time
from dataclasses import asdict

from drivers.keyboard_scanner import KeyboardScanner
from drivers.readings import Reading


def _say(words: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")  # one write, so that threads do not mix lines
    sys.stdout.flush()


def _put(reading: Reading) -> None:
    _say({"kind": type(reading).__name__, **asdict(reading)})


def _main(path: str) -> None:
    scanners = {name: KeyboardScanner(name, path) for name in ("badge", "rival")}
    for line in sys.stdin:
        order, name = line.split()
        if order == "start":
            scanners[name].start(_put)
        else:
            began = time.monotonic()
            scanners[name].stop()
            _say({"kind": "stopped", "name": name, "took_s": time.monotonic() - began})
    for scanner in scanners.values():
        scanner.stop()


if __name__ == "__main__":
    _main(sys.argv[1])
