"""Lists of the capital: a file read and judged, let in by two people, and what it names looked for.

A list with one bad row is not let in at all. What is let in stands in the book byte for byte.
"""
