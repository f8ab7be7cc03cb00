"""`kiosk story`: the life of one weapon, every line of the book that tells of it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import click

from kiosk.commands import FAILED, ends
from kiosk.commands.find import searching
from kiosk.commands.options import answer, config_option, json_option, language_option, table
from kiosk.commands.register import database_of
from kiosk.config import Settings, read_settings
from kiosk.registry.queries import Facts
from kiosk.registry.story import FROM_THE_FIRST, Stories
from kiosk.service.found import StoryLine
from kiosk.service.lookup import line_of
from kiosk.service.sentences import LANGUAGES
from kiosk.service.stories import told
from kiosk.spelling import plain

_AT_ONCE = 500


@click.command()
@config_option
@json_option
@language_option
@click.argument("number")
def command(
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    language: str,
    number: str,
) -> None:
    """Tell the life of one weapon, from the book, in order.

    NUMBER is its registration number, whole; kiosk find has it. Openings of its cable for another
    weapon are not told.
    """
    settings = read_settings(config)
    with searching(settings) as search:
        known = search.weapon(number) is not None
    lines = list(_lines(settings, number))
    if not known and not lines:
        ends(f"The register has no weapon {number}.", FAILED)
    zone = timezone(timedelta(minutes=settings.policy.utc_offset_min))

    def when(wall_ms: int) -> str:
        at = datetime.fromtimestamp(wall_ms / 1000, tz=UTC).astimezone(zone)
        return f"{at:%Y-%m-%d %H:%M}"

    if as_json:
        document = [
            {**_fields(line), "said": {x: told(line, x, when) for x in LANGUAGES}} for line in lines
        ]
        answer({"weapon": number, "lines": document})
        return
    table(
        [("line", "at", "kiosk", "what")]
        + [(str(x.seq), when(x.at_ms), x.kiosk, told(x, language, when)) for x in lines]
    )


def _lines(settings: Settings, number: str) -> Iterator[StoryLine]:
    path = database_of(settings)
    with closing(Stories.at(path)) as stories, closing(Facts.at(path)) as facts:
        after = FROM_THE_FIRST
        while True:
            page = stories.of_weapon(number, after=after, limit=_AT_ONCE)
            for one in page.told:
                yield line_of(one, facts)
                after = one.seq
            if not page.later:
                return


def _fields(line: StoryLine) -> dict[str, object]:
    fields = plain(line)
    assert isinstance(fields, dict)
    return fields
