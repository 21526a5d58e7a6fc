"""Sessions in the database, with the user in a column of its own, and what a person may know of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

if TYPE_CHECKING:
    from dekkend.organisations.models import User

# The first that is found counts, so a name that others also carry comes last.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "een iPhone",
    "iPad": "een iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "een Mac",
    "Linux": "Linux",
}


class SessionStore(DatabaseSession):
    """`person` is whose session it was when it was read; `middleware.person_of` says whether it still is."""

    person: "User | None" = None

    def load(self):
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        self.person = row.user if row else None
        return self.decode(row.session_data) if row else {}

    @classmethod
    def get_model_class(cls):
        from dekkend.organisations.models import UserSession  # models are not loaded yet at import

        return UserSession

    def create_model_instance(self, data):
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.auth_hash = data.get(HASH_SESSION_KEY, "")
        return row


@dataclass(frozen=True)
class OpenSession:
    """Somewhere a person is signed in: since when, with what, and whether it is here."""

    begun_at: datetime | None
    device: str
    here: bool


def note_device(sender, request: HttpRequest, user, **kwargs) -> None:
    """Keep in the session when and with what someone signed in (on the signal `user_logged_in`)."""
    request.session["begun_at"] = now().isoformat()
    request.session["device"] = device_name(request.headers.get("User-Agent", ""))


def device_name(user_agent: str) -> str:
    """A browser and system in words, from what the browser says of itself."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Een browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "een onbekend apparaat")
    return f"{browser} op {system}"


def sessions_of(user, current_key: str | None) -> list[OpenSession]:
    """Where this person is signed in now, this session first. One query."""
    store = SessionStore()
    rows = store.get_model_class().objects.filter(user=user, expire_date__gt=now())
    found = [_open_session(store.decode(row.session_data), row.pk == current_key) for row in rows]
    return sorted(found, key=lambda session: not session.here)


def end_sessions(user) -> None:
    """Sign this person out everywhere, here too."""
    SessionStore.get_model_class().objects.filter(user=user).delete()


def _open_session(data: dict, here: bool) -> OpenSession:
    begun_at = parse_datetime(data.get("begun_at", ""))
    return OpenSession(begun_at, data.get("device", device_name("")), here)
