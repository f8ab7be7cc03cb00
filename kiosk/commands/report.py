"""`kiosk report`: one file for whoever helps from far away, with no names, keys or numbers."""

from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.examined import Running
from kiosk.assembly.report.gathering import Patient, gathered
from kiosk.assembly.report.packing import packed
from kiosk.commands.options import answer, config_option, json_option, language_option, root_option
from kiosk.config import Settings, read_settings
from kiosk.rules.broken import ConfigWrong
from kiosk.service.client import RemoteService
from kiosk.service.devices import ask_devices, ask_version
from kiosk.service.protocol import KioskSilent

NAME = "kiosk-report.zip"


@click.command()
@config_option
@json_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(NAME),
    show_default=True,
    metavar="FILE",
    help="Where the report is written; no file may be there yet.",
)
@language_option
@root_option
def command(
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    output: Path,
    language: str,
    root: Path,
) -> None:
    """Write one file for whoever helps from far away. It names nobody, and holds no key.

    A .zip with what the doctor finds, versions, kiosk.toml without secrets, how far the book goes
    and how many entries of each kind it has, disk, programs and the last 500 lines of their logs.
    Works without a running kiosk and with a broken book; as root it sees everything. What it leaves
    out is said, here and in its read_me.txt: read it before you send it. Nothing is sent by this
    command, and nothing else is changed.
    """
    settings, wrong = _settings(config)
    box = Box(SystemClock().now().wall_ms, root)
    running = None if settings is None else _running(Path(settings.kiosk.socket))
    report = gathered(Patient(config, settings, wrong, running, box), language)
    size = packed(report.texts, output)
    if as_json:
        answer(
            {
                "path": str(output),
                "bytes": size,
                "files": sorted(report.texts),
                "left_out": list(report.left_out),
            }
        )
        return
    click.echo(f"{output}: {size} bytes, {', '.join(report.texts)}.")
    for line in report.left_out:
        click.echo(line)


def _settings(config: Path) -> tuple[Settings | None, str]:
    """Return what kiosk.toml says, or why it says nothing."""
    try:
        return read_settings(config), ""
    except ConfigWrong as wrong:
        return None, str(wrong)


def _running(socket: Path) -> Running | None:
    """Return what the kiosk says of itself, or None: none runs."""
    try:
        faults = RemoteService(socket).view().faults
        return Running(ask_devices(socket), faults, ask_version(socket))
    except KioskSilent:
        return None
