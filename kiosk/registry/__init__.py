"""ROOM 2: what is remembered. SQLite, the line file and the keys live here and nowhere else.

    book            the front door: `open_book(folder, kiosk, policy) -> Book`
    journal         the one writer: line file, then database, or it raises
    line_file       copy 1: one readable line an entry
    database        copy 2: SQLite, the same bytes, and the tables that follow from them
    opening         makes both copies agree before anybody writes
    verify          finds what somebody changed
    tables          how each entry moves the tables; `rebuild` does it again from nothing

No rule is decided in here, and no time is read: a line says when it happened.
"""
