"""`kiosk badge`: giving a badge to an officer, and taking one away at once.

A badge is given at the kiosk's own reader, by two people; it is only begun here.
"""

from pathlib import Path

import click

from kiosk.commands import FAILED, ends
from kiosk.commands.options import config_option
from kiosk.commands.register import refusal
from kiosk.commands.vouching import follow
from kiosk.config import read_settings
from kiosk.rules.things import OfficerNumber
from kiosk.service.client import RemoteService
from kiosk.service.office import RemoteOffice
from kiosk.service.views import Stage

STEPS = {
    Stage.ENROL_VOUCHER: "At the kiosk: a person who vouches shows their badge ({vouchers} of 2).",
    Stage.ENROL_VOUCHER_PIN: "{second} types their PIN.",
    Stage.ENROL_BADGE: "Now show the new badge of {person}.",
    Stage.ENROL_PIN: "{person} types a new PIN, twice; nobody else looks.",
}
"""What is to be done next, stage by stage."""


@click.group()
def command() -> None:
    """Give badges to officers, and withdraw them."""


@command.command("enrol")
@config_option
@click.argument("officer")
def enrol(config: Path, officer: str) -> None:
    """Give a badge and a PIN to OFFICER, by their number.

    Two people vouch for it at the kiosk's reader with badge and PIN: custodian, chief or
    registrar, neither of them OFFICER. Ends with 1 when it came to nothing.
    """
    path = Path(read_settings(config).kiosk.socket)
    begun = RemoteOffice(path).enrol(OfficerNumber(officer))
    left = "The badge was not given: the enrolment was left before its end."
    follow(RemoteService(path), begun, STEPS, {"pin.set"}, left)
    click.echo("The badge is given, and its PIN is set.")


@command.command("withdraw")
@config_option
@click.argument("badge")
@click.option("--why", required=True, help="For the book: lost, broken, handed in.")
def withdraw(config: Path, badge: str, why: str) -> None:
    """Withdraw BADGE at once, by the text that `kiosk officers show` lists.

    It opens nothing and stands by nothing from now on; one person's word is enough. To give it
    again, or another one, is an enrolment by two people.
    """
    done = RemoteOffice(Path(read_settings(config).kiosk.socket)).withdraw(badge, why)
    if done.reason:
        ends(refusal(done.reason, done.about), FAILED)
    click.echo("The badge is nobody's from now on.")
