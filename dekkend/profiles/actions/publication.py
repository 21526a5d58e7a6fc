"""Publishing an established version, and what the calendar does when its time is up."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import get_current_timezone

from dekkend.organisations.models import User
from dekkend.profiles import notices
from dekkend.profiles.actions.addendum import take_in_addenda
from dekkend.profiles.actions.steps import take
from dekkend.profiles.facts import renew_facts
from dekkend.profiles.models import Version
from dekkend.profiles.signals import profile_published, profile_withdrawn


@transaction.atomic
def publish_profile(*, version_id: int, actor: User, at: datetime) -> Version:
    """Show the established version to everyone; the one before it is succeeded."""
    with take("publish", version_id, actor, at) as version:
        _succeed_earlier(version, at)
        version.published_at = at
    renew_facts(version.profile)
    profile_published.send(sender=Version, version=version)
    return version


def expire_profiles(*, on: date) -> list[Version]:
    """Let every version whose last day has passed expire. Run daily; a second run does nothing."""
    due = Version.objects.filter(state=Version.State.PUBLISHED, valid_until__lt=on)
    return [_expire(pk, on) for pk in due.order_by("pk").values_list("pk", flat=True)]


@transaction.atomic
def _expire(pk: int, on: date) -> Version:
    at = datetime.combine(on, time(0, 0), tzinfo=get_current_timezone())
    with take("expire", pk, None, at) as version:
        pass
    renew_facts(version.profile)
    profile_withdrawn.send(sender=Version, version=version)
    notices.tell_expired(version, on=on)
    return version


def _succeed_earlier(version: Version, at: datetime) -> None:
    """Before the new one is saved: only one version of a profile can be published."""
    earlier = Version.objects.filter(profile=version.profile_id, state=Version.State.PUBLISHED)
    for pk in earlier.values_list("pk", flat=True):
        with take("succeed", pk, None, at) as succeeded:
            pass
        take_in_addenda(succeeded, at)
