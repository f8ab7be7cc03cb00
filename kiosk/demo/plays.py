"""The two things that are played in the simulated warehouse: a demonstration, and a training.

They differ in what they are called, where they live, and that a training is marked as one on every
page and paper.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Play:
    """How a play is called and begun. `mark`: the first line of its kiosk.toml.

    `kiosk`: the name of its kiosk, "" for that of the file; `touch`, `office`: ports to try first.
    """

    name: str
    what: str
    mark: str
    opens: str
    closes: str
    touch: int
    office: int
    kiosk: str = ""
    training: bool = False


DEMONSTRATION = Play(
    "demo",
    "demonstration",
    "# A demonstration of the armoury kiosk. `kiosk demo --fresh` throws its book away.\n",
    "The simulated warehouse is open. Everything here is invented; no weapon may hang on it.",
    "The warehouse is shut; its book stays for the next time.",
    8080,
    8443,
)
TRAINING = Play(
    "training",
    "training",
    "# A training register of the armoury kiosk. `kiosk train --fresh` throws its book away.\n",
    "TRAINING. Everybody and everything here is invented, and nothing here touches the real"
    " register.",
    "The training is over; its book stays for the next day.",
    8090,
    8453,
    "TRAINING-1",
    training=True,
)
"""Its ports are not those of a kiosk, so that both run on one machine."""
