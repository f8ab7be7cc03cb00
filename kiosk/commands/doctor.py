"""`kiosk doctor`: every device with its last reading, whatever is wrong, and what to do."""

import importlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.drills import drill
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.devices import PluggedIn, unnamed
from kiosk.assembly.examination.examined import Running, examined
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.assembly.register_files import local_minute
from kiosk.commands import COMMANDS, FOUND, ends
from kiosk.commands.options import (
    answer,
    config_option,
    json_option,
    language_option,
    progress,
    root_option,
    table,
)
from kiosk.config import Settings, read_settings
from kiosk.registry.restoring import CopySource
from kiosk.rules.broken import ConfigWrong
from kiosk.service.client import RemoteService
from kiosk.service.devices import DeviceView, ask_devices, ask_version
from kiosk.service.protocol import KioskSilent


@click.command()
@config_option
@json_option
@language_option
@root_option
@click.option(
    "--self-test",
    "tried",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="COPY",
    help="Say only whether this program can work with a copy of the book.",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    language: str,
    root: Path,
    tried: Path | None,
) -> None:
    """Say how every device stands, what is wrong, and what to do. Ends with 3 when something is.

    Devices, pins, machine, book and programs are looked at, and nothing is changed; as root it sees
    all of them, and what it was not let in to look at is named. Of badges and labels only the last
    characters are shown. What is plugged in on USB and named by no table of kiosk.toml is listed
    with the name that finds it.
    """
    say = Say(language)
    try:
        settings = read_settings(config)
    except ConfigWrong as wrong:
        _told(ctx, None, (say("config_wrong", why=wrong),), (), as_json=as_json)
        return
    if tried is not None:
        _try(settings, tried)
        return
    box = Box(SystemClock().now().wall_ms, root)
    running = _running(Path(settings.kiosk.socket))
    findings = examined(settings, running, box, say)
    others = unnamed(settings)
    if not as_json and running is not None:
        _devices(running.devices, settings.policy.utc_offset_min)
    _told(ctx, running, findings, others, box.unseen, as_json=as_json)


def _running(socket: Path) -> Running | None:
    """Return what the kiosk says of itself, or None: none runs."""
    try:
        faults = RemoteService(socket).view().faults
        return Running(ask_devices(socket), faults, ask_version(socket))
    except KioskSilent:
        return None


def _try(settings: Settings, copy: Path) -> None:
    """Load every part of this program, and put a copy of the book back with it, beside the book."""
    for name in COMMANDS:
        importlib.import_module(f"kiosk.commands.{name}")
    importlib.import_module("web_ui.__main__")
    with progress() as tell:
        made = drill(settings, CopySource(copy), (), Path("/var/tmp"), tell)  # noqa: S108 - a folder of its own is made in it
    if made.told.fault:
        ends(made.told.fault, FOUND)
    click.echo(f"This program works with the book: {made.told.last_seq} entries.")


def _told(  # noqa: PLR0913 - all that a doctor says
    ctx: click.Context,
    running: Running | None,
    findings: Sequence[Finding],
    others: Sequence[PluggedIn],
    unseen: Sequence[str] = (),
    *,
    as_json: bool,
) -> None:
    """Say what was found, and end with 3 if anything was."""
    devices = () if running is None else running.devices
    if as_json:
        answer(
            {
                "running": running is not None,
                "devices": [asdict(device) for device in devices],
                "findings": [asdict(finding) for finding in findings],
                "not_looked_at": list(unseen),
                "unnamed": [asdict(one) for one in others],
            }
        )
    else:
        for finding in findings:
            click.echo(f"\n{finding.code}: {finding.what}\n  do: {finding.do}")
        for one in others:
            click.echo(f"\nplugged in, and in no table: {one.name} at {one.path}, {one.usb_name}")
        for name in unseen:
            click.echo(f"\nnot looked at: {name}; this account may not. Run it as root.")
        if not findings:
            click.echo(f"\nNothing wrong was found with {len(devices)} devices.")
    if findings:
        ctx.exit(FOUND)


def _devices(devices: Sequence[DeviceView], utc_offset_min: int) -> None:
    head = ("device", "kind", "where", "state", "lost", "rejected", "last reading")
    table([head, *(_row(device, utc_offset_min) for device in devices)])


def _row(device: DeviceView, utc_offset_min: int) -> tuple[str, ...]:
    rejected = ", ".join(f"{reason} {count}" for reason, count in device.rejected.items())
    when = local_minute(device.last_ms, utc_offset_min) if device.last_ms else ""
    kind = f"{device.kind} ({device.detail})" if device.detail else device.kind
    last = f"{when} {device.last}".strip()
    return (
        device.name, kind, device.where, device.state, str(device.faults), rejected or "-",
        last or "-",
    )  # fmt: skip
