"""The two papers of a case: its sheet, which fits on two pages, and the advice note. For those who read it in full.

Other members of the network, where the case is open to them, read which members advise, not which people, nor when they
met.
"""

from collections.abc import Iterable, Sequence
from math import ceil

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchanges.advisory import access, states
from exchanges.advisory.models import Case, Engagement, Recommendation
from members.errors import NotFound
from members.models import Member
from members.roles import Somebody
from web import names, times
from web.documents.document import Document, Section
from web.translated import translated

C, T = Case.State, Recommendation.State
WRITTEN = (C.ADVICE_DELIVERED, C.ACTIONS_AGREED, C.CHECK_3M, C.CHECK_6M, C.CLOSED)
"""From then on everybody who reads the case in full reads the note; before, those who write it."""
LINE, GAP = 88, 0.2
"""Characters of a printed line, roughly, and what stands between two paragraphs, in lines."""
CHALLENGE, BACKGROUND, QUESTION, SCOPE, ADVICE, BECAME = 16, 9, 2, 5, 1.5, 4
"""Printed lines of each text on the sheet, at most."""
ADVISED = 5
"""Recommendations on the sheet, at most; the note has them all."""


def sheet(person: Somebody, case_id: int, *, whole: bool = True) -> Document:
    """The case sheet.

    Args:
        person: who reads it.
        case_id: which case.
        whole: with all texts in full; otherwise cut so that two pages hold them.

    Raises:
        NotFound: the person may not read the case in full.
    """
    case = access.case(person, case_id)
    inside = access.concerned(person).filter(pk=case.pk).exists()
    spoken = _spoken(case)

    def said(heading: str, text: str, lines: float) -> Section:
        return Section(heading=heading, text=text if whole else cut(text, lines), language=spoken)

    questions = case.questions if whole else [cut(one, QUESTION) for one in case.questions]
    parts = [
        said(_("The challenge"), case.challenge, CHALLENGE),
        said(_("What is around it"), case.context, BACKGROUND),
        said(_("What was tried"), case.attempts, BACKGROUND),
        Section(heading=_("Guiding questions"), points=questions, language=spoken),
        _advisors(case, inside=inside, new_page=True),
        said(_("What the session is to answer"), case.scope, SCOPE),
        Section(heading=_("Session"), facts=_session(case) if inside else []),
        *([_advice(case, inside=inside, most=None if whole else ADVISED)] if case.state in WRITTEN else []),
        *(said(_became(row.months), row.text, BECAME) for row in case.checks.all()),
        said(_("What has changed"), case.changed, BECAME),
    ]
    return _document(_("Case sheet"), case, [*_facts(case, inside=inside)], parts)


def note(person: Somebody, case_id: int) -> Document:
    """The advice note.

    Raises:
        NotFound: the person may not read the case in full, or the note is not delivered and not the person's to write.
    """
    case = access.case(person, case_id)
    mine = access.concerned(person).filter(pk=case.pk).exclude(member__in=access.members_of(person)).exists()
    if case.state not in WRITTEN and not (case.state == C.HELD and mine):
        raise NotFound
    inside = mine or access.concerned(person).filter(pk=case.pk).exists()
    parts = [
        Section(heading=_("What the session is to answer"), text=case.scope, language=_spoken(case)),
        _advisors(case, inside=inside, new_page=False),
        _advice(case, inside=inside, most=None),
        Section(heading=_("What has changed"), text=case.changed, language=_spoken(case)),
    ]
    told = [(_("Member"), _member(case.member)), *(_session(case) if inside else [])]
    return _document(_("Advice note"), case, told, parts)


def _document(kind: str, case: Case, facts: Sequence[tuple[str, str]], parts: Iterable[Section]) -> Document:
    told = {"kind": kind, "network": case.network.name}
    when = times.written(timezone.now(), skeletons=times.DAY_AND_HOUR)
    foot = {"level": case.get_level_display(), "when": when, "city": times.city_now()}
    return Document(
        kind=_("%(kind)s · Online Advisory Programme, %(network)s") % told,
        title=case.title,
        language=get_language() or "en",
        facts=facts,
        sections=[part for part in parts if part.text or part.points or part.facts or part.rows],
        foot=_("May be read by: %(level)s. As of %(when)s (%(city)s).") % foot,
    )


