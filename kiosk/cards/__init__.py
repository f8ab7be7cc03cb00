"""Paper cards come in: a list is read, judged, staged, let in by two people, and given back.

`reading` knows no file and no clock; `table_file`, `csv_file` and `workbook` know files and no
cards. SQLite stays in the registry: what waits for its second person lies in `registry.staging`.
"""
