"""A program with one contact on the pin header, and somebody else's mistake beside it.

It says "ready"; then each line on stdin is an order, answered by one line: `next` (the next
reading), `mistake PIN` (a button there, whose callback raises), `listening` (whether the pin
library's only thread lives), `reopen` (close the chip and open it again).
"""

import sys

import lgpio
from gpiozero import Button

from drivers.lines.gpio_contact import GpioContact
from drivers.lines.gpio_output import lgpio_factory
from tests.drivers.inbox import Inbox


def _mistaken() -> None:
    raise ZeroDivisionError("somebody else's callback")


def main() -> None:
    """Obey until stdin ends."""
    pin = int(sys.argv[1])
    inbox = Inbox()
    factory = lgpio_factory()
    contact = GpioContact("cable R1-A", pin, factory=factory)
    contact.start(inbox)
    buttons = []
    print("ready", flush=True)  # noqa: T201 - whoever started it waits for this
    for line in sys.stdin:
        order, _, beside = line.strip().partition(" ")
        answer: object = "done"
        match order:
            case "next":
                answer = inbox.next()
            case "mistake":
                buttons.append(Button(int(beside), pull_up=False, pin_factory=factory))
                buttons[-1].when_pressed = _mistaken
            case "listening":
                answer = lgpio._notify_thread.is_alive()
            case _:
                contact.stop()
                factory.close()
                lgpio_factory.cache_clear()
                factory = lgpio_factory()
                contact = GpioContact("cable R1-A", pin, factory=factory)
                contact.start(inbox)
        print(answer, flush=True)  # noqa: T201 - the answer to whoever gave the order
    contact.stop()


if __name__ == "__main__":
    main()
