"""`kiosk failsafe`: every output off, without the kiosk. systemd calls it after any end of it."""

from pathlib import Path

import click

from kiosk.assembly.failsafe import outputs_of, switch_off
from kiosk.commands import FAILED
from kiosk.commands.options import config_option, say


@click.command()
@config_option
@click.pass_context
def command(ctx: click.Context, config: Path) -> None:
    """Switch every output off, without the kiosk: bolts, arming, siren, buzzer, lamp, lights.

    For a kiosk that has ended; while one runs, its lines are its own. A FILE that is wrong still
    names its pins; in place of one that cannot be read the pins of rack-v1 are switched off. Ends
    with 1 when an output could not be had.
    """
    outputs = outputs_of(config)
    if outputs.objection:
        say(f"kiosk: {outputs.objection}")
    done = switch_off(outputs)
    for outcome in done:
        click.echo(f"{outcome.name}: {outcome.why or 'off'}")
    if not done:
        click.echo("No output hangs on a pin or a chip: nothing is to be switched off.")
    if any(outcome.why for outcome in done):
        ctx.exit(FAILED)
