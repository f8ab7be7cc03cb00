"""ROOM 3: the loop. One inbox, one thread, eyes and hands; the only room with time in it."""
