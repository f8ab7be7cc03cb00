"""Paper cards from a page: what is asked about them over the hatch, and what is answered.

Values and lines only. What is done with cards stands in `kiosk.cards`, above this room.
"""
