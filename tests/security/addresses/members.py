"""Members, delegates, invitations and the secretariat."""

from tests.security.addresses.roles import ALL, GOVERN, NOT_IN_CHARGE, OF_KOCHI, SECRETARIAT, SIGNED_IN, A, some_of

ADDRESSES = [
    A("/members/", ALL),
    A("/members/join/", SIGNED_IN),
    A("/members/apply/", SIGNED_IN, SIGNED_IN),
    A("/members/invitations/{invitation_token}/", ALL, SIGNED_IN),
    A("/members/networks/{network}/", SECRETARIAT, told=some_of("organiser")),
    A("/members/networks/{network}/memberships/{membership}/admit/", post=SECRETARIAT, told=some_of("organiser")),
    A("/members/networks/{network}/memberships/{membership}/decline/", post=SECRETARIAT, told=some_of("organiser")),
    A("/members/networks/{network}/memberships/{membership}/end/", post=SECRETARIAT, told=some_of("organiser")),
    A(
        "/members/networks/{network}/offices/",
        post=SECRETARIAT,
        data={"email": "knud@example.org", "role": "secretariat"},
        told=some_of("organiser"),
    ),
    A("/members/networks/{network}/offices/{office}/end/", post=SECRETARIAT, told=some_of("organiser")),
    A("/members/people/{person}/deactivate/", post=SECRETARIAT),
    A("/members/people/{person}/reactivate/", post=SECRETARIAT),
    A("/members/{member}/", ALL),
    A("/members/{member}/ask/", post=SIGNED_IN),
    A("/members/{member}/edit/", GOVERN, GOVERN, {"name": "Kochin"}, told=NOT_IN_CHARGE),
    A("/members/{member}/memberships/", post=GOVERN, data={"network": "vernetzt-in-europa"}, told=NOT_IN_CHARGE),
    A("/members/{member}/delegates/", GOVERN, told=NOT_IN_CHARGE),
    *(
        A("/members/{member}/delegates/{asked}/" + action + "/", post=GOVERN, told=NOT_IN_CHARGE)
        for action in ("admit", "decline", "end", "hand-over")
    ),
    A("/members/{member}/invitations/", post=GOVERN, data={"email": "new@example.org"}, told=NOT_IN_CHARGE),
    A("/members/{member}/invitations/{invitation}/withdraw/", post=GOVERN, told=NOT_IN_CHARGE),
    A("/members/{member}/dossier/", OF_KOCHI | SECRETARIAT),
    A("/members/{member}/dossier.csv", OF_KOCHI | SECRETARIAT),
    A("/members/{member}/dossier.xlsx", OF_KOCHI | SECRETARIAT),
]
