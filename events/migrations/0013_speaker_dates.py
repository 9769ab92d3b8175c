"""What the calendars of speakers without an account know by mail."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0012_tasks_for_all")]

    operations = [
        migrations.CreateModel(
            name="SpeakerDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shown", models.JSONField(default=dict)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("off", models.BooleanField(default=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.session"
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dates", to="events.speaker"
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            "speakerdate",
            models.UniqueConstraint(fields=("speaker", "session"), name="speaker_date_once_per_session"),
        ),
    ]
