"""`kiosk doctor`: every device with its state, its last reading and its faults, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from kiosk.assembly.examination import Finding, config_txt_here, examined, unnamed
from kiosk.assembly.register_files import local_minute
from kiosk.commands import FOUND
from kiosk.commands.options import answer, config_option, json_option, table
from kiosk.config import read_settings
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
@click.pass_context
def command(
    ctx: click.Context,
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    config_txt: Path | None,
) -> None:
    """Say how every device stands, what is wrong, and what to do. Ends with 3 when something is.

    Of badges and labels only the last characters are shown. What is plugged in on USB and named by
    no table of kiosk.toml is listed with the name that finds it.
    """
    settings = read_settings(config)
    devices: tuple[DeviceView, ...] | None
    try:
        devices = ask_devices(Path(settings.kiosk.socket))
    except KioskSilent:
        devices = None
    findings = examined(settings, devices, config_txt or config_txt_here())
    if as_json:
        answer({**_plain(devices, findings), "unnamed": [asdict(one) for one in unnamed(settings)]})
    else:
        _printed(devices or (), findings, settings.policy.utc_offset_min)
        for one in unnamed(settings):
            click.echo(f"\nplugged in, and in no table: {one.name} at {one.path}, {one.usb_name}")
    if findings:
        ctx.exit(FOUND)


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
