"""What was typed on a partnership's page stays on it when a colleague ends the partnership, or leaves it, meanwhile."""

import pytest
from django.test import Client

from members.models import Member, Person
from peers import partnerships
from peers.models import Partner
from tests.peers import session_cast as cast
from tests.peers.session_cast import Tandem

pytestmark = pytest.mark.django_db
WORDS = "Wir haben die Pegel von Pirna verglichen."
TO_COPY = "What you typed was not saved. It stays here, so that you can copy it."


@pytest.fixture
def tandem() -> Tandem:
    return cast.tandem()


def browser(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def at(tandem: Tandem) -> str:
    return f"/peers/partnerships/{tandem.partnership.pk}/"


def ended_by_anna(tandem: Tandem) -> None:
    partnerships.end(partnership_id=tandem.partnership.pk, by=tandem.anna, reason="No staff")


def test_a_log_entry_for_a_partnership_that_was_ended_meanwhile_stays_to_be_copied(tandem: Tandem) -> None:
    ended_by_anna(tandem)
    refused = browser(tandem.uwe).post(f"{at(tandem)}log/", {"text": WORDS})
    text = refused.content.decode()
    assert (refused.status_code, text.count(WORDS), text.count(TO_COPY)) == (409, 1, 1)


def test_a_step_for_a_partner_that_left_meanwhile_stays_in_its_field(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The partner leaves between the check of the form and the service."""
    tridem = cast.member("Jena", "DE", "Europe/Berlin", tandem.partnership.request.network)
    Partner.objects.create(partnership=tandem.partnership, member=tridem)
    _leaves_when_planned(tridem, monkeypatch)
    sent = {"text": WORDS, "owner": tridem.pk, "due_on": "2099-05-01"}
    refused = browser(tandem.uwe).post(f"{at(tandem)}steps/", sent)
    form = refused.context["step_form"]
    assert (refused.status_code, form["text"].value(), list(form.errors)) == (409, WORDS, ["owner"])
    assert TO_COPY not in refused.content.decode()


def _leaves_when_planned(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    held = partnerships.held

    def leaves_first(by: Person, partnership_id: int) -> Partner:
        Partner.objects.filter(member=member).delete()
        return held(by, partnership_id)

    monkeypatch.setattr(partnerships, "held", leaves_first)


def test_the_reason_of_who_ends_a_partnership_a_colleague_has_ended_stays_to_be_copied(tandem: Tandem) -> None:
    ended_by_anna(tandem)
    refused = browser(tandem.uwe).post(f"{at(tandem)}end/", {"reason": WORDS})
    assert (refused.status_code, refused.content.decode().count(WORDS)) == (409, 1)


@pytest.mark.parametrize(("page", "field"), [("charter", "goals"), ("write", "story")])
def test_a_text_for_a_partnership_that_was_ended_meanwhile_stays_to_be_copied(
    tandem: Tandem, page: str, field: str
) -> None:
    uwe = browser(tandem.uwe)
    form = uwe.get(f"{at(tandem)}{page}/").context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    ended_by_anna(tandem)
    refused = uwe.post(f"{at(tandem)}{page}/", {**sent, field: WORDS})
    assert (refused.status_code, refused.context["form"][field].value()) == (409, WORDS)
    assert TO_COPY in refused.content.decode()
