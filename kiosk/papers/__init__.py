"""Papers: labels to stick on, and pages to print and sign. Values go in, HTML or ZPL comes out.

Nothing is asked of the register in here and nothing is written to a disk: a command reads the
tables, and puts the paper where it was told to.
"""
