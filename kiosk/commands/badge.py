"""`kiosk badge`: giving a badge to an officer, begun here and done at the kiosk's own reader."""

from pathlib import Path

import click

from kiosk.commands import FAILED, ends
from kiosk.commands.options import config_option, say
from kiosk.commands.register import refusal
from kiosk.config import read_settings
from kiosk.rules.things import OfficerNumber
from kiosk.service.client import RemoteService
from kiosk.service.office import RemoteOffice
from kiosk.service.protocol import Service
from kiosk.service.views import BayView, Stage

WAIT_S = 5.0

STEPS = {
    Stage.ENROL_VOUCHER: "At the kiosk: a person who vouches shows their badge ({vouchers} of 2).",
    Stage.ENROL_VOUCHER_PIN: "{second} types their PIN.",
    Stage.ENROL_BADGE: "Now show the new badge of {person}.",
    Stage.ENROL_PIN: "{person} types a new PIN, twice; nobody else looks.",
}
"""What is to be done next, stage by stage."""


@click.group()
def command() -> None:
    """Give badges to officers."""


@command.command("enrol")
@config_option
@click.argument("officer")
def enrol(config: Path, officer: str) -> None:
    """Give a badge and a PIN to OFFICER, by their number.

    Two people vouch for it at the kiosk's reader with badge and PIN: custodian, chief or
    registrar, neither of them OFFICER. Ends with 1 when it came to nothing.
    """
    path = Path(read_settings(config).kiosk.socket)
    kiosk = RemoteService(path)
    begun = RemoteOffice(path).enrol(OfficerNumber(officer))
    if begun.reason:
        ends(refusal(begun.reason, begun.about), FAILED)
    say("Two people vouch for this at the kiosk: custodian, chief or registrar.")
    _follow(kiosk, begun.seq)


def _follow(kiosk: Service, since: int) -> None:
    """Say each step until the enrolment is done or was given up."""
    view, said, told = kiosk.view(), "", since
    while view.stage in STEPS:
        step = _step(view)
        if step != said:
            say(step)
            said = step
        if view.outcome is not None and view.outcome.seq > told and view.outcome.kind == "refused":
            told = view.outcome.seq
            say(refusal(view.outcome.reason, view.outcome.facts.get("name", "")))
        view = kiosk.wait(view.version, WAIT_S)
    if view.outcome is None or view.outcome.kind != "pin.set" or view.outcome.seq <= since:
        ends("The badge was not given: the enrolment was left before its end.", FAILED)
    click.echo("The badge is given, and its PIN is set.")


def _step(view: BayView) -> str:
    person, second = view.visit.person, view.visit.second
    return STEPS[view.stage].format(
        vouchers=view.visit.vouchers + 1,
        second=second.name if second is not None else "",
        person=person.name if person is not None else "",
    )