def _facts(case: Case, *, inside: bool) -> Iterable[tuple[str, str]]:
    language = get_language() or "en"
    yield _("Member"), _member(case.member)
    if inside and case.giver is not None:
        yield _("Case-giver"), case.giver.display_name
    topics = [translated(row.topic.names).text for row in case.ranked.select_related("topic")]
    yield _("Topics"), ", ".join(topics)
    yield _("Languages"), ", ".join(names.language_name(code, language) for code in case.languages)
    yield _("State"), str(case.get_state_display())
    if case.decision_on is not None:
        yield _("The decision is due on"), times.written(case.decision_on, skeletons=times.DAY)


def _advisors(case: Case, *, inside: bool, new_page: bool) -> Section:
    rows = case.engagements.filter(state=Engagement.State.ACCEPTED).select_related("advisor__person", "advisor__member")
    advisors = [row.advisor for row in rows]
    if not inside:
        members = {one.member_id: [_member(one.member)] for one in advisors}
        return Section(heading=_("Advisors"), columns=[_("Member")], rows=[*members.values()], new_page=new_page)
    people = [[one.person.display_name, _member(one.member)] for one in advisors]
    return Section(heading=_("Advisors"), columns=[_("Name"), _("Member")], rows=people, new_page=new_page)


def _session(case: Case) -> list[tuple[str, str]]:
    if case.session is None or case.state in states.SEEKING[:-1]:
        return []
    when = times.written(case.session.starts_at, skeletons=times.WEEKDAY_AND_HOUR)
    length = _("%(minutes)s minutes, interpreted") if case.interpreted else _("%(minutes)s minutes")
    return [
        (_("Session"), f"{when} ({times.city_now()})"),
        (_("Length"), length % {"minutes": case.session.minutes}),
    ]


def _advice(case: Case, *, inside: bool, most: int | None) -> Section:
    found = list(case.recommendations.select_related("owner"))
    rows = [_recommendation(row, inside=inside, short=most is not None) for row in found[:most]]
    left = len(found) - len(rows)
    more = _("%(number)s more in the advice note.") % {"number": left} if left else ""
    columns = [_("What is recommended"), _("Who"), _("Until"), _("State")]
    return Section(heading=_("Recommendations"), text=more, columns=columns, rows=rows)


def _recommendation(row: Recommendation, *, inside: bool, short: bool) -> list[str]:
    who = row.owner.display_name if inside and row.owner is not None else "–"
    until = times.written(row.due_on, skeletons=("yMMMd",)) if row.due_on else "–"
    return [cut(row.text, ADVICE) if short else row.text, who, until, str(row.get_state_display())]


def _member(member: Member) -> str:
    return f"{member.name}, {names.country_name(member.country, get_language() or 'en')}"


def _became(months: int) -> str:
    return _("After %(months)s months") % {"months": months}


def _spoken(case: Case) -> str:
    """The language of what was written: certain where there is only one."""
    return case.languages[0] if len(case.languages) == 1 else ""


def cut(text: str, lines: float) -> str:
    """As much of a text as so many printed lines hold, with an ellipsis where something is left out."""
    kept: list[str] = []
    for paragraph in text.splitlines():
        plain = paragraph.strip()
        if not plain:
            continue
        if kept and lines < 1:
            return "\n".join([*kept[:-1], f"{kept[-1]} …"])
        room = int(lines * LINE)
        if len(plain) > room:
            return "\n".join([*kept, f"{plain[:room].rsplit(' ', 1)[0]} …"])
        kept.append(plain)
        lines -= ceil(len(plain) / LINE) + GAP
    return "\n".join(kept)
