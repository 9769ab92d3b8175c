"""Advisory programmes, cases and their papers."""

from tests.security.addresses.roles import (
    ANY_STAFF,
    NOBODY,
    OF_KOCHI,
    OF_THE_NETWORK,
    PARTNERS,
    SECRETARIAT,
    SIGNED_IN,
    STAFF,
    A,
    some_of,
)

_PAPERS = [
    A("/advisory/cases/{advised_case}/" + name, OF_KOCHI | SECRETARIAT | some_of("host"))
    for name in ("sheet/", "sheet.pdf", "advice/", "advice.pdf")
]
ADVISES, ASKED_ONLY = some_of("host"), some_of("neighbour")
ON_THE_CASE = OF_KOCHI | SECRETARIAT | ADVISES
_CASE = "/advisory/cases/{case}/"
_ADVISORY = [
    A("/live/case:{case}/?since=0", ON_THE_CASE),
    A("/live/case:{case_open}/?since=0", ON_THE_CASE),
    A("/advisory/", SIGNED_IN),
    A("/advisory/programmes/new/", ANY_STAFF, ANY_STAFF, {"titles_en": "Not by me"}),
    A("/advisory/programmes/{season}/", OF_THE_NETWORK),
    A("/advisory/programmes/{season}/edit/", STAFF, STAFF, {"titles_en": "Not by me"}),
    A("/advisory/programmes/{season}/members/{kochi_id}/begin/", post=OF_KOCHI),
    A(_CASE, ON_THE_CASE | ASKED_ONLY),
    A(_CASE + "part/", ON_THE_CASE | ASKED_ONLY),
    A("/advisory/cases/{case_refused}/", ON_THE_CASE | ASKED_ONLY),
    A("/advisory/cases/{case_open}/", OF_THE_NETWORK - {"organiser"}),
    A("/advisory/cases/{case_draft}/", OF_KOCHI),
    A("/advisory/cases/{case_draft}/edit/", OF_KOCHI, OF_KOCHI, {"title": "Not by me", "submit": "1"}),
    A("/advisory/cases/{case_draft}/save/", post=OF_KOCHI, data={"title": "Not by me"}),
    A("/advisory/cases/{case_held}/edit/", OF_KOCHI, OF_KOCHI, {"title": "Not by me"}),
    A(_CASE + "scoping/", ADVISES | SECRETARIAT, ADVISES | SECRETARIAT, {"times": "2099-01-01T12:00Z"}),
    A(
        "/advisory/cases/{case_scoped}/session/",
        SECRETARIAT,
        SECRETARIAT,
        {"times": "2099-01-01T12:00Z", "moderator": "{advisor}", "first": "2098-12-30", "last": "2099-01-02"},
    ),
    *(
        A("/advisory/cases/{" + name + "}/do/" + deed + "/", post=may, data=data)
        for name, deed, may, data in (
            ("case_draft", "withdraw", OF_KOCHI, {"reason": "Not by me"}),
            ("case", "withdraw", OF_KOCHI, {"reason": "Not by me"}),
            ("case_open", "withdraw", OF_KOCHI, {"reason": "Not by me"}),
            ("case", "restrict", OF_KOCHI, {"level": "network"}),
            ("case_submitted", "look", SECRETARIAT, {}),
            ("case_submitted", "ask-back", SECRETARIAT, {"question": "Not by me"}),
            ("case_triaged", "take-on", SECRETARIAT, {"wants": "1"}),
            ("case_triaged", "redirect", SECRETARIAT, {"why": "Not by me"}),
            ("case", "ask", SECRETARIAT, {"advisor_id": "{advisor_row}"}),
            ("case", "release", SECRETARIAT, {"engagement_id": "{asked_engagement}", "reason": "Not by me"}),
            ("case", "scope", ADVISES | SECRETARIAT, {"text": "Not by me"}),
            ("case", "interpreter", SECRETARIAT, {"email": "knud@example.org"}),
            ("case", "no-interpreter", SECRETARIAT, {"person_id": "{asha}"}),
            ("case_held", "not-held", SECRETARIAT, {}),
            ("case_held", "recommend", ADVISES | SECRETARIAT, {"text": "Not by me"}),
            ("case_held", "strike", ADVISES | SECRETARIAT, {"recommendation_id": "{advice}"}),
            ("case_held", "deliver", ADVISES | SECRETARIAT, {}),
            ("case_delivered", "decide", OF_KOCHI, {"owner_{decided}": "0", "agree": "1"}),
            ("case_check", "check", OF_KOCHI, {"months": "6", "text": "Not by me"}),
            ("case_check", "close", OF_KOCHI | SECRETARIAT, {"changed": "Not by me"}),
            ("case", "declare", ADVISES | ASKED_ONLY, {"has": "conflict", "conflict": "Not by me"}),
            ("case", "accept", ADVISES | ASKED_ONLY, {}),
            ("case", "decline", ADVISES | ASKED_ONLY, {"reason": "Not by me"}),
            ("case", "leave", ADVISES | ASKED_ONLY, {"reason": "Not by me"}),
            ("case_refused", "accept", ADVISES, {}),
            ("case", "unheard-of", NOBODY, {}),
        )
    ),
    A("/advisory/networks/{network}/advising/", PARTNERS, PARTNERS, {"member": "{kochi_id}", "topic_1": "energy"}),
    A("/advisory/networks/{network}/advisors/", SECRETARIAT, told=some_of("organiser")),
    A("/advisory/advisors/{waiting_advisor}/admit/", post=SECRETARIAT),
    A("/advisory/advisors/{advisor_row}/end/", post=SECRETARIAT | ADVISES),
    A("/advisory/desk/{network}/", SECRETARIAT, told=some_of("organiser")),
    A("/advisory/desk/{network}/figures/", SECRETARIAT, told=some_of("organiser")),
    *(
        A(f"/advisory/desk/{{network}}/{name}.{kind}", SECRETARIAT, told=some_of("organiser"))
        for name in ("figures", "cases", "recommendations", "answers")
        for kind in ("csv", "xlsx")
    ),
]  # fmt: skip

ADDRESSES = [*_PAPERS, *_ADVISORY]
