"""`kiosk status`: how the running kiosk is, in words or as JSON."""

import os
from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from kiosk.assembly.policy_watch import InForce, in_force
from kiosk.assembly.register_files import local_minute
from kiosk.commands.options import answer, config_option, json_option, table
from kiosk.commands.service import service_plain, service_said
from kiosk.config import Settings, read_settings
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.rules.broken import KioskError
from kiosk.service.client import RemoteService
from kiosk.service.sentences import sentence
from kiosk.service.views import BayView

STATES = ("in", "out", "missing", "doubt", "empty")


@click.command()
@config_option
@json_option
def command(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Say how the running kiosk is. Ends with 1 when nobody answers."""
    settings = read_settings(config)
    view = RemoteService(Path(settings.kiosk.socket)).view()
    policy = _policy(settings)
    if as_json:
        answer(_plain(view) | {"policy": _policy_plain(policy, settings)})
        return
    counts = _counts(view)
    rows = [
        ("kiosk", f"{view.kiosk}{' (simulated)' if view.simulated else ''}"),
        ("stage", view.stage.value),
        ("head", f"{view.seq} {view.head}"),
        ("weapons", ", ".join(f"{counts[state]} {state}" for state in STATES)),
        ("overdue", str(view.overdue)),
        ("key", _key_said(view)),
        ("policy", _policy_said(policy, settings)),
    ]
    if view.service is not None and view.service.running:
        rows.append(("service", service_said(view.service, settings.policy.utc_offset_min)))
    rows += [("open", f"cable {cable.id}") for cable in view.cables if cable.open]
    rows += [("fault", _said("fault", f.fault, device=f.device)) for f in view.faults]
    rows += [("alarm", _said("alarm", alarm.sentence, about=alarm.about)) for alarm in view.alarms]
    rows += [
        ("doubt", _said("doubt", place.cause, position=place.id))
        for place in view.positions
        if place.state == "doubt"
    ]
    table(rows)


def _key_said(view: BayView) -> str:
    stands = "vouched for by two people" if view.key_vouched else "not vouched for"
    return f"{view.own_key}, {stands}" if view.own_key else "not known: the book is not open"


def _policy(settings: Settings) -> InForce | str:
    """Return the policy of the newest start in the book, or why this account cannot know it."""
    database = settings.folder / DATABASE
    if not os.access(database, os.R_OK):
        return "this account may not read the book that says it"
    try:
        with closing(Office.at(database)) as office:
            return in_force(office) or "the book has no start yet"
    except KioskError as wrong:
        return str(wrong)


def _policy_said(policy: InForce | str, settings: Settings) -> str:
    if isinstance(policy, str):
        return policy
    since = local_minute(policy.since_ms, settings.policy.utc_offset_min)
    said = f"{policy.digest} since {since} (entry {policy.since_seq})"
    if policy.before:
        said += f"; changed then, it was {policy.before}"
    if policy.digest != settings.policy.digest:
        said += f"; kiosk.toml says {settings.policy.digest} now, from the next start on"
    return said


def _policy_plain(policy: InForce | str, settings: Settings) -> dict[str, object]:
    if isinstance(policy, str):
        return {"digest": None, "unknown": policy}
    return {
        "digest": policy.digest,
        "since_seq": policy.since_seq,
        "since_ms": policy.since_ms,
        "before": policy.before,
        "configured": settings.policy.digest,
    }


def _plain(view: BayView) -> dict[str, object]:
    return {
        "kiosk": view.kiosk,
        "simulated": view.simulated,
        "stage": view.stage,
        "head": {"seq": view.seq, "hash": view.head},
        "key": {"fingerprint": view.own_key, "vouched": view.key_vouched},
        "counts": {**_counts(view), "registered": view.registered, "overdue": view.overdue},
        "open_cables": [cable.id for cable in view.cables if cable.open],
        "service": service_plain(view.service),
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
