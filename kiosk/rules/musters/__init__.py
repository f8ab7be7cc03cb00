"""Musters: weapons at posts without a kiosk, and the sheets that say whether they are there."""
