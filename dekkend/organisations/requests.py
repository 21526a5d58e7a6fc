"""What a view may count on."""

from django.http import HttpRequest

from dekkend.organisations.models import User


class SignedInRequest(HttpRequest):
    """A request by someone who signed in: without `login_not_required` the middleware lets no other in."""

    user: User
