"""`kiosk test`: in service mode one lock, reader, sound or light tried, and what was seen of it."""

from collections.abc import Mapping
from pathlib import Path

import click

from kiosk.commands import FAILED, FOUND, ends
from kiosk.commands.options import answer, config_option, json_option, say
from kiosk.commands.register import refusal
from kiosk.commands.vouching import WAIT_S, step_of
from kiosk.config import Settings, SimulatedOutput, read_settings
from kiosk.service.client import RemoteService
from kiosk.service.service_mode import RemoteServiceMode
from kiosk.service.service_views import TrialView
from kiosk.service.views import BayView, Stage

LOCK_STEPS = {
    Stage.SERVICE_BADGE: "At the kiosk: {awaits} shows their badge.",
    Stage.SERVICE_PIN: "{second} types their PIN.",
    Stage.OPEN_NOW: "The bolt is drawn: open cable {cable} now.",
    Stage.CABLE_OPEN: "It was seen open. Take nothing, and shut it again.",
    Stage.COUNT: "It was seen shut. Count what hangs on it, at the screen.",
}
"""What is to be done next at a lock, stage by stage."""

GRANTED = "release.granted"
"""The line that stands in the book before a bolt is drawn (P1)."""

LINES = 50
"""How many of the newest lines are looked through for it: a trial of a lock writes about ten."""

DIFFERS = frozenset({"count.differed", "count.skipped"})


@click.group()
def command() -> None:
    """Try one device in service mode, and say what was seen of it.

    Each test is written into the book before anything moves. `kiosk service begin` comes first.
    """


