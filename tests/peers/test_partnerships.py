"""Partnerships: a charter all agree to, roles that swap, a plan, a log, people who leave, what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger.models import Promise
from ledger.reading import since
from members import delegates, dossiers
from members.errors import NotFound
from members.models import Delegate
from peers import announcements, due, outcomes, partnerships, team, writing
from peers.errors import CannotMove, CharterNotAgreed, LastOfTheTeam, NotOfTheTeam
from peers.models import Check, Partnership, PlanStep, Request, TeamMember
from peers.promises import OutcomeDue, StepDue
from peers.queries import overview
from tests.peers import cast

R = Request.State
NAMES = "Pirna – Bolesławiec"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pirna():
    return cast.member("Pirna")


@pytest.fixture
def katrin(pirna):
    return cast.delegate("Katrin", pirna, representative=True)


@pytest.fixture
def marta():
    return cast.delegate("Marta", cast.member("Bolesławiec"), representative=True)


@pytest.fixture
def tandem(pirna, katrin, marta) -> Partnership:
    boleslawiec = cast.member("Bolesławiec")
    cast.offer(boleslawiec)
    return cast.partnership(cast.posted(katrin, pirna), boleslawiec, by=katrin, host_by=marta)


def state(tandem: Partnership) -> str:
    return Partnership.objects.select_related("request").get(pk=tandem.pk).state


def agreed(tandem, katrin, marta) -> None:
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade in two streets", effort="2 h")
    for person in (katrin, marta):
        partnerships.agree(partnership_id=tandem.pk, by=person)


def closed(tandem, katrin, marta) -> None:
    agreed(tandem, katrin, marta)
    for to in (R.LEARNING, R.REFLECTION, R.CLOSED):
        partnerships.go_on(partnership_id=tandem.pk, by=marta, to=to)


def test_the_kick_off_is_next_when_all_have_agreed_to_the_goals(tandem, katrin, marta):
    with pytest.raises(CharterNotAgreed):
        partnerships.agree(partnership_id=tandem.pk, by=katrin)
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade", effort="2 h")
    partnerships.agree(partnership_id=tandem.pk, by=katrin)
    assert state(tandem) == R.CHARTER
    partnerships.agree(partnership_id=tandem.pk, by=marta)
    assert state(tandem) == R.KICKOFF


def test_another_text_asks_for_agreement_anew(tandem, katrin, marta):
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade", effort="")
    partnerships.agree(partnership_id=tandem.pk, by=katrin)
    partnerships.write_charter(partnership_id=tandem.pk, by=marta, goals="Shade and water", effort="")
    assert [one.agreed_at for one in tandem.partners.all()] == [None, None]


def test_roles_swap_per_topic_among_the_partners_only(tandem, katrin, pirna):
    jena = cast.member("Jena")
    leaders = {cast.HEAT: cast.member("Bolesławiec").pk, cast.TOWN: pirna.pk, cast.ENERGY: jena.pk}
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade", effort="", leaders=leaders)
    assert {one.topic.slug: one.leader.name for one in tandem.roles.all()} == {
        cast.HEAT: "Bolesławiec",
        cast.TOWN: "Pirna",
    }


def test_steps_are_taken_in_their_order(tandem, katrin, marta):
    with pytest.raises(CannotMove):
        partnerships.go_on(partnership_id=tandem.pk, by=katrin, to=R.LEARNING)
    agreed(tandem, katrin, marta)
    with pytest.raises(CannotMove):
        partnerships.go_on(partnership_id=tandem.pk, by=katrin, to=R.CLOSED)
    partnerships.go_on(partnership_id=tandem.pk, by=katrin, to=R.LEARNING)
    assert state(tandem) == R.LEARNING


def test_plan_log_transfer_and_story_stand_in_both_dossiers(tandem, katrin, marta, pirna):
    boleslawiec = cast.member("Bolesławiec")
    due_on = timezone.localdate() + timedelta(days=20)
    step = writing.plan(partnership_id=tandem.pk, by=katrin, text="Visit", owner_id=boleslawiec.pk, due_on=due_on)
    for _ in range(2):
        writing.tick(step_id=step.pk, partnership_id=tandem.pk, by=marta, done=True)
    writing.log(partnership_id=tandem.pk, by=marta, text="White roofs helped most.")
    writing.write(partnership_id=tandem.pk, by=katrin, transfer="White roofs in 2027", story="It was hot.")
    for member, person in ((pirna, katrin), (boleslawiec, marta)):
        kinds = [line.kind for line in dossiers.entries(member, person)[:50]]
        for kind in ("partnership_founded", "plan_step_done", "log_written", "transfer_written", "story_written"):
            assert kinds.count(kind) == 1
        assert all(line.sentence for line in dossiers.entries(member, person)[:50])


def test_nobody_else_writes_or_reads(tandem, katrin):
    stranger = cast.delegate("Jonas", cast.member("Jena"))
    secretariat = cast.official()
    for by in (stranger, secretariat):
        for deed in (
            lambda by=by: writing.log(partnership_id=tandem.pk, by=by, text="x"),
            lambda by=by: partnerships.write_charter(partnership_id=tandem.pk, by=by, goals="x", effort=""),
            lambda by=by: partnerships.agree(partnership_id=tandem.pk, by=by),
            lambda by=by: partnerships.end(partnership_id=tandem.pk, by=by, reason="x"),
            lambda by=by: team.join(partnership_id=tandem.pk, by=by, person_id=katrin.pk),
        ):
            with pytest.raises(NotFound):
                deed()


def test_a_step_belongs_to_a_partner_and_to_its_own_partnership(tandem, katrin):
    today = timezone.localdate()
    with pytest.raises(NotOfTheTeam):
        writing.plan(partnership_id=tandem.pk, by=katrin, text="x", owner_id=cast.member("Jena").pk, due_on=today)
    other = Partnership.objects.create(
        request=Request.objects.create(member=cast.member("Jena"), network=cast.network())
    )
    foreign = PlanStep.objects.create(partnership=other, text="x", owner=cast.member("Jena"), due_on=today)
    with pytest.raises(NotFound):
        writing.tick(step_id=foreign.pk, partnership_id=tandem.pk, by=katrin, done=True)


def test_who_leaves_the_member_is_replaced_and_history_stays(tandem, katrin, pirna):
    nele = cast.delegate("Nele", pirna)
    team.join(partnership_id=tandem.pk, by=katrin, person_id=nele.pk)
    team.leave(partnership_id=tandem.pk, by=katrin, person_id=katrin.pk)
    writing.log(partnership_id=tandem.pk, by=nele, text="First meeting")
    row = Delegate.objects.get(person=nele)
    delegates.leave(row, by=katrin)
    cast.settle()
    now = [one.person.name for one in TeamMember.objects.filter(partnership=tandem, member=pirna, until=None)]
    former = {one.person.name for one in TeamMember.objects.filter(partnership=tandem).exclude(until=None)}
    assert (now, former) == (["Katrin"], {"Katrin", "Nele"})
    assert tandem.log.get().text == "First meeting"
    with pytest.raises(NotFound):
        writing.log(partnership_id=tandem.pk, by=nele, text="I am gone")


def test_the_last_of_a_team_stays_until_the_partnership_is_over(tandem, katrin, marta):
    of = {"partnership_id": tandem.pk, "by": katrin, "person_id": katrin.pk}
    with pytest.raises(LastOfTheTeam):
        team.leave(**of)
    assert TeamMember.objects.filter(partnership=tandem, person=katrin, until=None).exists()
    partnerships.end(partnership_id=tandem.pk, by=marta, reason="No staff")
    assert team.leave(**of).until is not None


def test_a_new_delegate_sees_plan_and_history_at_once(tandem, katrin, pirna):
    writing.log(partnership_id=tandem.pk, by=katrin, text="White roofs helped most.")
    nele = cast.delegate("Nele", pirna)
    page = cast.signed_in(nele).get(f"/peers/partnerships/{tandem.pk}/").content.decode()
    assert "White roofs helped most." in page


def test_a_partnership_that_ended_early_keeps_its_reason_and_takes_no_more(tandem, katrin, marta):
    partnerships.end(partnership_id=tandem.pk, by=marta, reason="No staff")
    row = Partnership.objects.select_related("request").get(pk=tandem.pk).request
    assert (row.state, row.reason, row.due_at) == (R.WITHDRAWN, "No staff", None)
    with pytest.raises(CannotMove):
        writing.log(partnership_id=tandem.pk, by=katrin, text="x")


def test_after_six_and_twelve_months_each_is_asked_what_came_of_it(tandem, katrin, marta):
    closed(tandem, katrin, marta)
    due = Promise.objects.filter(kind="outcome_due").order_by("due_at")
    ended = Partnership.objects.get(pk=tandem.pk).closed_at
    assert ended is not None
    assert [(one.due_at - ended).days for one in due] == [182, 365]
    outcomes.keep_promise(OutcomeDue(partnership_id=tandem.pk, months=6))
    cast.settle()
    assert state(tandem) == R.CHECK_6M
    assert cast.told("outcome_asked") == ["Katrin", "Marta"]
    outcomes.tell(partnership_id=tandem.pk, months=6, by=katrin, outcome="live", text="Three streets")
    assert Check.objects.get(outcome="live").member.name == "Pirna"
    with pytest.raises(NotFound):
        outcomes.tell(partnership_id=tandem.pk, months=12, by=katrin, outcome="live")
    outcomes.keep_promise(OutcomeDue(partnership_id=tandem.pk, months=12))
    for person in (katrin, marta):
        outcomes.tell(partnership_id=tandem.pk, months=12, by=person, outcome="idea")
    outcomes.tell(partnership_id=tandem.pk, months=6, by=marta, outcome="planned")
    assert state(tandem) == R.CHECK_12M


def asked(tandem, months: int) -> None:
    """So many months have passed since the partnership closed."""
    outcomes.keep_promise(OutcomeDue(partnership_id=tandem.pk, months=months))
    cast.settle()


def shown(person) -> dict[str, list[str]]:
    """Whose cases stand where on a person's overview."""
    found = overview.of(person)
    parts = {"next": found.steps, "under way": found.waiting, "ended": found.past}
    return {part: [case.names for case in cases] for part, cases in parts.items() if cases}


