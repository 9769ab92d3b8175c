"""Addresses of workshops; part of the calendar's."""

from django.urls import URLPattern, path

from events.workshops.views import attending, organising
from web import converters

_OWN = "events/<slug:slug>/workshop/"
_DESK = f"{_OWN}desk/"

urlpatterns: list[URLPattern] = [
    path(_OWN, attending.show, name="workshop"),
    path(f"{_OWN}tasks/<id:task_id>/", attending.hand_in, name="hand_in"),
    path(f"{_OWN}tasks/<id:task_id>/withdraw/", attending.hand_back, name="hand_back"),
    path(f"{_OWN}preparations/<id:preparation_id>/file/", attending.file, name="preparation_file"),
    path(f"{_OWN}ratings/", attending.rate, name="rate_myself"),
    path(f"{_OWN}actions/", attending.agree, name="agree_at_workshop"),
    path(f"{_OWN}actions/<id:action_id>/withdraw/", attending.take_back, name="take_action_back"),
    path(f"{_OWN}outcomes/<id:outcome_id>/", attending.answer, name="answer_workshop"),
    path(_DESK, organising.show, name="workshop_desk"),
    path(f"{_DESK}step/", organising.move, name="move_workshop"),
    path(f"{_DESK}needs/", organising.needs, name="workshop_needs"),
    path(f"{_DESK}tasks/new/", organising.new_task, name="new_task"),
    path(f"{_DESK}tasks/<id:task_id>/", organising.edit_task, name="edit_task"),
    path(f"{_DESK}tasks/<id:number>/drop/", organising.drop_task, name="drop_task"),
    path(f"{_DESK}groups/", organising.add_group, name="add_group"),
    path(f"{_DESK}groups/propose/", organising.propose, name="propose_groups"),
    path(f"{_DESK}groups/<id:number>/drop/", organising.drop_group, name="drop_group"),
    path(f"{_DESK}people/<id:number>/", organising.put, name="put_into_group"),
    path(f"{_DESK}rooms/<id:number>/enter/", organising.enter, name="enter_workshop_room"),
    path(f"{_DESK}competences/", organising.add_competence, name="add_competence"),
    path(f"{_DESK}competences/<id:number>/drop/", organising.drop_competence, name="drop_competence"),
    path(f"{_DESK}ratings.csv", organising.export, {"kind": "csv"}, name="ratings_csv"),
    path(f"{_DESK}ratings.xlsx", organising.export, {"kind": "xlsx"}, name="ratings_xlsx"),
]

__all__ = ["converters", "urlpatterns"]
