from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_plan_and_objection")]

    operations = [
        migrations.AddField("case", "last_attachment", models.PositiveSmallIntegerField(default=0)),
        migrations.AlterModelOptions("attachment", options={"ordering": ["case_id", "number"]}),
        migrations.RenameField("attachment", "form", "where"),
        migrations.AlterField(
            "attachment",
            "where",
            models.CharField(
                choices=[
                    ("growth", "groeidocument"),
                    ("request", "aanvraag"),
                    ("paper", "stuk bij de aanvraag"),
                    ("consent", "antwoord op papier"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            "attachment",
            "scan",
            models.CharField(
                choices=[("clean", "gecontroleerd op virussen"), ("off", "niet gecontroleerd op virussen")],
                max_length=5,
            ),
        ),
        # There were none yet: nothing could add one.
        migrations.AddField(
            "attachment", "number", models.PositiveSmallIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "attachment", "removed_by_name", models.CharField(blank=True, max_length=100)
        ),
        migrations.AddConstraint(
            "attachment", models.UniqueConstraint(fields=("case", "number"), name="one_attachment_a_number")
        ),
    ]
