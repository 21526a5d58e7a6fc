"""Mail to the committee about a meeting: when and where, and no word about what is on its agenda."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from dekkend.cases.committee.quorum import members_of
from dekkend.cases.models import Meeting
from dekkend.core.mail import send_mail_on_commit


def tell_members(meeting: Meeting, what: str, on: date) -> None:
    """`what`: the template in mail/."""
    moment = localtime(meeting.held_at)
    context = {
        "day": date_format(moment, "l j F Y"),
        "time": date_format(moment, "H:i"),
        "place": meeting.place,
        "link": settings.SITE_URL + reverse("meeting", args=[meeting.pk]),
    }
    to = [member.email for member in members_of(meeting.partnership_id, on)]
    send_mail_on_commit(f"cases/mail/{what}.txt", context, to)
