"""A plan may be nobody's for a while, a version says of which school it is, and each evaluation is a row."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

SITE = {"on_delete": django.db.models.deletion.PROTECT, "to": "organisations.site"}


def as_it_stood(apps, schema_editor):
    """Until now a plan never moved, and a version had one evaluation; sealed it stays where it was sealed."""
    Plan, PlanVersion = apps.get_model("cases", "Plan"), apps.get_model("cases", "PlanVersion")
    PlanEvaluation = apps.get_model("cases", "PlanEvaluation")
    site = Plan.objects.filter(pk=OuterRef("plan")).values("site")
    PlanVersion.objects.update(site=Subquery(site))
    evaluated = PlanVersion.objects.exclude(sealed_evaluation=None)
    for version in evaluated.iterator():
        PlanEvaluation.objects.create(
            version=version, number=1, evaluated_on=version.evaluated_on, sealed=version.sealed_evaluation
        )
    schema_editor.connection.check_constraints()  # now: what waits for the commit bars the next operations


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_shared_and_asked"), ("organisations", "0007_roles_about_children")]

    operations = [
        migrations.AlterField("plan", "site", models.ForeignKey(null=True, related_name="plans", **SITE)),
        migrations.AddField("planversion", "site", models.ForeignKey(null=True, related_name="+", **SITE)),
        migrations.CreateModel(
            "PlanEvaluation",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("evaluated_on", models.DateField()),
                ("sealed", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluations",
                        to="cases.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=["version", "number"], name="one_evaluation_a_number")
                ],
            },
        ),
        migrations.RunPython(as_it_stood, migrations.RunPython.noop),
        migrations.AlterField("planversion", "site", models.ForeignKey(related_name="+", **SITE)),
        migrations.RemoveField("planversion", "evaluated_on"),
        migrations.RemoveField("planversion", "sealed_evaluation"),
    ]
