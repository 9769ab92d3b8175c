"""Addresses of agendas and speakers; part of the calendar's."""

from django.urls import URLPattern, path

from events.symposia.views import editing, files, own_page, places, reading, speakers
from web import converters

_AGENDA, _EDIT, _SPEAKERS = (f"events/<slug:slug>/{part}" for part in ("agenda/", "agenda/edit/", "speakers/"))
_ONE = "speakers/<uuid:token>/"

urlpatterns: list[URLPattern] = [
    path(_AGENDA, reading.agenda, name="agenda"),
    path(f"{_AGENDA}mine/", reading.my_agenda, name="my_agenda"),
    path(f"{_AGENDA}versions/", reading.history, name="agenda_versions"),
    path(f"{_AGENDA}schedule.json", files.schedule, name="agenda_schedule"),
    path(f"{_AGENDA}sessions.csv", files.sheet, name="agenda_sheet"),
    path(f"{_AGENDA}sessions/<id:session_id>/keep/", reading.keep, name="keep_session"),
    path(f"{_AGENDA}sessions/<id:session_id>/place/", places.place, name="session_place"),
    path(f"{_AGENDA}places/", places.lists, name="places"),
    path(f"{_AGENDA}places.csv", places.export, {"kind": "csv"}, name="places_csv"),
    path(f"{_AGENDA}places.xlsx", places.export, {"kind": "xlsx"}, name="places_xlsx"),
    path(_EDIT, editing.show, name="agenda_editor"),
    path(f"{_EDIT}compare/", editing.compare, name="compare_agenda"),
    path(f"{_EDIT}board/", editing.part, name="agenda_board"),
    path(f"{_EDIT}publish/", editing.publish, name="publish_agenda"),
    path(f"{_EDIT}import/", files.take_in, name="import_agenda"),
    path(f"{_EDIT}sessions/new/", editing.new_session, name="new_session"),
    path(f"{_EDIT}sessions/<id:session_id>/", editing.edit_session, name="edit_session"),
    path(f"{_EDIT}sessions/<id:session_id>/move/", editing.move, name="move_session"),
    path(f"{_EDIT}sessions/<id:session_id>/unplace/", editing.unplace, name="unplace_session"),
    path(f"{_EDIT}sessions/<id:session_id>/drop/", editing.drop, name="drop_session"),
    path(f"{_EDIT}stages/", editing.add_stage, name="add_stage"),
    path(f"{_EDIT}stages/<id:stage_id>/drop/", editing.drop_stage, name="drop_stage"),
    path(f"{_EDIT}change-over/", editing.change_over, name="change_over"),
    path(f"{_EDIT}tracks/", editing.add_track, name="add_track"),
    path(f"{_EDIT}tracks/<id:track_id>/drop/", editing.drop_track, name="drop_track"),
    path(_SPEAKERS, speakers.show, name="speakers"),
    path(f"{_SPEAKERS}invite/", speakers.invite, name="invite_speaker"),
    path(f"{_SPEAKERS}<id:number>/confirm/", speakers.confirm, name="confirm_speaker"),
    path(f"{_SPEAKERS}<id:number>/remove/", speakers.remove, name="remove_speaker"),
    path(f"{_SPEAKERS}<id:number>/link/", speakers.renew_link, name="renew_speaker_link"),
    path(f"{_SPEAKERS}<id:number>/address/", speakers.give_address, name="give_speaker_address"),
    path(f"{_SPEAKERS}<id:number>/roles/", speakers.give_role, name="give_role"),
    path(f"{_SPEAKERS}roles/<id:number>/take/", speakers.take_role, name="take_role"),
    path(f"{_SPEAKERS}roles/<id:number>/take-over/", speakers.take_over, name="take_over"),
    path(f"{_SPEAKERS}roles/<id:number>/slides/", speakers.slides, name="slides"),
    path(_ONE, own_page.show, name="speaker"),
    path(f"{_ONE}answer/", own_page.answer, name="speaker_answer"),
    path(f"{_ONE}about/", own_page.about, name="speaker_about"),
    path(f"{_ONE}sessions/<id:number>/", own_page.hand_in, name="speaker_session"),
    path(f"{_ONE}sessions/<id:number>/slides/", own_page.slides, name="speaker_slides"),
]

__all__ = ["converters", "urlpatterns"]
