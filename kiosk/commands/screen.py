"""`kiosk screen`: the touch screen of a kiosk. systemd starts it (systemd/browser.service)."""

import sys
from urllib.parse import urlsplit

import click

from kiosk.assembly.screen import NoScreen, Screen, command_line
from kiosk.commands import FAILED, USAGE, ends
from kiosk.commands.ending import told_to_end

HTTP = 80


@click.command()
@click.option(
    "--url", default="http://127.0.0.1:8080/", show_default=True, help="The page, on this machine."
)
def command(url: str) -> None:
    """Show the pages on the touch screen, full of them, until told to stop.

    labwc and Chromium are started and looked after; the book is not touched, and no network and no
    clock is waited for. Ends with 1 when they end, for systemd to start them again.
    """
    asked = urlsplit(url)
    if asked.scheme != "http" or asked.hostname != "127.0.0.1":
        ends(f"{url} is no page of this machine: it begins with http://127.0.0.1", USAGE)
    stop = told_to_end()
    try:
        screen = Screen(command_line(url), asked.port or HTTP)
    except NoScreen as missing:
        ends(f"{missing}.", FAILED)
    sys.exit(screen.show(stop))