def test_when_all_have_answered_nothing_is_due_until_the_check_after_twelve_months(tandem, katrin, marta):
    closed(tandem, katrin, marta)
    asked(tandem, 6)
    outcomes.tell(partnership_id=tandem.pk, months=6, by=katrin, outcome="live")
    assert (shown(katrin), shown(marta)) == ({"under way": [NAMES]}, {"next": [NAMES]})
    outcomes.tell(partnership_id=tandem.pk, months=6, by=marta, outcome="idea")
    assert cast.fresh(tandem.request).due_at is None
    assert shown(katrin) == shown(marta) == {"under way": [NAMES]}
    asked(tandem, 12)
    assert shown(katrin) == shown(marta) == {"next": [NAMES]}


def test_after_the_last_check_the_partnership_has_ended_for_everybody(tandem, katrin, marta):
    closed(tandem, katrin, marta)
    asked(tandem, 6)
    asked(tandem, 12)
    for person in (katrin, marta):
        outcomes.tell(partnership_id=tandem.pk, months=12, by=person, outcome="live")
    row = cast.fresh(tandem.request)
    assert (row.state, row.due_at, due.step(row), due.turn(row)) == (R.CHECK_12M, None, "", set())
    assert shown(katrin) == shown(marta) == {"ended": [NAMES]}
    assert f'href="/peers/partnerships/{tandem.pk}/"' in cast.signed_in(katrin).get("/peers/").content.decode()


