"""A barrier can be reported by anybody; the report is kept and the operator is told."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings

from web.models import Feedback

REPORT = {"text": "The clock is not read aloud.", "page": "/mixers/heat/", "reply_to": "rosa@piura.example"}
REACHABLE = override_settings(OPERATOR={**settings.OPERATOR, "email": "desk@operator.example"})


@pytest.fixture(autouse=True)
def _another_address(client: Client, request: pytest.FixtureRequest) -> None:
    client.defaults["REMOTE_ADDR"] = f"test-{request.node.name}"


@pytest.mark.django_db(transaction=True)
@REACHABLE
def test_a_report_is_kept_and_mailed(client: Client) -> None:
    answer = client.post("/feedback/", REPORT, follow=True)
    assert "Thank you. Your report has arrived." in answer.content.decode()
    assert list(Feedback.objects.values_list("text", "page", "reply_to")) == [tuple(REPORT.values())]
    assert [(sent.to, sent.reply_to) for sent in mail.outbox] == [(["desk@operator.example"], ["rosa@piura.example"])]
    assert "/mixers/heat/" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
@REACHABLE
@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_a_report_is_kept_although_no_mail_leaves(client: Client) -> None:
    assert client.post("/feedback/", REPORT).status_code == 302
    assert Feedback.objects.count() == 1


@pytest.mark.django_db
def test_an_empty_report_is_asked_for_again_with_what_was_typed(client: Client) -> None:
    answer = client.post("/feedback/", {"text": "", "reply_to": "no address"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "data-error-summary" in text
    assert 'value="no address"' in text
    assert not Feedback.objects.exists()


@pytest.mark.django_db
def test_a_flood_is_stopped_with_a_sentence_and_the_text_kept(client: Client) -> None:
    for _ in range(10):
        client.post("/feedback/", REPORT)
    answer = client.post("/feedback/", REPORT)
    assert answer.status_code == 429
    assert "That was a little fast." in answer.content.decode()
    assert REPORT["text"] in answer.content.decode()
    assert Feedback.objects.count() == 10
