"""Addresses of members, of the reader's own pages, and of notices."""

from django.urls import URLPattern, path

from members.views import delegates, demo, desk, directory, dossiers, editing, joining, me, notices, personal_data
from web import converters  # noqa: F401  (registers `id`)

app_name = "members"

_OWN = [
    path("me/", me.profile, name="profile"),
    path("me/visibility/", me.who_sees_what, name="visibility"),
    path("me/visibility/preview/", me.preview, name="preview"),
    path("me/consents/<slug:purpose>/", me.consent, name="consent"),
    path("me/security/", me.security, name="security"),
    path("me/sessions/end/", me.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<id:session_id>/end/", me.end_session, name="end_session"),
    path("me/second-factor/", me.need_second_factor, name="second_factor"),
    path("me/data/", personal_data.show, name="data"),
    path("me/data/export/", personal_data.export, name="export"),
    path("me/data/erase/", personal_data.erase, name="erase"),
    path("notices/", notices.show, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<id:notice_id>/read/", notices.read, name="read"),
    path("demo/", demo.show, name="demo"),
    path("demo/<id:person_id>/", demo.sign_in, name="demo_sign_in"),
]
_ENTERING = [
    path("members/", directory.show, name="directory"),
    path("members/join/", joining.join, name="join"),
    path("members/apply/", joining.apply, name="apply"),
    path("members/invitations/<uuid:token>/", joining.invitation, name="invitation"),
]
_DESK = [
    path("members/networks/<slug:slug>/", desk.show, name="desk"),
    path("members/networks/<slug:slug>/memberships/<id:membership_id>/<slug:action>/", desk.decide, name="decide"),
    path("members/networks/<slug:slug>/offices/", desk.give_office, name="give_office"),
    path("members/networks/<slug:slug>/offices/<id:office_id>/end/", desk.take_office, name="take_office"),
    path("members/people/<id:person_id>/<slug:action>/", desk.bar, name="bar"),
]
_MEMBER = [
    path("members/<slug:slug>/", directory.member, name="member"),
    path("members/<slug:slug>/ask/", joining.ask, name="ask"),
    path("members/<slug:slug>/edit/", editing.edit, name="edit"),
    path("members/<slug:slug>/memberships/", editing.request_membership, name="request_membership"),
    path("members/<slug:slug>/delegates/", delegates.show, name="delegates"),
    path("members/<slug:slug>/delegates/<id:delegate_id>/<slug:action>/", delegates.act, name="delegate"),
    path("members/<slug:slug>/invitations/", delegates.invite, name="invite"),
    path(
        "members/<slug:slug>/invitations/<id:invitation_id>/withdraw/",
        delegates.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("members/<slug:slug>/dossier/", dossiers.show, name="dossier"),
    path("members/<slug:slug>/dossier.csv", dossiers.export, {"kind": "csv"}, name="dossier_csv"),
    path("members/<slug:slug>/dossier.xlsx", dossiers.export, {"kind": "xlsx"}, name="dossier_xlsx"),
]
urlpatterns: list[URLPattern] = [*_OWN, *_ENTERING, *_DESK, *_MEMBER]