def test_who_has_answered_the_check_is_not_reminded_of_it(tandem, katrin, marta):
    closed(tandem, katrin, marta)
    asked(tandem, 6)
    outcomes.tell(partnership_id=tandem.pk, months=6, by=katrin, outcome="live")
    Request.objects.update(due_at=cast.in_days(-1))
    announcements.keep_promise(StepDue(request_id=tandem.request_id))
    assert cast.told("peer_step_due") == ["Marta"]


def test_keeping_the_check_again_asks_nobody_twice(tandem, katrin, marta):
    closed(tandem, katrin, marta)
    for _ in range(2):
        outcomes.keep_promise(OutcomeDue(partnership_id=tandem.pk, months=6))
    assert Check.objects.count() == 2
    kinds = [entry.kind for entry in since(f"partnership:{tandem.pk}", 0)]
    assert kinds.count("outcome_asked") == 1


def test_who_writes_the_story_does_not_write_an_old_transfer_plan_back(tandem, katrin, marta):
    writing.write(partnership_id=tandem.pk, by=katrin, transfer="White roofs\n\nin 2027", story="")
    address = f"/peers/partnerships/{tandem.pk}/write/"
    reader = cast.signed_in(marta)
    shown = {name: field.value() for name, field in _fields(reader.get(address))}
    writing.write(partnership_id=tandem.pk, by=katrin, transfer="White roofs in 2028")
    given = {**shown, "transfer": shown["transfer"].replace("\n", "\r\n"), "story": "It was hot."}
    assert reader.post(address, given).status_code == 302
    row = Partnership.objects.get(pk=tandem.pk)
    assert (row.transfer, row.story) == ("White roofs in 2028", "It was hot.")


