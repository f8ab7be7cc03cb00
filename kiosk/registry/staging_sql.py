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
        cells TEXT NOT NULL,
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

KNOWN_NUMBER = """
    UPDATE card SET fate = ? WHERE fate = '' AND number <> '' AND EXISTS (
        SELECT 1 FROM register.card AS known
        WHERE known.number = card.number AND known.stack <> ? AND known.fate <> 'duplicate'
    )
"""
MATCH_BY_NUMBER = """
    UPDATE card SET weapon = registration
    WHERE fate = '' AND registration <> ''
    AND EXISTS (SELECT 1 FROM register.weapon WHERE weapon.number = card.registration)
"""
MATCH_BY_SERIAL = """
    UPDATE card SET weapon = coalesce(
        (SELECT min(weapon.number) FROM register.weapon WHERE weapon.serial = card.serial
         HAVING count(*) = 1), '')
    WHERE fate = '' AND weapon = '' AND serial <> ''
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
