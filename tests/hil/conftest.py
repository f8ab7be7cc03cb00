"""What runs in a guest and nowhere else: outside, `make hil` has to be called (docs/hil.md)."""

import os

collect_ignore_glob = [] if "HIL_RIG" in os.environ else ["*"]
