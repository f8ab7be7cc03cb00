"""`kiosk key`: the key that seals the book, who stood by it, and its paper."""

from contextlib import closing
from pathlib import Path

import click

from kiosk.assembly.own_key import KeyInUse, key_in_use
from kiosk.assembly.register_files import local_minute
from kiosk.commands import FAILED, ends
from kiosk.commands.options import answer, config_option, json_option, table
from kiosk.commands.printing import pdf_option, printed_here, put
from kiosk.config import Settings, read_settings
from kiosk.papers.key_paper import key_paper
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Facts
from kiosk.rules.things import OfficerNumber


@click.command()
@config_option
@json_option
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Also write its paper there, to sign and to keep.")  # fmt: skip
@pdf_option
def command(config: Path, as_json: bool, out: Path | None, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Say by which key the book is sealed, and who stood by it. Ends with 1 where there is no book.

    Two people hold the fingerprint on the paper against the kiosk's screen: the chief asks for it
    at the desk of shift and keys.
    """
    settings = read_settings(config)
    key = key_in_use(settings)
    if key is None:
        ends(f"There is no book in {settings.folder}, and no key.", FAILED)
    people = _people(key, settings)
    if out is not None:
        put(out, key_paper(key.fingerprint, people, key.line, printed_here(settings)), pdf=pdf)
    if as_json:
        answer({"fingerprint": key.fingerprint, "vouched_by": [*people], "entry": key.line})
        return
    table([("fingerprint", key.fingerprint), ("vouched for", said(key, settings, people))])


def said(key: KeyInUse, settings: Settings, people: tuple[str, ...]) -> str:
    """Return who stood by a key, and when, as a technician reads it."""
    if key.enrolled is None:
        return "by nobody yet"
    when = local_minute(key.enrolled.at.wall_ms, settings.policy.utc_offset_min)
    return f"by {' and '.join(people)}, {when} (entry {key.line})"


def _people(key: KeyInUse, settings: Settings) -> tuple[str, ...]:
    if key.enrolled is None:
        return ()
    with closing(Facts.at(settings.folder / DATABASE)) as facts:
        return tuple(_named(facts, number) for number in key.enrolled.by)


def _named(facts: Facts, number: OfficerNumber) -> str:
    person = facts.person(number)
    return number if person is None else f"{person.officer.name} ({number})"
