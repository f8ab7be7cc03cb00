"""`kiosk doctor`: every device with its state, its last reading and its faults, and what to do."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.drills import drill, drill_due, update_open
from kiosk.assembly.examination import Finding, config_txt_here, examined, unnamed
from kiosk.assembly.register_files import local_minute
from kiosk.commands import COMMANDS, FOUND, ends
from kiosk.commands.options import answer, config_option, json_option, progress, table
from kiosk.config import Settings, read_settings
from kiosk.registry.restoring import CopySource
from kiosk.service.devices import DeviceView, ask_devices
from kiosk.service.protocol import KioskSilent


@click.command()
@config_option
@json_option
@click.option(
    "--config-txt",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The Pi's own settings; found by itself on a Pi.",
)
@click.option(
    "--self-test",
    "tried",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="COPY",
    help="Say only whether this program can work with a copy of the book.",
)
@click.pass_context
def command(
    ctx: click.Context,
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    config_txt: Path | None,
    tried: Path | None,
) -> None:
    """Say how every device stands, what is wrong, and what to do. Ends with 3 when something is.

    Of badges and labels only the last characters are shown. What is plugged in on USB and named by
    no table of kiosk.toml is listed with the name that finds it.
    """
    settings = read_settings(config)
    if tried is not None:
        _try(settings, tried)
        return
    devices: tuple[DeviceView, ...] | None
    try:
        devices = ask_devices(Path(settings.kiosk.socket))
    except KioskSilent:
        devices = None
    findings = examined(settings, devices, config_txt or config_txt_here())
    findings += update_open(settings) + drill_due(settings, SystemClock().now().wall_ms)
    if as_json:
        answer({**_plain(devices, findings), "unnamed": [asdict(one) for one in unnamed(settings)]})
    else:
        _printed(devices or (), findings, settings.policy.utc_offset_min)
        for one in unnamed(settings):
            click.echo(f"\nplugged in, and in no table: {one.name} at {one.path}, {one.usb_name}")
    if findings:
        ctx.exit(FOUND)


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


def _plain(
    devices: Sequence[DeviceView] | None, findings: Sequence[Finding]
) -> Mapping[str, object]:
    return {
        "running": devices is not None,
        "devices": [asdict(device) for device in devices or ()],
        "findings": [asdict(finding) for finding in findings],
    }


def _printed(
    devices: Sequence[DeviceView], findings: Sequence[Finding], utc_offset_min: int
) -> None:
    if devices:
        head = ("device", "kind", "where", "state", "lost", "rejected", "last reading")
        table([head, *(_row(device, utc_offset_min) for device in devices)])
    for finding in findings:
        click.echo(f"\n{finding.code}: {finding.what}\n  do: {finding.do}")
    if not findings:
        click.echo(f"\nNothing wrong was found with {len(devices)} devices.")


def _row(device: DeviceView, utc_offset_min: int) -> tuple[str, ...]:
    rejected = ", ".join(f"{reason} {count}" for reason, count in device.rejected.items())
    when = local_minute(device.last_ms, utc_offset_min) if device.last_ms else ""
    kind = f"{device.kind} ({device.detail})" if device.detail else device.kind
    last = f"{when} {device.last}".strip()
    return (
        device.name, kind, device.where, device.state, str(device.faults), rejected or "-",
        last or "-",
    )  # fmt: skip
