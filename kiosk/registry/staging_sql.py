"""What is asked of cards that wait; the register is attached as `register`. No logic is in here."""

SCHEMA = """
    CREATE TABLE stack (one INTEGER PRIMARY KEY CHECK (one = 1), said TEXT NOT NULL);
    CREATE TABLE card (
        row INTEGER PRIMARY KEY,
        number TEXT NOT NULL,
        serial TEXT NOT NULL,
        registration TEXT NOT NULL,
        fate TEXT NOT NULL,
        weapon TEXT NOT NULL,
        cells ANY NOT NULL,
        readings TEXT NOT NULL
    ) STRICT;
    CREATE TABLE doubt (
        row INTEGER NOT NULL,
        field TEXT NOT NULL,
        kind TEXT NOT NULL,
        value TEXT NOT NULL
    ) STRICT;
    CREATE TABLE difference (
        row INTEGER NOT NULL,
        field TEXT NOT NULL,
        first TEXT NOT NULL,
        second TEXT NOT NULL
    ) STRICT;
"""

TOTALS = """
    CREATE TABLE totals (
        weapon_only INTEGER NOT NULL,
        others_closed INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        formulas INTEGER NOT NULL,
        mixed INTEGER NOT NULL
    ) STRICT
"""
OTHERS_CLOSED = """
    SELECT count(*) FROM register.card_stack WHERE stack <> ? AND closed IS NOT NULL
"""
KNOWN_NUMBER = """
    UPDATE card SET fate = ? WHERE fate = 'card_only' AND number <> '' AND EXISTS (
        SELECT 1 FROM register.card AS known
        WHERE known.number = card.number AND known.stack <> ? AND known.fate <> 'duplicate'
    )
"""
MATCH_BY_NUMBER = """
    UPDATE card SET weapon = registration
    WHERE fate = 'card_only' AND registration <> ''
    AND EXISTS (SELECT 1 FROM register.weapon WHERE weapon.number = card.registration)
"""
MATCH_BY_SERIAL = """
    UPDATE card SET weapon = coalesce(
        (SELECT min(weapon.number) FROM register.weapon WHERE weapon.serial = card.serial
         HAVING count(*) = 1), '')
    WHERE fate = 'card_only' AND weapon = '' AND serial <> ''
    AND lower(trim(serial)) NOT IN ({none})
"""
MATCHED_TWICE = """
    UPDATE card SET weapon = '' WHERE weapon <> ''
    AND row > (SELECT min(first.row) FROM card AS first WHERE first.weapon = card.weapon)
"""
MATCHED_BEFORE = """
    UPDATE card SET weapon = '' WHERE weapon <> '' AND EXISTS (
        SELECT 1 FROM register.card AS known
        WHERE known.weapon = card.weapon AND known.weapon <> '' AND known.stack <> ?
    )
"""
WEAPON_ONLY = """
    SELECT count(*) FROM register.weapon WHERE weapon.number NOT IN (
        SELECT weapon FROM card WHERE weapon <> ''
    ) AND weapon.number NOT IN (SELECT weapon FROM register.card WHERE weapon <> '')
"""

# Of what repeats, the innermost question is answered by the index alone: a hundred thousand numbers
# that do not are never looked up.
REPEATED = """
    CREATE TEMP TABLE repeated AS
    SELECT number, min(row) AS first FROM card WHERE fate = 'card_only' AND number <> ''
    AND number IN (SELECT number FROM card GROUP BY number HAVING count(*) > 1)
    GROUP BY number HAVING count(*) > 1
"""
LATER_ONES = """
    UPDATE card SET fate = ? FROM repeated
    WHERE card.number = repeated.number AND card.row > repeated.first AND card.fate = 'card_only'
"""
REPEATED_SERIALS = """
    INSERT INTO doubt SELECT row, 'serial', 'repeated_serial', serial FROM card
    WHERE fate IN ('matched', 'card_only') AND serial IN (
        SELECT serial FROM card WHERE fate IN ('matched', 'card_only')
        AND serial IN (SELECT serial FROM card GROUP BY serial HAVING count(*) > 1)
        AND serial <> '' AND lower(trim(serial)) NOT IN ({none})
        GROUP BY serial HAVING count(*) > 1
    )
"""
KNOWN_SERIALS = """
    INSERT INTO doubt SELECT row, 'serial', 'repeated_serial', serial FROM card
    WHERE fate IN ('matched', 'card_only') AND serial <> ''
    AND lower(trim(serial)) NOT IN ({none}) AND serial IN (
        SELECT serial FROM register.card WHERE stack <> ? AND fate <> 'duplicate'
    ) AND row NOT IN (SELECT row FROM doubt WHERE kind = 'repeated_serial')
"""

# A page of doubts begins behind the last one of the page before, whatever their number.
DOUBTS_AFTER = """
    SELECT row, number, field, kind, value FROM doubt JOIN card USING (row)
    WHERE (row, field, kind) > (?, ?, ?) {and_kind} ORDER BY row, field, kind LIMIT ?
"""
NAMED_COUNT = """
    SELECT count(*) FROM card WHERE fate IN ('matched', 'card_only') AND number <> ''
"""
NAMED = """
    SELECT row, number, serial, cells FROM card
    WHERE row > ? AND fate IN ('matched', 'card_only') AND number <> '' ORDER BY row LIMIT ?
"""

CARDS = """
    SELECT row, number, serial, fate, weapon, cells, readings FROM card WHERE row > ?
    ORDER BY row LIMIT ?
"""
DOUBTS = "SELECT row, field, kind FROM doubt WHERE row > ? AND row <= ? ORDER BY row, field, kind"