@command.command("lock")
@config_option
@json_option
@click.argument("cable")
@click.pass_context
def lock(ctx: click.Context, config: Path, cable: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Draw the bolt of CABLE once, and say whether its contact was seen to open and to shut.

    One of the two who opened service mode shows badge and PIN at the kiosk; both do where weapons
    hang on the cable. Those are named in the book as for any opening, and counted after it. The
    next cable waits until this one was seen shut. Ends with 3 when the contact was not seen to move
    or the count differs, with 1 when nobody came and the bolt was not drawn.
    """
    trial = _Trial(config, "lock", cable)
    view = trial.waited(LOCK_STEPS)
    seen, differs = trial.told(view), view.outcome is not None and view.outcome.kind in DIFFERS
    drawn = bool(seen.found) or trial.granted()
    if as_json:
        trial.answered(seen, {"exposed": trial.exposed, "count_differs": differs})
    elif not drawn:
        say(f"Nobody who may came to try cable {cable}: its bolt was not drawn.")
    elif not seen.found:
        click.echo(f"Cable {cable} was not seen to open.")
    elif "shut" not in seen.found:
        click.echo(f"Cable {cable} was seen to open, and not to shut.")
    else:
        click.echo(f"Cable {cable} was seen to open and to shut; {trial.exposed} weapons exposed.")
    if differs and not as_json:
        click.echo("The count differs: its positions are in doubt, and the custodian looks.")
    if not drawn:
        ctx.exit(FAILED)
    if differs or "shut" not in seen.found:
        ctx.exit(FOUND)


@command.command("reader")
@config_option
@json_option
@click.argument("name")
@click.pass_context
def reader(ctx: click.Context, config: Path, name: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Listen to the reader NAME, and say what it read first: a badge or label held before it now.

    What it reads then opens no visit and begins no return. Ends with 3 when nothing was heard.
    """
    trial = _Trial(config, "reader", name)
    say(f"Hold a badge or a label before {name}: half a minute.")
    seen = trial.told(trial.waited({}))
    if as_json:
        trial.answered(seen)
    elif not seen.found:
        click.echo(f"Nothing was heard of {name}.")
    elif seen.found[0] == "rejected":
        click.echo(f"{name} sent something that is no text: {seen.found[-1]}.")
    else:
        kind, size, last = seen.found
        ending = f", the last {last!r}" if last else ""
        click.echo(f"Heard of {name}: {kind}, {size} characters{ending}.")
    if not seen.found:
        ctx.exit(FOUND)


@command.command("buzzer")
@config_option
@json_option
def buzzer(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Sound the buzzer once. Nothing but an ear can tell whether it did."""
    trial = _Trial(config, "buzzer")
    if as_json:
        trial.answered(None)
    elif trial.settings.buzzer.KIND == SimulatedOutput.KIND:
        click.echo(
            f"The buzzer was asked to sound (entry {trial.seq}), and nothing can be heard:"
            f" {config} names no [buzzer] on a pin."
        )
    else:
        click.echo(f"The buzzer was asked to sound (entry {trial.seq}). Did you hear it?")


@command.command("lights")
@config_option
@json_option
def lights(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Switch every light of the positions on for ten seconds. Nothing but an eye can tell."""
    settings = read_settings(config)
    if not settings.lights:
        ends(f"{config} names no [[light]]: nothing would shine.", FAILED)
    trial = _Trial(config, "lights")
    names = ", ".join(row.position for row in settings.lights)
    say(f"On for ten seconds: {names}.")
    trial.waited({})
    if as_json:
        trial.answered(None, {"lights": [row.position for row in settings.lights]})
    else:
        click.echo(f"{len(settings.lights)} lights were on, and are off again.")


@command.command("sensors")
@config_option
@json_option
@click.pass_context
def sensors(ctx: click.Context, config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Say where a sensor sees a weapon and where none, and which cables are open.

    Ends with 3 when a sensor says otherwise than the book, or says nothing.
    """
    trial = _Trial(config, "sensors")
    view = trial.waited({})
    seen = trial.told(view)
    unlike = _unlike(view, seen)
    silent = _silent(trial.settings, seen)
    opened = [cable.id for cable in view.cables if cable.open]
    if as_json:
        trial.answered(seen, {"unlike_book": unlike, "silent": silent, "open_cables": opened})
    else:
        click.echo(f"A weapon is seen at: {', '.join(seen.found) or 'no position'}.")
        click.echo(f"None is seen at: {', '.join(seen.missed) or 'no position'}.")
        for place in unlike:
            click.echo(f"{place}: the book has it otherwise.")
        for place in silent:
            click.echo(f"{place}: its sensor says nothing.")
        shut = [cable.id for cable in view.cables if not cable.open]
        click.echo(
            f"Cables shut: {', '.join(shut) or 'none'}; open: {', '.join(opened) or 'none'}."
        )
    if unlike or silent:
        ctx.exit(FOUND)


def _unlike(view: BayView, seen: TrialView) -> list[str]:
    """Return where a sensor sees another thing than the book has; what is in doubt is not held."""
    states = {place.id: place.state for place in view.positions}
    sure = {"in": True, "out": False, "empty": False, "missing": False}
    told = {**dict.fromkeys(seen.found, True), **dict.fromkeys(seen.missed, False)}
    return sorted(
        place
        for place, present in told.items()
        if states.get(place, "") in sure and sure[states[place]] is not present
    )


def _silent(settings: Settings, seen: TrialView) -> list[str]:
    """Return the positions that have a sensor that has said nothing, or was lost since it did."""
    return sorted({row.position for row in settings.presences} - {*seen.found, *seen.missed})


class _Trial:
    """One trial, begun: its line is in the book. Ends the program when it was refused."""

    def __init__(self, config: Path, of: str, about: str = "") -> None:
        """Begin it."""
        self.settings = read_settings(config)
        path = Path(self.settings.kiosk.socket)
        self._kiosk, self._of, self._about = RemoteService(path), of, about
        mode = self._kiosk.view().service
        self._before = None if mode is None else mode.last
        done = RemoteServiceMode(path).trial(of, about)
        if done.reason:
            ends(refusal(done.reason, done.about), FAILED)
        self.seq, self.exposed = done.seq, 0

    def waited(self, steps: Mapping[Stage, str]) -> BayView:
        """Say each step until the trial is over; return the bay as it stands then."""
        view, said, told = self._kiosk.view(), "", self.seq
        while view.service is not None and view.service.last == self._before:
            self.exposed = max(self.exposed, view.service.exposed, len(view.visit.exposed))
            step = step_of(steps, view) if view.stage in steps else said
            if step != said:
                said = step
                say(step)
            refused = view.outcome is not None and view.outcome.kind == "refused"
            if view.outcome is not None and refused and view.outcome.seq > told:
                told = view.outcome.seq
                say(refusal(view.outcome.reason, view.outcome.facts.get("name", "")))
            view = self._kiosk.wait(view.version, WAIT_S)
        return view

    def granted(self) -> bool:
        """Return whether the bolt was released since the trial began, by the book's own lines."""
        lines = self._kiosk.lines(0, LINES)
        return any(line.seq > self.seq and line.kind == GRANTED for line in lines)

    def told(self, view: BayView) -> TrialView:
        """Return what was seen of it; ends with 1 when service mode ended first."""
        last = None if view.service is None else view.service.last
        if last is None or last == self._before:
            ends("Service mode ended before the test did.", FAILED)
        return last

    def answered(self, seen: TrialView | None, more: Mapping[str, object] | None = None) -> None:
        """Answer in JSON."""
        answer(
            {
                "test": self._of,
                "about": self._about,
                "seq": self.seq,
                "found": [] if seen is None else [*seen.found],
                "missed": [] if seen is None else [*seen.missed],
                **(more or {}),
            }
        )
