"""The recipe for an image and the role for many kiosks: what they name is there, and it works.

Raspberry Pi's own tool is not run here, and no Pi; ansible is, twice, on a clean Debian.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import COMMANDS
from kiosk.provision.laying import BEGIN, END, FRAGMENT, KIOSK_TOML
from tests.package.bay import KIOSK_TOML as BAY
from tests.package.roots import ROOT, Machine, NoRoot, clean_root, machine

IMAGE = ROOT / "systemd/image"
ROLE = ROOT / "systemd/ansible"
RECIPES = tuple(
    path
    for folder in (IMAGE, ROLE)
    for path in sorted(folder.rglob("*"))
    if path.is_file() and path.suffix != ".deb"
)
LONG = os.environ.get("PACKAGE") == "long"
ANSIBLE = "ansible-core,ansible-lint"

OURS = re.compile(r"/(?:usr/lib/armoury-kiosk|usr/share/doc/armoury-kiosk)[\w./-]*[\w]")
COMMAND = re.compile(r"(?:\[|`|^\s*|-- |--, )kiosk,? ([a-z]+)", re.MULTILINE)

PROVISION = """
[provision]
config = "kiosk.toml"
officers = "officers.csv"
[[badge]]
officer = "0029474"
badge = "2010000924"
pin = "572618"
[[badge]]
officer = "0018023"
badge = "2010001118"
pin = "863025"
"""
OFFICERS = """number,name,rank,unit,role
0029474,Sok Vannak,Captain,Guard,custodian
0018023,Chea Sophal,Major,Guard,chief
"""

PLAY = (
    "cd /srv/systemd/ansible && ansible-playbook -i inventory.ini --connection=local kiosks.yml"
    " -e ansible_become=false"
)


def test_every_command_that_they_name_exists() -> None:
    named = {
        found for path in RECIPES for found in COMMAND.findall(path.read_text(encoding="utf-8"))
    }
    assert {"provision", "doctor", "backup"} <= named
    assert named <= COMMANDS.keys()
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert all(f"## kiosk {name}" in page for name in named)
    assert "--json" in page.partition("## kiosk doctor")[2].partition("## ")[0]


def test_the_marks_in_config_txt_are_those_that_provision_looks_for() -> None:
    layer = (IMAGE / "layer/armoury-kiosk.yaml").read_text(encoding="utf-8")
    lines = f"echo '{BEGIN}'; cat $1{FRAGMENT}; echo '{END}'"
    assert lines in layer
    assert f"ConditionPathExists=!{KIOSK_TOML}" in (IMAGE / "first-provision.service").read_text(
        encoding="utf-8"
    )


def test_what_is_run_at_the_first_start_is_a_shell_script_that_reads_well() -> None:
    done = subprocess.run(["sh", "-n", IMAGE / "first-provision"], check=False)
    assert done.returncode == 0
    assert (IMAGE / "first-provision").stat().st_mode & 0o111


@pytest.fixture(scope="module")
def with_ansible(deb: Path) -> Iterator[Machine]:
    """Return a clean Debian with ansible in it, the role and the package."""
    try:
        lower = clean_root(make=LONG, more=ANSIBLE)
    except NoRoot as none:
        if LONG:
            raise
        pytest.skip(str(none))
    with machine(lower) as made:
        made.copy(deb, f"/srv/{deb.name}")
        made.write("/srv/r-01/provision.toml", PROVISION)
        made.write("/srv/r-01/kiosk.toml", BAY)
        made.write("/srv/r-01/officers.csv", OFFICERS)
        for path in RECIPES:
            made.write(f"/srv/{path.relative_to(ROOT)}", path.read_text(encoding="utf-8"))
        made.write("/srv/systemd/ansible/inventory.ini", "[kiosks]\nr-01\n")
        yield made


def _played(made: Machine, *more: str) -> str:
    (deb,) = made.does("sh", "-c", "ls /srv/*.deb").split()
    told = json.dumps(
        {
            "armoury_kiosk_package": deb,
            "armoury_kiosk_provision": "/srv/r-01",
            "armoury_kiosk_copies": "/srv/copies",
            "ansible_python_interpreter": "/usr/bin/python3",
        }
    )
    said = made.ran("sh", "-c", f"{PLAY} -e '{told}' {' '.join(more)}", patience_s=600)
    assert said.code == 0, said.out + said.err
    return said.out


def _counts(said: str) -> dict[str, int]:
    """Return what ansible counted for the one kiosk."""
    return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", said.splitlines()[-2])}


def test_the_role_makes_a_kiosk_and_changes_nothing_the_second_time(with_ansible: Machine) -> None:
    first = _played(with_ansible)
    assert _counts(first)["changed"] >= 4, first
    assert with_ansible.ran("kiosk", "status").code == 0
    assert with_ansible.ran("test", "-e", "/run/armoury-kiosk-first").code != 0
    assert PROVISION.split('pin = "')[1][:6] not in first
    second = _played(with_ansible)
    assert {"changed": 1, "failed": 0}.items() <= _counts(second).items(), second
    assert "changed: [r-01]" in second.partition("Bring it home")[2]  # a copy of today, and no more
    checked = _played(with_ansible, "--check", "-e armoury_kiosk_copies=")
    assert _counts(checked)["changed"] == 0, checked
    copies = with_ansible.does("sh", "-c", "ls /srv/copies; stat -c %a /srv/copies").split()
    assert [name for name in copies if re.fullmatch(r"r-01-\d+\.tar\.gz", name)]


def test_a_finding_that_nobody_allowed_stops_the_role(with_ansible: Machine) -> None:
    with_ansible.does("systemctl", "stop", "kiosk")
    words = f"{PLAY} -e armoury_kiosk_package=$(ls /srv/*.deb)"
    said = with_ansible.ran("sh", "-c", words, patience_s=600)
    with_ansible.does("systemctl", "start", "kiosk")
    assert said.code != 0
    assert "kiosk_silent" in said.out


def test_every_path_of_ours_that_they_name_is_in_the_package(installed: Machine) -> None:
    named = {found for path in RECIPES for found in OURS.findall(path.read_text(encoding="utf-8"))}
    assert FRAGMENT in named
    for path in named:
        assert installed.ran("test", "-e", path).code == 0, path


def test_ansible_lint_and_systemd_find_nothing_wrong(with_ansible: Machine) -> None:
    linted = with_ansible.ran(
        "sh", "-c", "cd /srv/systemd/ansible && ansible-lint --offline kiosks.yml", patience_s=600
    )
    assert linted.code == 0, linted.out + linted.err
    with_ansible.does("install", "-m755", "/srv/systemd/image/first-provision", "/usr/local/sbin/")
    unit = "/srv/systemd/image/first-provision.service"
    verified = with_ansible.ran("systemd-analyze", "verify", "--man=no", unit)
    assert verified.code == 0, verified.err
    parsed = with_ansible.ran(
        "python3", "-c",
        "import sys, yaml; [list(yaml.safe_load_all(open(one))) for one in sys.argv[1:]]",
        *(f"/srv/{path.relative_to(ROOT)}" for path in RECIPES if path.suffix == ".yaml"),
    )  # fmt: skip
    assert parsed.code == 0, parsed.err