def test_who_writes_over_a_transfer_plan_is_shown_both_texts_first(tandem, katrin, marta):
    address = f"/peers/partnerships/{tandem.pk}/write/"
    reader = cast.signed_in(marta)
    shown = {name: field.value() for name, field in _fields(reader.get(address))}
    writing.write(partnership_id=tandem.pk, by=katrin, transfer="White roofs in 2028")
    refused = reader.post(address, {**shown, "transfer": "Trees first", "story": "It was hot."})
    assert refused.status_code == 409
    kept = {name: field.value() for name, field in _fields(refused)}
    assert (kept["transfer"], kept["story"]) == ("Trees first", "It was hot.")
    assert refused.context["theirs"] == [("Transfer plan", "White roofs in 2028")]
    assert "Somebody else has changed this text meanwhile." in refused.content.decode()
    row = Partnership.objects.get(pk=tandem.pk)
    assert (row.transfer, row.story) == ("White roofs in 2028", "")
    assert reader.post(address, kept).status_code == 302
    row.refresh_from_db()
    assert (row.transfer, row.story, row.transfer_revision) == ("Trees first", "It was hot.", 2)


def test_who_writes_over_a_charter_is_shown_both_texts_first(tandem, katrin, marta):
    address = f"/peers/partnerships/{tandem.pk}/charter/"
    reader = cast.signed_in(marta)
    shown = {name: _typed(field) for name, field in _fields(reader.get(address))}
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade in two streets", effort="2 h")
    partnerships.agree(partnership_id=tandem.pk, by=katrin)
    refused = reader.post(address, {**shown, "goals": "Water in every street"})
    assert refused.status_code == 409
    assert refused.context["theirs"] == [("Goals", "Shade in two streets"), ("Effort", "2 h")]
    assert Partnership.objects.get(pk=tandem.pk).goals == "Shade in two streets"
    assert tandem.partners.exclude(agreed_at=None).count() == 1
    kept = {name: _typed(field) for name, field in _fields(refused)}
    assert reader.post(address, kept).status_code == 302
    assert Partnership.objects.get(pk=tandem.pk).goals == "Water in every street"
    assert tandem.partners.exclude(agreed_at=None).count() == 0


def test_nobody_agrees_to_a_charter_they_were_not_shown(tandem, katrin, marta):
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade", effort="")
    reader, address = cast.signed_in(marta), f"/peers/partnerships/{tandem.pk}/"
    assert 'name="revision" value="1"' in reader.get(address).content.decode()
    partnerships.write_charter(partnership_id=tandem.pk, by=katrin, goals="Shade in every street", effort="")
    for shown in ({"revision": "1"}, {}):
        refused = reader.post(f"{address}agree/", shown, follow=True)
        assert "The charter has been changed meanwhile." in refused.content.decode()
        assert tandem.partners.exclude(agreed_at=None).count() == 0
    reader.post(f"{address}agree/", {"revision": "2"})
    assert tandem.partners.exclude(agreed_at=None).count() == 1


def test_the_same_charter_sent_twice_takes_no_agreement_back(tandem, katrin):
    address = f"/peers/partnerships/{tandem.pk}/charter/"
    reader = cast.signed_in(katrin)
    given = {name: _typed(field) for name, field in _fields(reader.get(address))} | {"goals": "Shade"}
    assert reader.post(address, given).status_code == 302
    partnerships.agree(partnership_id=tandem.pk, by=katrin)
    assert reader.post(address, given).status_code == 302
    assert tandem.partners.exclude(agreed_at=None).count() == 1


def _typed(field):
    """What a browser sends for a field."""
    return "" if field.value() is None else field.value()


def _fields(answer):
    form = answer.context["form"]
    return [(name, form[name]) for name in form.fields]
