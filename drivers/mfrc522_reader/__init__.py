"""An MFRC522 badge reader on SPI, built on the mfrc522 package without its hardware and its loops.

`spi_bus` speaks to the kernel, `library` fetches the package's registers, `chip` carries one frame
to a card and back, `activation` finds out who is there, `exchange` lets a card prove itself, and
`reader` is the thread.
"""

from drivers.mfrc522_reader.reader import Mfrc522Reader

__all__ = ["Mfrc522Reader"]
