"""A program that uses drivers on a real /dev/i2c-1, for the tests that run it in a bed.

Each line on stdin is an order in JSON, and is answered by one line. The end of stdin ends it.
"""

import json
import sys
from dataclasses import asdict

from drivers.lines.ammeter import Ammeter
from drivers.lines.expander_contacts import ExpanderContacts, Wire
from drivers.lines.i2c_bus import I2cBus, why_silent
from drivers.readings import Reading


def _main() -> None:
    bus = I2cBus()
    readings: list[Reading] = []
    contacts = ExpanderContacts(bus, {"door": Wire(0x20, 0), "rack": Wire(0x20, 14)})
    ammeter = Ammeter(bus)
    for line in sys.stdin:
        order, *words = json.loads(line)
        try:
            match order:
                case "transfer":
                    address, sent, read = words
                    answer: object = bus.transfer(address, bytes.fromhex(sent), read).hex()
                case "look":
                    readings.clear()
                    contacts.look(readings.append, words[0])
                    answer = [{"kind": type(each).__name__, **asdict(each)} for each in readings]
                case "current":
                    answer = ammeter.current_ma()
                case _:
                    bus = I2cBus(order)
                    answer = None
        except OSError as error:
            answer = why_silent(error, bus, 0x20)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    bus.close()


if __name__ == "__main__":
    _main()
