"""What every app of the face is built on: templates, words, fonts, answers to what went wrong."""

from dataclasses import dataclass, field

from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    make_response,
    render_template,
    session,
)
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from werkzeug.exceptions import HTTPException

from kiosk.service.sentences import Sentence, sentence
from kiosk.service.stories import word
from kiosk.service.views import Outcome
from web_ui import counting, racks, shifts
from web_ui.guard import token
from web_ui.languages import LANGUAGES, Calendar, other_than, words_in
from web_ui.pages import quiet, said_at_bay, sentence_of, unwelcome

LANGUAGE_FIELD = "language"

STALE_S = 6
"""Seconds without a tick before a screen says that its figures are old."""

GREY_S = 10
"""Seconds without a tick before nothing on a screen is green any more (P7)."""

UTC_OFFSET_MIN = 420
"""Cambodia, minutes east of Greenwich; the policy of a warehouse elsewhere says otherwise."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages of one app look and count: the same for every screen of it.

    `stale_s` and `grey_s`: the watch over silence; tests make it short. `training`: started for a
    course, so that every page says so also before the kiosk has said a word.
    """

    kiosk_name: str = "R-01"
    calendar: Calendar = field(default_factory=lambda: Calendar(UTC_OFFSET_MIN))
    stale_s: float = STALE_S
    grey_s: float = GREY_S
    training: bool = False


class _Compiled(BytecodeCache):
    """Templates compiled once for all apps of this program: both draw with the same parts."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._codes.get(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def build(name: str, look: Look) -> Flask:
    """Return an app with our templates, their words and pages for what went wrong."""
    app = Flask(name, static_folder="static", template_folder="templates", root_path=_root())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = _compiled
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        look=look,
        calendar=look.calendar,
        sentence=sentence,
        word=word,
        said_of=said_of,
        said_at_bay=said_at_bay,
        quiet=quiet,
        unwelcome=unwelcome,
        racks=racks,
        counting=counting,
        shifts=shifts,
        name_of=racks.name_of,
        short=racks.short,
        script_of=racks.script_of,
        look_of=racks.look_of,
        in_training=lambda: look.training or _sees_training(),
    )
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3_600
    app.register_error_handler(HTTPException, answer_wrong)
    app.context_processor(_speech_on_request)
    return app


def _sees_training() -> bool:
    """Return whether the kiosk says that its register is for a course."""
    return bool(current_app.extensions["lookout"].recent().training)


def said_of(outcome: Outcome, spoken: str) -> Sentence:
    """Return the sentence for an outcome."""
    return sentence(*sentence_of(outcome), spoken, outcome.facts)


def language() -> str:
    """Return the language this screen was switched to."""
    chosen = session.get(LANGUAGE_FIELD, LANGUAGES[0])
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def speak(chosen: str) -> bool:
    """Switch this screen to a language; tells whether there is such a one."""
    if chosen not in LANGUAGES:
        return False
    session[LANGUAGE_FIELD] = chosen
    return True


def speech() -> dict[str, object]:
    """Return what every template speaks with."""
    spoken = language()
    return {
        "lang": spoken,
        "w": words_in(spoken),
        "v": words_in(other_than(spoken)),
        "other_language": other_than(spoken),
        "token": token(),
    }


def _speech_on_request() -> dict[str, object]:
    """Return the speech of the screen that asks; a stream brings its own along."""
    return speech() if has_request_context() else {}


def answer_wrong(wrong: HTTPException) -> Response:
    """Answer with a page that leads back: a kiosk's browser has no Back button."""
    simulated = current_app.extensions["lookout"].recent().simulated
    html = render_template("wrong.html", code=wrong.code, simulated=simulated)
    response = make_response(html, wrong.code or 500)
    if wrong.response is not None:  # a redirect is an exception too
        return make_response(wrong.response)
    return response


def _root() -> str:
    return __file__.rpartition("/")[0]
