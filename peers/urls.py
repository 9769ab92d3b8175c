"""Addresses of peer learning."""

from django.urls import URLPattern, path

import web.converters  # noqa: F401  (`<id:…>`)
from peers.views import answering, asking, calling, desk, offering, partnering

app_name = "peers"

urlpatterns: list[URLPattern] = [
    path("", asking.overview, name="overview"),
    path("members/<id:member_id>/ask/", asking.begin, name="begin"),
    path("members/<id:member_id>/offer/", offering.new, name="new_offer"),
    path("requests/<id:request_id>/", asking.show, name="request"),
    path("requests/<id:request_id>/part/", asking.part, name="request_part"),
    path("requests/<id:request_id>/edit/", asking.edit, name="edit"),
    path("requests/<id:request_id>/save/", asking.save, name="save"),
    path("requests/<id:request_id>/withdraw/", asking.withdraw, name="withdraw"),
    path("requests/<id:request_id>/decline/", asking.decline, name="decline"),
    path("requests/<id:request_id>/together/", asking.together, name="together"),
    path("suggestions/<id:suggestion_id>/invite/", answering.invite, name="invite"),
    path("suggestions/<id:suggestion_id>/not-for-me/", answering.not_for_me, name="not_for_me"),
    path("invitations/<id:invitation_id>/", answering.show, name="invitation"),
    path("invitations/<id:invitation_id>/state/", answering.part, name="invitation_state"),
    path("invitations/<id:invitation_id>/accept/", answering.accept, name="accept"),
    path("invitations/<id:invitation_id>/decline/", answering.decline, name="decline_invitation"),
    path("invitations/<id:invitation_id>/counter/", answering.counter, name="counter"),
    path("invitations/<id:invitation_id>/take-counter/", answering.take_counter, name="take_counter"),
    path("invitations/<id:invitation_id>/take-back/", answering.take_back, name="take_back"),
    path("offers/", offering.listed, name="offers"),
    path("offers/<id:offer_id>/", offering.edit, name="offer"),
    path("offers/<id:offer_id>/withdraw/", offering.withdraw, name="withdraw_offer"),
    path("offers/<id:offer_id>/ask/", offering.ask, name="ask_offer"),
    path("calls/", calling.listed, name="calls"),
    path("calls/new/", calling.new, name="new_call"),
    path("calls/<id:call_id>/review/", calling.review, name="review"),
    path("calls/<id:call_id>/release/", calling.release, name="release"),
    path("calls/<id:call_id>/deadline/", calling.move_deadline, name="move_deadline"),
    path("calls/<id:call_id>/cancel/", calling.cancel, name="cancel_call"),
    path("calls/<id:call_id>/proposals/<id:suggestion_id>/", calling.keep, name="keep"),
    path("partnerships/<id:partnership_id>/", partnering.show, name="partnership"),
    path("partnerships/<id:partnership_id>/part/", partnering.part, name="partnership_part"),
    path("partnerships/<id:partnership_id>/charter/", partnering.charter, name="charter"),
    path("partnerships/<id:partnership_id>/agree/", partnering.agree, name="agree"),
    path("partnerships/<id:partnership_id>/go-on/", partnering.go_on, name="go_on"),
    path("partnerships/<id:partnership_id>/end/", partnering.end, name="end"),
    path("partnerships/<id:partnership_id>/steps/", partnering.add_step, name="add_step"),
    path("partnerships/<id:partnership_id>/steps/<id:step_id>/", partnering.tick_step, name="tick_step"),
    path("partnerships/<id:partnership_id>/log/", partnering.add_log, name="add_log"),
    path("partnerships/<id:partnership_id>/write/", partnering.write, name="write"),
    path("partnerships/<id:partnership_id>/team/", partnering.join_team, name="join_team"),
    path("partnerships/<id:partnership_id>/team/leave/", partnering.leave_team, name="leave_team"),
    path("partnerships/<id:partnership_id>/checks/<id:months>/", partnering.tell_outcome, name="tell_outcome"),
    path("desk/<slug:slug>/", desk.show, name="desk"),
    path("desk/<slug:slug>/<str:name>.<str:kind>", desk.file, name="desk_file"),
]
