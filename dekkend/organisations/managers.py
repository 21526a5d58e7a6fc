"""How people and their sessions are made and read."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import transaction


class UserManager(BaseUserManager):
    def create_user(self, email, name, password=None):
        """A person whose address is known to be theirs: accounts come from invitations to that address."""
        user: Any = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class SessionManager(BaseSessionManager):
    """Each session with its user at hand."""

    def get_queryset(self):
        return super().get_queryset().select_related("user")
