"""A program of two keyboard scanners on one device, for the tests that run it in a bed.

Readings come out as JSON lines. On stdin, "start NAME" and "stop NAME" do that to a scanner;
the end of stdin stops both.
"""

import json
import sys
from dataclasses import asdict

from drivers.keyboard_scanner import KeyboardScanner
from drivers.readings import Reading


def _put(reading: Reading) -> None:
    line = json.dumps({"kind": type(reading).__name__, **asdict(reading)})
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _main(path: str) -> None:
    scanners = {name: KeyboardScanner(name, path) for name in ("badge", "rival")}
    for line in sys.stdin:
        order, name = line.split()
        if order == "start":
            scanners[name].start(_put)
        else:
            scanners[name].stop()
            _put_stopped(name)
    for scanner in scanners.values():
        scanner.stop()


def _put_stopped(name: str) -> None:
    sys.stdout.write(json.dumps({"kind": "stopped", "name": name}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(sys.argv[1])
