"""What parents said to a plan is from now on said to its text and its school: what stands keeps its yes."""

import hashlib
import json

from django.db import migrations


def digest(said):
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def as_it_stood(apps, schema_editor):
    Plan, Entry = apps.get_model("cases", "Plan"), apps.get_model("cases", "Entry")
    for plan in Plan.objects.exclude(site=None).iterator():
        rows = Entry.objects.filter(case=plan.case_id, form="plan", party=None, key__startswith="action.")
        said = [list(row) for row in rows.order_by("key").values_list("key", "revision")]
        before, after = digest(said), digest([plan.site_id, said])
        plan.agreements.filter(digest=before).update(digest=after)
        Plan.objects.filter(pk=plan.pk, shared_digest=before).update(shared_digest=after)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_plans_move")]

    operations = [migrations.RunPython(as_it_stood, migrations.RunPython.noop)]
