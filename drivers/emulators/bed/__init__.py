"""Device nodes that are not there, for one program that finds them: Debian's umockdev and two ends.

program   the near end: starts the program, and is the kernel it speaks to; for Debian's own Python
*_node    what a kernel makes of ioctls and reads: SPI, I2C, input
bed       the far end: who answers, and the hand that pulls plugs; for our own Python
chips     what answers: an emulated chip, a bus of them
keys      what a keyboard scanner sends for a text
"""
