"""Every reason the room refuses for is on a list, so that each can have its sentence (P11)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kiosk.rules
from kiosk.rules.gates import GATES
from kiosk.rules.refusals import REASONS
from kiosk.rules.returns import TICKS

pytestmark = pytest.mark.promise("P11")

ROOM = Path(kiosk.rules.__file__).parent
GATE_NAMES = {name for name, _ in GATES}


def texts_of(node: ast.AST) -> Iterator[str]:
    """Return every text written out inside a piece of source."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def refused_in(tree: ast.Module) -> Iterator[str]:
    """Return the reasons given outright to `refuse`, `refuse_afar`, `Refused` and `Spoiled`."""
    places = {"refuse": 1, "refuse_afar": 1, "Refused": 1, "Spoiled": 0, "_given_up": 1}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in places and len(node.args) > places[name]:
                yield from texts_of(node.args[places[name]])


def shown_in(tree: ast.Module) -> Iterator[str]:
    """Return the fields that are shown to who vouches: names, not reasons."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Changed":
            yield from texts_of(node.args[0])


def refuses(path: Path) -> bool:
    return (
        re.search(r"^from .* import .*\brefuse", path.read_text("utf-8"), re.MULTILINE) is not None
    )


def sources() -> Iterator[ast.Module]:
    for path in sorted(ROOM.rglob("*.py")):
        yield ast.parse(path.read_text("utf-8"))


def test_every_reason_the_source_refuses_for_is_on_the_list() -> None:
    found = {reason for tree in sources() for reason in refused_in(tree)}
    assert {"unknown_badge", "not_now", "second_is_bearer", "not_text"} <= found
    assert found <= REASONS | GATE_NAMES


def test_a_reason_that_is_chosen_before_it_is_given_is_on_the_list_too() -> None:
    """Reasons travel in variables as well: every name with an underscore where rules decide."""
    rooms = [path for path in ROOM.glob("*.py") if refuses(path)]
    written = {text for path in rooms for text in texts_of(ast.parse(path.read_text("utf-8")))}
    names = {text for text in written if re.fullmatch(r"[a-z]+(_[a-z]+)+", text)}
    assert {"already_out", "unknown_position", "shut_cable_first"} <= names
    shown = {name for path in rooms for name in shown_in(ast.parse(path.read_text("utf-8")))}
    assert names - TICKS - shown <= REASONS | GATE_NAMES


def test_every_reason_on_the_list_stands_in_the_source() -> None:
    others = [path for path in sorted(ROOM.rglob("*.py")) if path.name != "refusals.py"]
    written = {text for path in others for text in texts_of(ast.parse(path.read_text("utf-8")))}
    assert written >= REASONS


def test_no_two_gates_share_a_name() -> None:
    assert len(GATE_NAMES) == len(GATES)
