"""A program that works in a loop, and tells after each turn that it lives (`drivers.notify`)."""

import threading
from typing import Final

from drivers.notify import Notifier

TURN_S: Final = 0.2


def main() -> None:
    """Work until killed."""
    notifier, work = Notifier(), threading.Event()
    notifier.ready()
    print("ready", flush=True)  # noqa: T201 - whoever started it waits for this
    while True:
        work.wait(TURN_S)
        notifier.watchdog()


if __name__ == "__main__":
    main()
