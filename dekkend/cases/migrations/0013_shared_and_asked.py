"""Whether parents read what the school wrote, and when they were asked last, stand in the case itself."""

from django.db import migrations, models
from django.db.models import F

UNFINISHED = ("draft", "internal")


def as_it_stood(apps, schema_editor):
    """Until now the state said both; of what was withdrawn, the state before."""
    Case, Event = apps.get_model("cases", "Case"), apps.get_model("workflow", "Event")
    Case.objects.update(asked_round=F("round"))
    stopped = Event.objects.filter(subject_kind="case", to_state="withdrawn", from_state__in=UNFINISHED)
    unread = Case.objects.filter(state="withdrawn", pk__in=stopped.values("subject_id"))
    Case.objects.exclude(state__in=UNFINISHED).exclude(pk__in=unread.values("pk")).update(is_shared=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_effect"), ("workflow", "0001_initial")]

    operations = [
        migrations.AddField("case", "asked_round", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("case", "is_shared", models.BooleanField(default=False)),
        migrations.RunPython(as_it_stood, migrations.RunPython.noop),
    ]
