"""The rules of the house, each a function from a source text to the faults found in it.

No function here reads a file: the tree belongs to `tests.house.tree`, so that every rule can be
shown a bad text and must turn red.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

FILE_LINES_MAX = 400
"""A longer file is a room to divide."""

REASON_WORDS_MIN = 2
"""One word is no reason."""

FUNCTION_LINES_MAX = 70
"""From `def` to its last line, docstring included: what fits on one screen (TigerStyle)."""

BANNED_WORDS = {
    "data": "say what it holds",
    "event": "a reading (driver), an observation (keeper) or an entry (journal)",
    "gun": "weapon",
    "handler": "say what it does",
    "helper": "say what it does",
    "info": "say what it holds",
    "manager": "say what it does",
    "misc": "give each thing its room",
    "slot": "position",
    "station": "bay, kiosk or warehouse",
    "user": "officer, custodian, chief or technician",
    "util": "give each thing its room",
    "utility": "give each thing its room",
}
"""Words that are not ours, each with what to write in its place (docs/glossary.md)."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LIBRARY_WORD = re.compile(r"#\s*house:\s*\w+")
_LEFTOVER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_DIRECTIVE = re.compile(
    r"#\s*(?P<kind>noqa|type:\s*ignore|pragma:\s*no\s+(?:cover|branch))"
    r"(?P<codes>:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*|\[[\w\-,\s]+\])?"
    r"(?P<reason>.*)"
)
_WHOLE_FILE = re.compile(r"#\s*(?:ruff:\s*noqa|flake8:\s*noqa|mypy:\s*ignore-errors)")

# Each pattern holds a one-letter class, so that this list does not find itself.
_TRACES = re.compile(
    r"""
      (?<![\w.])/[w]ork/ | (?<![\w.])/[r]oot/ | /[o]pt/ak\b
    | \b[s]ub-?agents?\b | \b[A]I[ ](?:agent|assistant|model)s?\b | \b[l]anguage[ ]models?\b
    | \b[C]laude\b | \b[w]orktrees?\b | \b[i]ssue[ ]\#\d+
    | \b[b]rief\.md\b | \b[d]esign\.md\b | \b[s]pikes/ | \b[r]eference/\w+\.md\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of the house: the line where it stands, and what to do about it."""

    line: int
    says: str


def too_long(text: str) -> Iterator[Fault]:
    """Find a file of more than FILE_LINES_MAX lines."""
    lines = len(text.splitlines())
    if lines > FILE_LINES_MAX:
        yield Fault(FILE_LINES_MAX + 1, f"{lines} lines; divide the file at {FILE_LINES_MAX}")


def long_functions(text: str) -> Iterator[Fault]:
    """Find the functions of more than FUNCTION_LINES_MAX lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield Fault(node.lineno, f"{node.name} has {lines} lines; divide it")


def no_docstring(text: str) -> Iterator[Fault]:
    """Find a module that does not open with what the room does."""
    if not ast.get_docstring(ast.parse(text)):
        yield Fault(1, "open the module with what it does, and what may not live here")


def banned_names(text: str) -> Iterator[Fault]:
    """Find the names we define that hold a word which is not ours.

    A name that a library forces on us is let through by a comment on its line,
    `# house: NAME is the library's word`.
    """
    lines = text.splitlines()
    for line, name in sorted(set(_defined(ast.parse(text)))):
        if not _LIBRARY_WORD.search(lines[line - 1]):
            for word in banned_words_in(name):
                yield Fault(line, f"`{name}`: not `{word}`; {BANNED_WORDS[word]}")


@cache
def banned_words_in(name: str) -> tuple[str, ...]:
    """Return the banned words inside a snake_case or CamelCase name, in the singular."""
    words = (found.lower() for found in _WORD.findall(name))
    singular = (word if word in BANNED_WORDS else word.removesuffix("s") for word in words)
    return tuple(word for word in singular if word in BANNED_WORDS)


def _defined(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every name that this module defines; what it merely uses is other people's."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(value=ast.Name(id="self" | "cls"), ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield node.lineno, name
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield node.lineno, name
            case ast.Import() | ast.ImportFrom():
                yield from ((node.lineno, each.asname) for each in node.names if each.asname)
            case _:
                pass


def prints(text: str) -> Iterator[Fault]:
    """Find calls of print: outside the commands, a program speaks to its log."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield Fault(node.lineno, "log it, or return it to a command that says it")
            case _:
                pass


def unreasoned(text: str) -> Iterator[Fault]:
    """Find the places where a check is switched off without a code and a reason."""
    for line, comment in comments(text):
        if _WHOLE_FILE.search(comment):
            yield Fault(line, "switch a check off for one line, never for a file")
            continue
        found = _DIRECTIVE.search(comment)
        if found is None:
            continue
        if not found["codes"] and not found["kind"].startswith("pragma"):
            yield Fault(line, f"`{found['kind']}`: name the rule it switches off")
        elif len(re.findall(r"[A-Za-z]{2,}", found["reason"])) < REASON_WORDS_MIN:
            yield Fault(line, f"`{found['kind']}`: say why, on the same line")


def leftovers(text: str) -> Iterator[Fault]:
    """Find unfinished work in the comments of a Python module."""
    for line, comment in comments(text):
        if found := _LEFTOVER.search(comment):
            yield Fault(line, f"`{found[0]}`: finish it, or write it down where work is planned")


def leftovers_anywhere(text: str) -> Iterator[Fault]:
    """Find unfinished work in a file whose comments we do not parse."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _LEFTOVER.search(line):
            yield Fault(number, f"`{found[0]}`: finish it, or write it down where work is planned")


def traces(text: str) -> Iterator[Fault]:
    """Find paths of the machine a file was written on, and words about how it was written."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TRACES.search(line):
            yield Fault(number, f"`{found[0]}`: means nothing to whoever reads this elsewhere")


@cache  # two rules ask for them, and splitting into tokens takes most of the time of both
def comments(text: str) -> tuple[tuple[int, str], ...]:
    """Return the comments of a Python module, each with its line; strings are not comments."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return tuple((one.start[0], one.string) for one in tokens if one.type == tokenize.COMMENT)
