"""What every room's tests share: the same examples in each run, no stop-watch on a busy machine.

Fakes may not live here: each stands in its own module, where a reader can find it by its import.
"""

from hypothesis import settings

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")
