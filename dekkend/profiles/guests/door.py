"""The door of a guest: every page behind it stands under the address of the chapter."""

from django.urls import reverse

from dekkend.core.door import Door

DOOR = Door("guest", lambda token: reverse("guest-chapter", args=[token]))
