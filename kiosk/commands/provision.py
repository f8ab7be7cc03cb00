"""`kiosk provision`: a working kiosk out of an installed package, from one file or from answers."""

import subprocess
from pathlib import Path

import click

from kiosk.commands.options import say
from kiosk.provision.laying import FRAGMENT, Target, lay
from kiosk.provision.plan import Badge, Files, Plan, judged, read_plan
from kiosk.rules.pin_form import pin_problem
from kiosk.rules.things import OfficerNumber
from kiosk.rules.vouching import VOUCHERS

SYSTEMD = Path("/run/systemd/system")
UNITS = ("kiosk.service", "web_ui.socket", "web_ui.service", "backup.timer", "power_off.path")

NEXT = """
Next:
  kiosk doctor                      every device, and what to do about it
  kiosk labels --bay --out FILE     labels for the weapons, to print and to stick on
  kiosk key --out FILE              its own key on paper, for two people to stand by
  kiosk status                      how the kiosk is
The first count is of every position: the screen says who was drawn for it."""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--replace", "replaced", is_flag=True, help="Put a changed kiosk.toml in its place.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("/"),
    show_default=True,
    metavar="DIR",
    help="A file system that is being prepared, in place of this one.",
)
def command(file: Path | None, replaced: bool, root: Path) -> None:  # noqa: FBT001 - click calls it by name
    """Make a working kiosk of this Pi: its book, its first people and badges, its configuration.

    FILE is one TOML file; without it the same is asked. Everything is looked at before anything is
    written. Done twice, the second time changes nothing. Each PIN is typed by its owner, twice;
    only for a simulated bay may FILE hold it. Ends with 78 when something does not fit.
    """
    plan = _asked() if file is None else read_plan(file, ask_pin)
    changed = False
    for step in lay(plan, Target(root), replaced=replaced):
        click.echo(f"{step.name}: {step.sentence}")
        changed |= step.changed
    if changed and root == Path("/") and SYSTEMD.is_dir():
        for words in (UNITS, ("--no-block", "browser.service")):  # a screen may come later
            subprocess.run(["/usr/bin/systemctl", "restart", *words], check=False)  # noqa: S603 - our own words
    click.echo(NEXT)


def _asked() -> Plan:
    """Ask for what a file would say."""
    say("What hangs on this kiosk stands in a kiosk.toml, and its people in a list (CSV).")
    say(f"Nothing is written before all of it was looked at. Lines for the Pi: {FRAGMENT}")
    files = Files(
        config=click.prompt("kiosk.toml"),
        officers=click.prompt("List of officers"),
        weapons=click.prompt("List of weapons, or nothing", default="", show_default=False),
    )
    say("Badges for two people of role custodian, chief or registrar; more if you like.")
    badges: list[Badge] = []
    while True:
        enough = len(badges) >= VOUCHERS
        officer = click.prompt(
            "Officer number, or nothing" if enough else "Officer number",
            default="" if enough else None,
            show_default=False,
        )
        if not officer:
            break
        badges.append(Badge(officer=officer, badge=click.prompt("Badge, as its label says")))
    return judged(files, badges, Path(), "your answers", ask_pin)


def ask_pin(officer: OfficerNumber) -> str:
    """Let a person type a PIN twice that nobody sees, until it is one."""
    while True:
        say(f"Officer {officer} types a PIN of 6 to 12 digits; nobody else looks.")
        pin = click.prompt("PIN", hide_input=True)
        again = click.prompt("The same again", hide_input=True)
        problem = pin_problem(pin, again)
        if not problem:
            return str(pin)
        say("They differ." if problem == "pins_differ" else "Too easy to guess.")
