"""`kiosk service`: service mode asked for, ended, and looked at.

It is opened by two people at the kiosk's own reader; it is only asked for here.
"""

from pathlib import Path

import click

from kiosk.assembly.register_files import local_minute
from kiosk.commands import FAILED, ends
from kiosk.commands.options import answer, config_option, json_option
from kiosk.commands.register import refusal
from kiosk.commands.vouching import follow
from kiosk.config import read_settings
from kiosk.service.client import RemoteService
from kiosk.service.service_mode import TEXT_MAX, RemoteServiceMode
from kiosk.service.service_views import ServiceView
from kiosk.service.views import Stage

STEPS = {
    Stage.SERVICE_BADGE: "At the kiosk: {awaits} shows their badge.",
    Stage.SERVICE_PIN: "{second} types their PIN.",
}
WHO = "Technician and chief open it at the kiosk, each with badge and PIN, in this order."


@click.group()
def command() -> None:
    """Open service mode, in which devices are tried and nothing is issued, and end it."""


@command.command("begin")
@config_option
@json_option
@click.option("--why", required=True, help="For the book, in a few words.")
def begin(config: Path, as_json: bool, why: str) -> None:  # noqa: FBT001 - click calls it by name
    """Ask for service mode. Technician and chief open it at the kiosk, with badge and PIN.

    While it lasts nothing is issued, returns go on, and the screen says so. It ends by `kiosk
    service end`, at the screen, by itself after service_min of the policy, and at every start.
    Ends with 1 when it came to nothing.
    """
    if not why.strip() or len(why) > TEXT_MAX or not why.isprintable():
        raise click.UsageError(f"--why: a few words, {TEXT_MAX} characters at most")
    settings = read_settings(config)
    path = Path(settings.kiosk.socket)
    asked = RemoteServiceMode(path).begin(why)
    left = "Service mode was not opened: it was left before its end."
    kiosk = RemoteService(path)
    follow(kiosk, asked, STEPS, {"service.begun"}, left, who=WHO)
    mode = kiosk.view().service
    if as_json:
        answer({"service": service_plain(mode)})
        return
    until_ms = 0 if mode is None else mode.until_ms
    until = local_minute(until_ms, settings.policy.utc_offset_min)
    click.echo(f"Service mode is on, until {until}. End it: kiosk service end")


@command.command("end")
@config_option
@json_option
def end(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """End service mode: issues go on. Never while a cable that is tried is open."""
    done = RemoteServiceMode(Path(read_settings(config).kiosk.socket)).end()
    if done.reason:
        ends(refusal(done.reason, done.about), FAILED)
    if as_json:
        answer({"seq": done.seq})
    else:
        click.echo(f"Service mode is over (entry {done.seq}).")


@command.command("status")
@config_option
@json_option
def status(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Say whether service mode is on, who opened it, why, and until when."""
    settings = read_settings(config)
    mode = RemoteService(Path(settings.kiosk.socket)).view().service
    if as_json:
        answer({"service": service_plain(mode)})
    elif mode is None:
        click.echo("Service mode is off.")
    else:
        click.echo(f"Service mode: {service_said(mode, settings.policy.utc_offset_min)}.")


def service_said(mode: ServiceView, utc_offset_min: int) -> str:
    """Return service mode in words: by whom, why, and until when."""
    people = ", ".join(who.name for who in mode.people)
    if not mode.running:
        return f"asked for by {mode.account} ({mode.why}); waits for the {mode.awaits}"
    until = local_minute(mode.until_ms, utc_offset_min)
    return f"on until {until}, opened by {people} for {mode.account}: {mode.why}"


def service_plain(mode: ServiceView | None) -> dict[str, object] | None:
    """Return service mode as JSON has it; None while it is off."""
    if mode is None:
        return None
    return {
        "running": mode.running,
        "account": mode.account,
        "why": mode.why,
        "people": [who.number for who in mode.people],
        "since_ms": mode.since_ms,
        "until_ms": mode.until_ms,
        "awaits": mode.awaits,
    }
