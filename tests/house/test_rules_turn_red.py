"""Each rule of the house is shown a text that breaks it, and one that only looks like it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import source, tree

Rule = Callable[[str], Iterator[source.Fault]]

LONG_FUNCTION = "def slow() -> None:\n" + "    pass\n" * 70

BAD: tuple[tuple[Rule, str], ...] = (
    (source.too_long, "x = 1\n" * 401),
    (source.long_functions, LONG_FUNCTION),
    (source.long_functions, "async " + LONG_FUNCTION),
    (source.no_docstring, "x = 1\n"),
    (source.no_docstring, '""" """\n'),
    (source.prints, "print('hello')\n"),
    (source.leftovers, "x = 1  # TODO: more\n"),
    (source.leftovers, "# FIXME\n"),
    (source.leftovers_anywhere, "/* TODO */\n"),
    (source.unreasoned, "x = 1  # noqa\n"),
    (source.unreasoned, "x = 1  # noqa: S101\n"),
    (source.unreasoned, "x = 1  # noqa: S101, D103\n"),
    (source.unreasoned, "x = 1  # type: ignore\n"),
    (source.unreasoned, "x = 1  # type: ignore[misc]\n"),
    (source.unreasoned, "x = 1  # type: ignore  # it has no types\n"),
    (source.unreasoned, "x = 1  # pragma: no cover\n"),
    (source.unreasoned, "# ruff: noqa: D103 - tests need no docstring\n"),
    (source.traces, "see /wo" + "rk/notes\n"),
    (source.traces, "HOME=/ro" + "ot/.cache\n"),
    (source.traces, "python = /op" + "t/ak/venv\n"),
    (source.traces, "written by a sub" + "agent\n"),
    (source.traces, "closes iss" + "ue #2\n"),
    (source.banned_names, "class BadgeHandler: ...\n"),
    (source.banned_names, "def get_info(): ...\n"),
    (source.banned_names, "def show(user_id): ...\n"),
    (source.banned_names, "def show(*, slots): ...\n"),
    (source.banned_names, "data = 1\n"),
    (source.banned_names, "for event in (): ...\n"),
    (source.banned_names, "with open(path) as gun: ...\n"),
    (source.banned_names, "import json as utils\n"),
    (source.banned_names, "class A:\n    station: str\n"),
    (source.banned_names, "class A:\n    def __init__(self):\n        self.misc = 1\n"),
    (source.banned_names, "try: ...\nexcept OSError as event: ...\n"),
    (source.banned_names, "match x:\n    case {'a': 1, **data}: ...\n"),
    (source.banned_names, "match x:\n    case [1, *events]: ...\n"),
    (source.banned_names, "match x:\n    case int() as info: ...\n"),
    (source.banned_names, "if (manager := 1): ...\n"),
    (source.banned_names, "f = lambda helper: 1\n"),
)

GOOD: tuple[tuple[Rule, str], ...] = (
    (source.too_long, "x = 1\n" * 400),
    (source.long_functions, "def quick() -> None:\n" + "    pass\n" * 69),
    (source.no_docstring, '"""The bay."""\n'),
    (source.prints, "pprint('hello')\nprinter.print()\n"),
    (source.leftovers, "x = 'TODO'\n"),
    (source.unreasoned, "x = 1  # noqa: S101 - the assert is the guard here\n"),
    (source.unreasoned, "x = 1  # type: ignore[misc]  # gpiozero has no types\n"),
    (source.unreasoned, "x = 1  # pragma: no cover - only a real Pi gets here\n"),
    (source.unreasoned, "x = '# noqa'\n"),
    (source.traces, "framework/notes, /srv/kiosk, issue 24 weapons\n"),
    (source.banned_names, "import threading\nstopped = threading.Event()\n"),
    (source.banned_names, "from dataclasses import dataclass\n"),
    (source.banned_names, "answer.data = other.info\n"),
    (source.banned_names, "database = metadata = using = begun = 1\n"),
    (source.banned_names, "show(user=1)\n"),
    (source.banned_names, "def emit(event): ...  # house: event is logging's word\n"),
)


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_text_that_breaks_the_rule_is_found_once(rule: Rule, text: str) -> None:
    assert len(list(rule(text))) == 1


@pytest.mark.parametrize(("rule", "text"), GOOD)
def test_a_text_that_only_looks_like_it_is_let_through(rule: Rule, text: str) -> None:
    assert list(rule(text)) == []


@pytest.mark.parametrize("word", source.BANNED_WORDS)
def test_every_banned_word_is_found_alone_in_the_middle_and_in_the_plural(word: str) -> None:
    assert source.banned_words_in(word) == (word,)
    assert source.banned_words_in(f"Badge{word.capitalize()}Row") == (word,)
    assert source.banned_words_in(f"badge_{word}_row") == (word,)
    assert source.banned_words_in(word.upper()) == (word,)
    plural = word.removesuffix("y") + "ies" if word.endswith("y") else word + "s"
    assert source.banned_words_in(plural) == (() if word.endswith("y") else (word,))


def test_a_driver_is_a_file_or_a_folder_that_stands_in_drivers() -> None:
    paths = ("drivers/__init__.py", "drivers/readings.py", "drivers/py.typed", "kiosk/config.py",
             "drivers/gpio_contact.py", "drivers/mfrc522/registers.py", "LICENSE")  # fmt: skip
    assert tree.driver_names(tuple(map(Path, paths))) == {"gpio_contact", "mfrc522"}


def test_a_command_on_a_page_is_found_in_a_block_and_between_ticks() -> None:
    page = (
        "Say `make run` to make sense:\n```sh\n$ make test\nmake house  # quick\n```\nmake haste.\n"
    )
    assert tree.make_calls(page) == {"run", "test", "house"}


def test_a_target_is_what_the_help_prints() -> None:
    assert tree.make_targets("run: stamp ## Start it.\nhidden: stamp\n.PHONY: run\n") == {"run"}


def test_a_unit_that_starts_a_module_we_do_not_have_is_found() -> None:
    unit = (
        "[Service]\nExecStart=/usr/bin/python3 -I -m kiosk run\nExecStop=python -m kiosk.nowhere\n"
    )
    assert tree.started_modules(unit) == {"kiosk", "kiosk.nowhere"}
    assert not tree.module_exists("kiosk.nowhere")
    assert tree.module_exists("drivers.readings")
