# Keys stand in a table of their own, which has backups of its own. No release was without it.

import django.db.models.deletion
from django.db import migrations, models


def keep_keys(apps, schema_editor):
    case, key = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseKey")
    kept = case.objects.values_list("uid", "wrapped_key")
    key.objects.bulk_create(key(case_id=uid, wrapped=wrapped) for uid, wrapped in kept)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_attachments"),
    ]

    operations = [
        migrations.RenameField("indexkey", "wrapped_key", "wrapped"),
        migrations.AddField("loghead", "wrapped", models.TextField(default=""), preserve_default=False),
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('case', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='key', serialize=False, to='cases.case', to_field='uid')),
                ('wrapped', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='DoomedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_uid', models.UUIDField(db_index=True)),
                ('stored', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='ChildIndex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='child_indexes', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['digest'], name='cases_child_digest_4a3528_idx')],
                'constraints': [models.UniqueConstraint(fields=('case', 'digest'), name='one_index_a_form')],
            },
        ),
        migrations.CreateModel(
            name='Destruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_uid', models.UUIDField(unique=True)),
                ('case_number', models.CharField(max_length=12)),
                ('record', models.CharField(max_length=40)),
                ('ground', models.TextField()),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('retain_until', models.DateField()),
                ('destroyed_at', models.DateTimeField()),
                ('counts', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='destructions', to='organisations.partnership')),
            ],
            options={
                'ordering': ['-destroyed_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('partnership', 'case_number'), name='destroyed_once')],
            },
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
        migrations.RemoveField("case", "wrapped_key"),
        migrations.RemoveField("case", "child_index"),
    ]
