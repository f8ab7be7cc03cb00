"""Hands and senses: they know bytes and pins, and no custody.

A driver says only what stands in `drivers.readings`; it would serve a library counter unchanged.
No hardware library is imported at module level, so every driver can be imported anywhere.
"""
