"""Invite the very first people, before anyone can sign in."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from dekkend.organisations import actions
from dekkend.organisations.models import BOARD_ROLES, Board, Partnership, Role, Site


class Command(BaseCommand):
    help = "Mail someone an invitation for a role, such as partnership_staff at PO2604."

    def add_arguments(self, parser):
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("place", help="a partnership's code, a board's number or a site's code")
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, role, place, email, name, **options):
        found = places_for(Role(role), place).first()
        if found is None:
            raise CommandError(f"No place with the code {place} for a {role}")
        actions.invite(role=Role(role), place=found, email=email, name=name, actor=None, at=now())
        self.stdout.write(f"Invitation sent to {email}")


def places_for(role: Role, code: str):
    if role == Role.PARTNERSHIP_STAFF:
        return Partnership.objects.filter(code=code)
    return Board.objects.filter(number=code) if role in BOARD_ROLES else Site.objects.filter(code=code)
