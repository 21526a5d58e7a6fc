"""Sessions in the database, with the user in a column of its own."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession


class SessionStore(DatabaseSession):
    @classmethod
    def get_model_class(cls):
        from dekkend.organisations.models import UserSession  # models are not loaded yet at import

        return UserSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.auth_hash = data.get(HASH_SESSION_KEY, "")
        return row
