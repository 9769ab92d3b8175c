"""A task says itself whether it is for everybody: one for a person who has left is nobody's, not everybody's."""

from django.db import migrations, models


def only_for_named(apps, schema_editor):
    """Tasks that name somebody stay theirs."""
    tasks = apps.get_model("events", "WorkshopTask")
    tasks.objects.filter(pk__in=tasks.named.through.objects.values("workshoptask")).update(for_all=False)


class Migration(migrations.Migration):
    dependencies = [("events", "0011_questions_and_approval")]

    operations = [
        migrations.AddField("workshoptask", "for_all", models.BooleanField(default=True)),
        migrations.RunPython(only_for_named, migrations.RunPython.noop),
    ]
