"""How readers speak: bytes and key presses in, readings out.

Nothing here opens a device, waits, or knows the time; so every line can be tried with any input.
"""
