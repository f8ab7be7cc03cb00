"""`kiosk run`: the kiosk itself, until it is told to stop."""

import logging
import sys
from pathlib import Path

import click

from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.witness import Log, Narrator, Witness
from kiosk.commands import LATER, ends
from kiosk.commands.ending import told_to_end
from kiosk.commands.options import colourful, config_option
from kiosk.config import read_settings
from kiosk.service.server import SocketTaken


@click.command()
@config_option
@click.option("--narrate", is_flag=True, help="Say each reading, line, effect and screen.")
def command(config: Path, narrate: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Guard the racks until told to stop.

    SIGTERM and Ctrl-C drop every bolt and end with 0. Exit code 75: start me again (a line could
    not be written). 78: the configuration is wrong.
    """
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    settings = read_settings(config)
    witness: Witness = Log(sys.stderr)
    if narrate:
        witness = Narrator(sys.stdout, colour=colourful(sys.stdout))
    # Not left to a library: gpiozero lets go of its pins at exit, and a SIGTERM is none.
    stop = told_to_end()
    try:
        code = Kiosk(settings, witness).run(stop)
    except SocketTaken as taken:
        ends(str(taken), LATER)
    sys.exit(code)
