"""Two delegates of one municipality who write the same thing: nobody writes over what they have not seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from members.cowriting import ChangedByColleague, Shown
from peers import offers, outcomes, requests, states
from peers.models import Check, Offer, Request
from peers.promises import OutcomeDue
from tests.peers import cast

pytestmark = pytest.mark.django_db
R = Request.State


@pytest.fixture
def pirna():
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna):
    return cast.delegate("Katrin", pirna, representative=True)


@pytest.fixture
def jonas(pirna):
    return cast.delegate("Jonas", pirna, language="de")


def sent(page):
    """What a browser sends of the form on a page."""
    form = page.context["form"]
    values: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            values |= {f"{name}_{place}": one or "" for place, one in enumerate(value)}
        elif value is not None and value is not False:
            values[name] = "on" if value is True else value
    return values


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_draft_a_colleague_has_changed_meanwhile_is_not_saved_and_both_texts_are_shown(pirna, katrin, jonas):
    draft = cast.draft(katrin, pirna)
    late, at = cast.signed_in(jonas), f"/peers/requests/{draft.pk}/"
    typed = {**sent(late.get(f"{at}edit/")), "need": "Zu wenig Schatten.", "hours": "6"}
    requests.save(
        request_id=draft.pk, by=katrin, values={"need": "Zu heiß.", "languages": ["de"], "topics": [cast.TOWN]}
    )
    told = "Katrin hat das inzwischen geändert. Was Sie geschrieben haben, ist noch nicht gespeichert"
    answer = late.post(f"{at}save/", typed)
    assert (answer.status_code, answer.json()["compare"]) == (409, True)
    assert answer.json()["reason"].startswith(told)
    compared = late.post(f"{at}edit/", typed)
    assert compared.status_code == 409
    assert told in words(compared)
    assert compared.context["theirs"] == [
        ("Erstes Thema", "Innenstadt"), ("Zweites Thema", "–"), ("Was brauchen Sie?", "Zu heiß."),
        ("Sprachen, in denen Sie arbeiten können", "Deutsch"),
        ("Stunden im Monat, die Sie geben können", "4"),
    ]  # fmt: skip
    assert "data-autosave=" not in words(compared)
    assert cast.fresh(draft).need == "Zu heiß."
    kept = sent(compared)
    assert (kept["need"], kept["hours"]) == ("Zu wenig Schatten.", "6")
    assert late.post(f"{at}edit/", kept).status_code == 302
    assert (cast.fresh(draft).need, cast.fresh(draft).hours) == ("Zu wenig Schatten.", 6)
    assert list(draft.ranked.values_list("topic__slug", flat=True)) == [cast.HEAT, cast.TOWN]


def test_a_draft_changed_meanwhile_is_not_posted_either(pirna, katrin, jonas):
    draft = cast.draft(katrin, pirna)
    late, at = cast.signed_in(jonas), f"/peers/requests/{draft.pk}/edit/"
    typed = {**sent(late.get(at)), "need": "Zu wenig Schatten.", "post": "1"}
    requests.save(request_id=draft.pk, by=katrin, values={"need": "Zu heiß."})
    assert late.post(at, typed).status_code == 409
    assert (cast.fresh(draft).state, cast.fresh(draft).need) == (R.DRAFT, "Zu heiß.")


def test_a_page_goes_on_saving_with_the_revision_it_is_told_and_after_an_answer_that_was_lost(pirna, katrin, jonas):
    draft = cast.draft(katrin, pirna)
    client, at = cast.signed_in(katrin), f"/peers/requests/{draft.pk}/"
    typed = sent(client.get(f"{at}edit/"))
    told = client.post(f"{at}save/", {**typed, "need": "Es wird"}).json()["hidden"]
    client.post(f"{at}save/", {**typed, **told, "need": "Es wird zu"})
    assert client.post(f"{at}save/", {**typed, **told, "need": "Es wird zu heiß"}).status_code == 200
    assert cast.fresh(draft).need == "Es wird zu heiß"
    requests.save(request_id=draft.pk, by=jonas, values={"need": "Es wird zu heiß!"})
    refused = client.post(f"{at}save/", {**typed, **told, "need": "Es wird"})
    assert refused.json()["reason"].startswith("Jonas has changed this meanwhile.")


def test_the_same_text_saved_again_is_never_a_conflict(pirna, katrin, jonas):
    draft = cast.draft(katrin, pirna)
    requests.save(request_id=draft.pk, by=katrin, values={"need": "Zu heiß,\nzu trocken."})
    values = {"need": "Zu heiß,\r\nzu trocken.", "topics": [cast.HEAT, cast.TOWN]}
    row = requests.save(request_id=draft.pk, by=jonas, values=values, shown=Shown(0))
    assert (row.revision, row.written_by) == (cast.fresh(draft).revision, katrin)


def test_who_types_on_two_pages_is_told_so(pirna, katrin):
    draft = cast.draft(katrin, pirna)
    with pytest.raises(ChangedByColleague) as refused:
        requests.save(request_id=draft.pk, by=katrin, values={"need": "x"}, shown=Shown(0, "another"))
    assert str(refused.value).startswith("You have changed this on another page meanwhile.")


def test_a_draft_a_colleague_has_posted_meanwhile_keeps_what_was_typed(pirna, katrin, jonas):
    draft = cast.draft(katrin, pirna)
    late, at = cast.signed_in(jonas), f"/peers/requests/{draft.pk}/"
    typed = {**sent(late.get(f"{at}edit/")), "need": "Zu wenig Schatten."}
    requests.post(request_id=draft.pk, by=katrin)
    told = "Katrin hat diese Anfrage inzwischen weitergebracht: veröffentlicht."
    assert late.post(f"{at}save/", typed).json() == {"reason": told, "compare": False}
    answer = late.post(f"{at}edit/", typed)
    shown = words(answer)
    assert answer.status_code == 409
    assert [told in shown, "Zu wenig Schatten." in shown, 'name="post"' in shown] == [True, True, False]
    assert cast.signed_in(katrin).post(f"{at}edit/", typed).headers["Location"] == at


def test_an_offer_a_colleague_has_changed_meanwhile_shows_both(pirna, katrin, jonas):
    offer = cast.offer(pirna, evidence="Drei Gassen")
    late, at = cast.signed_in(katrin), f"/peers/offers/{offer.pk}/"
    typed = {**sent(late.get(at)), "line": "Shade for lanes"}
    offers.change(offer_id=offer.pk, by=jonas, values={"line": "Shade in summer", "hosts": 3, "solution": True})
    refused = late.post(at, typed)
    assert refused.status_code == 409
    assert refused.context["theirs"] == [
        ("In one line", "Shade in summer"), ("How many others at the same time, at most?", "3"),
        ("Others could take over what we have: a solution, a process, a contract", "yes"),
    ]  # fmt: skip
    assert Offer.objects.get(pk=offer.pk).line == "Shade in summer"
    assert late.post(at, sent(refused)).status_code == 302
    assert Offer.objects.get(pk=offer.pk).line == "Shade for lanes"


@pytest.fixture
def asked(pirna, katrin):
    """A partnership that closed half a year ago; Pirna is asked what came of it."""
    kochi = cast.member("Kochi")
    cast.offer(kochi)
    anu = cast.delegate("Anu", kochi, representative=True)
    made = cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    for state in (R.KICKOFF, R.LEARNING, R.REFLECTION, R.CLOSED):
        states.move(made.request, state)
    made.closed_at = timezone.now() - timedelta(days=182)
    made.save()
    outcomes.keep_promise(OutcomeDue(partnership_id=made.pk, months=6))
    return Check.objects.get(member=pirna, months=6)


def test_the_second_to_answer_a_check_is_told_what_the_first_said_and_adds_to_it(asked, katrin, jonas):
    late, at = cast.signed_in(jonas), f"/peers/partnerships/{asked.partnership_id}/"
    assert late.get(at).context["checks"][0][1]["revision"].value() == 0
    outcomes.tell(partnership_id=asked.partnership_id, months=6, by=katrin, outcome="live", text="Drei Gassen.")
    refused = late.post(f"{at}checks/6/", {"revision": 0, "outcome": "planned", "text": "Der Rat stimmt im Mai ab."})
    assert refused.status_code == 409
    shown = words(refused)
    assert "Katrin hat inzwischen geantwortet." in shown
    assert "Katrin hat gewählt: Es läuft jetzt bei uns." in shown
    form = refused.context["checks"][0][1]
    assert form["text"].value() == "Drei Gassen.\n\nDer Rat stimmt im Mai ab."
    asked.refresh_from_db()
    assert (asked.outcome, asked.text) == ("live", "Drei Gassen.")
    again = {name: form[name].value() for name in ("revision", "outcome", "text")}
    assert late.post(f"{at}checks/6/", again).status_code == 302
    asked.refresh_from_db()
    assert (asked.outcome, asked.text, asked.written_by) == ("planned", again["text"], jonas)
    assert "Jonas has answered; you can add to it." in words(cast.signed_in(katrin).get(at))
