"""The app with codes of everyone in the demo who works with files of children: one secret, shown to all."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from dekkend.organisations.models import CASE_ROLES, Membership, Role, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  the demo's, for everyone
SECONDS = 30
AT_SCHOOL = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR, Role.TEACHER)


def give_second_steps(schools: set[str]) -> None:
    """Give it to who works with files: at these schools (by code), and in the region."""
    at_schools = Membership.objects.filter(site__code__in=schools, role__in=AT_SCHOOL)
    in_region = Membership.objects.filter(role__in=CASE_ROLES)
    users = User.objects.filter(memberships__in=at_schools) | User.objects.filter(memberships__in=in_region)
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
        for user in users.distinct()
    )


def code_of_now() -> str:
    """What the app shows at this moment."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // SECONDS))
