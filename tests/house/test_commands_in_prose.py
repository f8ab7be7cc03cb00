"""Every command that a page or a finding tells people to type exists, with its options."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT

FINDINGS = ROOT / "kiosk/assembly/examination/findings.toml"
PAGES = (
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs/technician").glob("*.md")),
    FINDINGS,
)

HEADING = re.compile(r"^## (kiosk [a-z -]+)$", re.MULTILINE)
CODE = re.compile(r"`(kiosk [a-z][^`]*)`")
IN_FINDINGS = re.compile(r"\b(kiosk (?:backup|provision|restore|update|verify)\b[^,;\"។]*)")
OPTION = re.compile(r"--[a-z][a-z-]*")


def described() -> dict[str, str]:
    """Return what docs/commands.md says of each command."""
    parts = HEADING.split((ROOT / "docs/commands.md").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def faults(text: str, code: re.Pattern[str], known: dict[str, str]) -> Iterator[str]:
    """Yield each command in a text that does not exist, or has no such option."""
    for named in (" ".join(each.split()) for each in code.findall(text)):
        words = re.match(r"kiosk(?: [a-z]+)+", named)
        found = "" if words is None else words.group()
        while found and found not in known and not _is_group(found, known):
            found = found.rpartition(" ")[0]
        rest = named[len(found) :].split()
        group = found not in known
        if found in {"", "kiosk"} or (group and rest and rest[0].isalpha()):
            yield named
        elif not group:
            yield from (f"{named}: {o}" for o in OPTION.findall(named) if o not in known[found])


def _is_group(name: str, known: dict[str, str]) -> bool:
    return any(command.startswith(f"{name} ") for command in known)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_exists_with_its_options(page: object) -> None:
    path = next(one for one in PAGES if one == page)
    code = IN_FINDINGS if path == FINDINGS else CODE
    assert [*faults(path.read_text(encoding="utf-8"), code, described())] == []


def test_a_command_that_does_not_exist_is_found() -> None:
    text = "`kiosk badge give NUMBER`, `kiosk backup --away`, `kiosk nothing`, `kiosk badge enrol`"
    wrong = ["kiosk badge give NUMBER", "kiosk backup --away: --away", "kiosk nothing"]
    assert [*faults(text, CODE, described())] == wrong


def test_a_finding_that_asks_for_a_copy_says_as_whom_and_where_to() -> None:
    text = FINDINGS.read_text(encoding="utf-8")
    asked = re.findall(r"(.{19})kiosk backup(.{2})", text)
    assert len(asked) == text.count("kiosk backup")
    assert all(before == "unuser -u kiosk -- " for before, _ in asked)
    assert all(after in {" /", " {"} for _, after in asked)
