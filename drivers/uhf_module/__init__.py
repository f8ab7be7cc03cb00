"""A UHF module that sees many tags at once: for counts, and for an antenna at a gate.

It never opens anything: what it sees is `Seen`, which is no `Reading`. `exchange` asks and waits,
`magicrf` and `chafon` are the makers' languages, `table` remembers a bounded number of tags, and
`reader` is the thread.
"""

from drivers.uhf_module.reader import UhfModule

__all__ = ["UhfModule"]
