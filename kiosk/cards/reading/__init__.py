"""What is written on a card: pure functions from a cell to what it says and why to doubt it.

Nothing in here changes a cell. What a cell is read as stands beside it.
"""
