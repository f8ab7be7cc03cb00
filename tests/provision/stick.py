"""What a technician brings on a stick: kiosk.toml, lists, and the one file that names them."""

import shutil
from pathlib import Path

from kiosk.demo.cast import files
from tests.assembly.program import CHIEF, CUSTODIAN, OFFICER, member


def stick(
    folder: Path, book: str = "/var/lib/kiosk", socket: str = "/run/kiosk/kiosk.sock"
) -> Path:
    """Lay the files of the simulated warehouse out; return the one that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("officers.csv", "weapons.csv"):
        shutil.copy(str(files() / name), folder / name)
    config = (files() / "kiosk.toml").read_text(encoding="utf-8")
    config = config.replace('folder = "book" ', f'folder = "{book}"').replace(
        'socket = "kiosk.sock"', f'socket = "{socket}"'
    )
    (folder / "kiosk.toml").write_text(config, encoding="utf-8")
    told = (
        '[provision]\nconfig = "kiosk.toml"\nofficers = "officers.csv"\nweapons = "weapons.csv"\n'
    )
    for one in (CUSTODIAN, CHIEF, OFFICER):
        who = member(one)
        told += f'\n[[badge]]\nofficer = "{one}"\nbadge = "{who.badge_text}"\npin = "{who.pin}"\n'
    path = folder / "provision.toml"
    path.write_text(told, encoding="utf-8")
    return path


def prepared(folder: Path) -> Path:
    """Return a file system that looks like a Pi's with the package installed."""
    for name in ("etc", "var/lib", "boot/firmware", "usr/lib/armoury-kiosk"):
        (folder / name).mkdir(parents=True)
    (folder / "etc/passwd").write_text(
        "root:x:0:0::/root:/bin/sh\nkiosk:x:991:990::/var/lib/kiosk:/usr/sbin/nologin\n",
        encoding="utf-8",
    )
    (folder / "boot/firmware/config.txt").write_text("dtparam=audio=on\n", encoding="utf-8")
    fragment = Path(__file__).parents[2] / "systemd/kiosk.config.txt"
    shutil.copy(fragment, folder / "usr/lib/armoury-kiosk/kiosk.config.txt")
    return folder
