"""What a tap or signed work comes to: something the keeper's eyes look at in the keeper's turn."""

from collections.abc import Callable

from kiosk.keeper.eyes import Eyes
from kiosk.rules import observations as o
from kiosk.rules.things import Moment

Means = Callable[[Eyes, Moment], o.Observation]
Signs = Callable[[Eyes], o.Signature]
MeansSigned = Callable[[Eyes, Moment, o.Signature], o.Observation]
