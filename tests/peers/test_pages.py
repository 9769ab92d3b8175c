"""The pages: a request, cards with reasons, answers, the partnership, calls, the desk; queries are counted."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache

from events.models import Meeting, Participant
from members.models import Membership, Topic
from peers import invitations, wording, writing
from peers.models import Call, Invitation, Offer, Partnership, Request, Suggestion
from peers.queries import desk
from rooms.models import Room
from tests.peers import cast
from tests.statements import counted

R = Request.State
pytestmark = pytest.mark.django_db
TYPED = {
    "topic_1": cast.HEAT,
    "topic_2": cast.TOWN,
    "need": "Unsere Altstadt wird zu heiß.",
    "question_1": "Was kühlt am schnellsten?",
    "languages_0": "de",
    "languages_1": "en",
    "hours": "4",
    "wants": "1",
}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def pirna():
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna):
    return cast.delegate("Katrin", pirna, representative=True)


@pytest.fixture
def kochi():
    made = cast.member("Kochi")
    cast.offer(made)
    return made


@pytest.fixture
def anu(kochi):
    return cast.delegate("Anu", kochi, representative=True)


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_from_the_overview_to_a_posted_request(pirna, katrin, kochi):
    client = cast.signed_in(katrin)
    assert "Nothing is under way yet." in text(client, "/peers/")
    edit = client.post(f"/peers/members/{pirna.pk}/ask/").headers["Location"]
    draft = Request.objects.get()
    assert edit == f"/peers/requests/{draft.pk}/edit/"
    page = text(client, edit)
    assert f'data-autosave="/peers/requests/{draft.pk}/save/"' in page
    assert page.count("needed before posting") == 5
    answer = client.post(f"/peers/requests/{draft.pk}/save/", {"need": "Es wird heiß", "revision": 0}).json()
    assert answer == {"saved": "Draft saved", "hidden": {"revision": 1}}
    assert Request.objects.get().need == "Es wird heiß"
    assert client.post(edit, {**TYPED, "need": ""}).headers["Location"] == edit
    answer = client.post(edit, {**TYPED, "post": "1", "need": ""})
    assert answer.status_code == 422
    assert 'href="#id_need"' in answer.content.decode()
    answer = client.post(edit, {**TYPED, "team": "Stadtplanung und Bauhof", "post": "1"})
    assert answer.headers["Location"] == f"/peers/requests/{draft.pk}/"
    cast.settle()
    shown = text(client, f"/peers/requests/{draft.pk}/")
    assert '<dt>Team</dt><dd dir="auto">Stadtplanung und Bauhof</dd>' in shown
    assert "They have run this for years, on your first topic: Heat and water." in shown
    assert "Choose a suggestion and invite" in text(client, "/peers/")
    assert "Choose a suggestion and invite" in text(client, "/dashboard/")


def test_inviting_declining_and_answering_by_pages(pirna, katrin, kochi, anu):
    row = cast.posted(katrin, pirna)
    one = cast.suggested(row, kochi)
    client, host = cast.signed_in(katrin), cast.signed_in(anu)
    assert host.get(f"/peers/requests/{row.pk}/").status_code == 404
    assert client.post(f"/peers/suggestions/{one.pk}/invite/", {"sentence": ""}).status_code == 422
    client.post(f"/peers/suggestions/{one.pk}/invite/", {"sentence": "Zeigt uns euren Schatten."})
    sent = Invitation.objects.get()
    assert "Zeigt uns euren Schatten." in text(host, f"/peers/invitations/{sent.pk}/")
    assert "Unsere Altstadt" in text(host, f"/peers/requests/{row.pk}/")
    assert "would like to learn from Kochi" in text(host, "/dashboard/")
    assert host.post(f"/peers/invitations/{sent.pk}/counter/", {"sentence": "Hm"}).status_code == 422
    host.post(f"/peers/invitations/{sent.pk}/counter/", {"other_time": "From May on"})
    assert "From May on" in text(client, f"/peers/requests/{row.pk}/")
    answer = client.post(f"/peers/invitations/{sent.pk}/take-counter/")
    made = Partnership.objects.get()
    assert answer.headers["Location"] == f"/peers/partnerships/{made.pk}/"
    for who in (client, host):
        assert "Pirna – Kochi" in text(who, f"/peers/partnerships/{made.pk}/")


def test_the_first_host_of_a_tridem_hears_that_the_other_is_still_to_answer(pirna, katrin, kochi, anu):
    sent = cast.invited(cast.posted(katrin, pirna, wants=2), kochi, katrin)
    said = cast.signed_in(anu).post(f"/peers/invitations/{sent.pk}/accept/", follow=True).content.decode()
    assert "Accepted. It begins once the other host has accepted as well." in said
    assert "from now on" not in said


def test_a_host_that_declined_is_led_to_no_partnership_it_may_not_open(pirna, katrin, kochi, anu):
    boleslawiec = cast.member("Bolesławiec")
    cast.offer(boleslawiec)
    marta = cast.delegate("Marta", boleslawiec)
    row = cast.posted(katrin, pirna)
    no = cast.invited(row, kochi, katrin)
    invitations.decline(invitation_id=no.pk, by=anu, reason="No time before May")
    made = cast.partnership(row, boleslawiec, by=katrin, host_by=marta)
    door = f'href="/peers/partnerships/{made.pk}/"'
    seen = (f"/peers/invitations/{no.pk}/", f"/peers/invitations/{no.pk}/state/", f"/peers/requests/{row.pk}/")
    assert [door in text(cast.signed_in(anu), address) for address in seen] == [False, False, False]
    assert [door in text(cast.signed_in(katrin), address) for address in seen] == [True, True, True]


def test_who_is_in_two_networks_chooses_where_to_ask_and_which_call_to_answer(pirna, katrin):
    draft, client = cast.draft(katrin, pirna), cast.signed_in(katrin)
    address = f"/peers/requests/{draft.pk}/edit/"
    assert 'name="network"' not in text(client, address)
    cast.admitted("vernetzt-in-europa", pirna)
    other = cast.network("vernetzt-in-europa")
    call = Call.objects.create(network=other, titles={"en": "Tandems"}, deadline=cast.in_days(5))
    page = text(client, address)
    assert 'name="network"' in page
    assert f"Tandems ({other.name})" in page
    client.post(address, {**TYPED, "network": "vernetzt-in-europa", "call": ""})
    assert cast.fresh(draft).network == other
    client.post(address, {**TYPED, "network": "iscn", "call": call.pk, "post": "1"})
    row = cast.fresh(draft)
    assert (row.state, row.network, row.call) == (R.POSTED, other, call)


def test_a_draft_whose_network_has_the_member_no_more_is_posted_in_the_other(pirna, katrin):
    draft, client = cast.draft(katrin, pirna), cast.signed_in(katrin)
    cast.admitted("vernetzt-in-europa", pirna)
    Membership.objects.filter(member=pirna, network=cast.network()).update(state="ended")
    address = f"/peers/requests/{draft.pk}/edit/"
    assert '<option value="vernetzt-in-europa" selected>' in text(client, address)
    client.post(address, {**TYPED, "network": "vernetzt-in-europa", "post": "1"})
    assert (cast.fresh(draft).state, cast.fresh(draft).network.slug) == (R.POSTED, "vernetzt-in-europa")


def test_a_suggestion_that_does_not_fit_asks_why(pirna, katrin, kochi):
    row = cast.posted(katrin, pirna)
    one = cast.suggested(row, kochi)
    client = cast.signed_in(katrin)
    assert client.post(f"/peers/suggestions/{one.pk}/not-for-me/", {}).status_code == 422
    client.post(f"/peers/suggestions/{one.pk}/not-for-me/", {"why": "size"})
    assert Suggestion.objects.get().why == "size"


def test_the_partnership_is_written_by_pages(pirna, katrin, kochi, anu):
    made = cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    client, at = cast.signed_in(katrin), f"/peers/partnerships/{made.pk}/"
    lead = {f"lead_{cast.HEAT}": kochi.pk, f"lead_{cast.TOWN}": pirna.pk}
    assert client.post(at + "charter/", {"goals": ""}).status_code == 422
    client.post(at + "charter/", {"goals": "Zwei kühle Gassen", "effort": "2 h", "revision": 0, **lead})
    for who in (katrin, anu):
        cast.signed_in(who).post(at + "agree/", {"revision": 1})
    assert Partnership.objects.get().request.state == R.KICKOFF
    client.post(at + "go-on/", {"to": R.LEARNING})
    assert client.post(at + "steps/", {"text": "Besuch", "owner": kochi.pk, "due_on": "nonsense"}).status_code == 422
    client.post(at + "steps/", {"text": "Besuch", "owner": kochi.pk, "due_on": "2030-05-01"})
    client.post(at + "log/", {"text": "Weiße Dächer helfen."})
    shown = {"transfer_revision": 0, "story_revision": 0}
    client.post(at + "write/", {"transfer": "Dächer 2027", "story": "Es war heiß.", **shown})
    client.post(f"{at}steps/{made.steps.get().pk}/", {"done": "1"})
    page = text(client, at)
    for words in ("Zwei kühle Gassen", "Besuch", "Weiße Dächer helfen.", "Dächer 2027", "Kochi leads", "Pirna leads"):
        assert words in page
    assert made.steps.get().done_at is not None
    assert "Weiße Dächer helfen." in text(cast.signed_in(anu), at + "part/")


def test_offers_are_made_changed_taken_back_and_asked_for(pirna, katrin, kochi, anu):
    client = cast.signed_in(katrin)
    given = {"topic": cast.TOWN, "line": "Pop-up-Läden", "experience": "2", "languages_0": "de", "hosts": "2"}
    address = f"/peers/members/{pirna.pk}/offer/"
    client.post(address, given)
    assert client.post(address, given).status_code == 422
    offer = Offer.objects.get(member=pirna)
    client.post(f"/peers/offers/{offer.pk}/", {**given, "line": "Leere Läden füllen"})
    assert "Leere Läden füllen" in text(client, "/peers/offers/")
    client.post(f"/peers/offers/{Offer.objects.get(member=kochi).pk}/ask/")
    assert [row.topic.slug for row in Request.objects.get(member=pirna).ranked.all()] == [cast.HEAT]
    client.post(f"/peers/offers/{offer.pk}/withdraw/")
    assert "Leere Läden füllen" not in text(client, "/peers/offers/")


def test_an_organiser_opens_a_call_and_a_member_posts_into_it(pirna, katrin):
    olga = cast.signed_in(cast.official("Olga", "organiser"))
    assert olga.post("/peers/calls/new/", {"network": "iscn", "titles_en": "", "deadline": ""}).status_code == 422
    past = {"network": "iscn", "titles_en": "Tandems", "deadline": "2020-01-01T12:00"}
    assert olga.post("/peers/calls/new/", past).status_code == 422
    olga.post("/peers/calls/new/", {**past, "deadline": "2030-01-01T12:00"})
    call = Call.objects.get()
    draft = cast.draft(katrin, pirna)
    client = cast.signed_in(katrin)
    assert "Tandems" in text(client, "/peers/calls/")
    client.post(f"/peers/requests/{draft.pk}/edit/", {**TYPED, "call": call.pk, "post": "1"})
    assert cast.fresh(draft).call == call
    assert "Pirna" in text(olga, f"/peers/calls/{call.pk}/review/")


def test_the_figures_of_the_desk_count_the_rows_of_its_files(pirna, katrin, kochi, anu):
    cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    jena = cast.member("Jena")
    cast.posted(cast.delegate("Jonas", jena), jena)
    secretariat = cast.signed_in(cast.official())
    assert "Pirna – Kochi" in text(secretariat, "/peers/desk/iscn/")
    files = {
        name: list(csv.reader(io.StringIO(secretariat.get(f"/peers/desk/iscn/{name}.csv").content.decode("utf-8-sig"))))
        for name in ("figures", "requests", "partnerships")
    }
    figures = {label: value for label, value in files["figures"][1:]}
    assert figures["Requests posted"] == str(len(files["requests"]) - 1) == "2"
    assert figures["Partnerships founded"] == str(len(files["partnerships"]) - 1) == "1"
    assert figures["of them by towns below 50,000 inhabitants"] == "1"
    assert figures["Partnerships across countries"] == "1"
    assert secretariat.get("/peers/desk/iscn/requests.xlsx").content[:2] == b"PK"
    assert secretariat.get("/peers/desk/iscn/people.csv").status_code == 404


def test_overdue_comes_first_and_long_overdue_is_stuck(pirna, katrin, kochi):
    for name in ("Jena", "Town"):
        member = cast.member(name)
        cast.posted(cast.delegate(f"Delegate of {name}", member), member)
    cast.posted(katrin, pirna)
    Request.objects.filter(member=pirna).update(due_at=cast.in_days(-20))
    Request.objects.filter(member__name="Town").update(due_at=cast.in_days(-2))
    cases = desk.open_cases(cast.network())
    assert [(case.names, case.overdue, case.stuck) for case in cases] == [
        ("Pirna", True, True),
        ("Town", True, False),
        ("Jena", False, False),
    ]


def test_the_desk_says_whose_people_bore_the_inconvenient_hours(pirna, katrin, kochi, anu):
    cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    at = cast.in_days(-1)
    held = Meeting.objects.create(
        titles={"en": "Shade"},
        subject_kind="peer_session",
        subject_id=1,
        network=cast.network(),
        room=Room.objects.create(title="Shade"),
        starts_at=at,
        ends_at=at + timedelta(minutes=90),
    )
    Participant.objects.create(meeting=held, person=anu, outside_minutes=90)
    Participant.objects.create(meeting=held, person=katrin, outside_minutes=0)
    assert desk.burdens(cast.network()) == [("Kochi", 1.5)]
    assert "Kochi" in text(cast.signed_in(cast.official()), "/peers/desk/iscn/")


def test_every_reason_and_limit_has_a_sentence_in_every_language():
    from django.utils.translation import override

    values = {
        "topic": cast.HEAT, "experience": 3, "wish": 1, "size_class": "22", "country": "PE", "languages": ["es", "en"],
        "language": "en", "minutes": 420, "others": 2,
    }  # fmt: skip
    for language in ("en", "de", "es", "pt-br"):
        with override(language):
            assert all(wording.sentence({"kind": kind, "values": values}) for kind in wording.SAID)
    assert wording.sentence({"kind": "unheard-of"}) == ""


PAGES = ("/peers/", "/peers/offers/", "/peers/requests/{request}/", "/peers/partnerships/{partnership}/")


def statements(client, names: dict[str, int], pages: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for page in pages:
        address = page.format(**names)
        assert client.get(address).status_code == 200
        with counted() as sent:
            client.get(address)
        found[page] = len(sent)
    return found


def test_pages_send_as_many_statements_for_many_as_for_one(pirna, katrin, kochi, anu):
    made = cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    cast.offer(pirna, cast.ENERGY)
    row = cast.posted(katrin, pirna, topics=[cast.HEAT])
    for name in ("Piura", "Bolesławiec"):
        cast.offer(cast.member(name))
    cast.settle()
    _write(made, katrin, anu, kochi)
    client, sekar = cast.signed_in(katrin), cast.signed_in(cast.official())
    names = {"request": row.pk, "partnership": made.pk}
    few = statements(client, names, PAGES), statements(sekar, names, ("/peers/desk/iscn/",))
    _fill(pirna, katrin, kochi, anu, made)
    many = statements(client, names, PAGES), statements(sekar, names, ("/peers/desk/iscn/",))
    assert many == few


def _write(made, katrin, anu, kochi):
    writing.log(partnership_id=made.pk, by=katrin, text="x")
    writing.plan(partnership_id=made.pk, by=anu, text="x", owner_id=kochi.pk, due_on=cast.in_days(3).date())


def _fill(pirna, katrin, kochi, anu, made):
    for number in range(12):
        host = cast.member(f"Host {number}", languages=["en"])
        cast.offer(host, cast.HEAT)
    cast.settle()
    topics = Topic.objects.exclude(slug__in=[cast.HEAT, cast.ENERGY])
    for topic in topics[:8]:
        cast.offer(pirna, topic.slug)
    for _ in range(8):
        _write(made, katrin, anu, kochi)
        cast.posted(katrin, pirna)
    cast.settle()
