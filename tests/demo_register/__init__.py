"""The register lived through, from messy cards to a stand-to, by hands on pages alone.

`python -m tests.demo_register` starts two simulated kiosks and drives what people touch: the office
pages, the touch screen, and the bench on which badges, weapons, cables and days are simulated.
"""
