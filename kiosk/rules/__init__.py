"""ROOM 1: what is allowed at the racks.

Values and functions only: no clock, no disk, no pins, no threads, nothing but the standard library.
Time comes in with each observation; facts about people and weapons travel inside it.
"""
