"""`kiosk status`: how the running kiosk is, in words or as JSON."""

from collections import Counter
from pathlib import Path

import click

from kiosk.commands.options import answer, config_option, json_option, table
from kiosk.config import read_settings
from kiosk.service.client import RemoteService
from kiosk.service.sentences import sentence
from kiosk.service.views import BayView

STATES = ("in", "out", "missing", "doubt", "empty")


@click.command()
@config_option
@json_option
def command(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Say how the running kiosk is. Ends with 1 when nobody answers."""
    view = RemoteService(Path(read_settings(config).kiosk.socket)).view()
    if as_json:
        answer(_plain(view))
        return
    counts = _counts(view)
    rows = [
        ("kiosk", f"{view.kiosk}{' (simulated)' if view.simulated else ''}"),
        ("stage", view.stage.value),
        ("head", f"{view.seq} {view.head}"),
        ("weapons", ", ".join(f"{counts[state]} {state}" for state in STATES)),
        ("overdue", str(view.overdue)),
    ]
    rows += [("open", f"cable {cable.id}") for cable in view.cables if cable.open]
    rows += [("fault", _said("fault", f.fault, device=f.device)) for f in view.faults]
    rows += [("alarm", _said("alarm", alarm.cause, about=alarm.about)) for alarm in view.alarms]
    rows += [
        ("doubt", _said("doubt", place.cause, position=place.id))
        for place in view.positions
        if place.state == "doubt"
    ]
    table(rows)


def _plain(view: BayView) -> dict[str, object]:
    return {
        "kiosk": view.kiosk,
        "simulated": view.simulated,
        "stage": view.stage,
        "head": {"seq": view.seq, "hash": view.head},
        "counts": {**_counts(view), "registered": view.registered, "overdue": view.overdue},
        "open_cables": [cable.id for cable in view.cables if cable.open],
        "faults": [{"fault": fault.fault, "device": fault.device} for fault in view.faults],
        "alarms": [
            {"cause": alarm.cause, "about": alarm.about, "answered": alarm.answered}
            for alarm in view.alarms
        ],
        "doubts": [
            {"position": place.id, "cause": place.cause}
            for place in view.positions
            if place.state == "doubt"
        ],
    }


def _counts(view: BayView) -> dict[str, int]:
    found = Counter(place.state for place in view.positions)
    return {state: found[state] for state in STATES}


def _said(group: str, name: str, **facts: str) -> str:
    about = next(iter(facts.values()))
    return f"{name} {about}: {sentence(group, name, 'en', facts).happened}"
