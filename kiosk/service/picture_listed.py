"""What a list of the capital says of something here, as a screen shows it. Pure."""

from dataclasses import asdict

from kiosk.rules.national import ListedMatch
from kiosk.service.listed_view import ListedFace


def listed_faces(matches: tuple[ListedMatch, ...]) -> tuple[ListedFace, ...]:
    """Return every weapon of the lists that may be the one here, the destroyed ones first."""
    faces = (ListedFace(likeness=one.likeness, **asdict(one.listed)) for one in matches)
    return tuple(sorted(faces, key=lambda face: (face.kind != "destroyed", face.likeness)))
