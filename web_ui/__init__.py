"""The face: the officer's touch page, the office pages and the bench, all on one `Service`.

No device, no database, no rule: what a page shows was told at the hatch, what is tapped goes there.
"""
