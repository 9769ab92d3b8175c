"""Addresses of the advisory programme."""

from django.urls import URLPattern, path

import web.converters  # noqa: F401  (`<id:…>`)
from exchanges.advisory.views import advising, casing, deeds, desk, figures, meeting, seasons

app_name = "advisory"

urlpatterns: list[URLPattern] = [
    path("", seasons.overview, name="overview"),
    path("programmes/new/", seasons.new, name="new"),
    path("programmes/<id:programme_id>/", seasons.show, name="programme"),
    path("programmes/<id:programme_id>/edit/", seasons.edit, name="edit_programme"),
    path("programmes/<id:programme_id>/members/<id:member_id>/begin/", casing.begin, name="begin"),
    path("cases/<id:case_id>/", casing.show, name="case"),
    path("cases/<id:case_id>/part/", casing.part, name="part"),
    path("cases/<id:case_id>/edit/", casing.edit, name="edit"),
    path("cases/<id:case_id>/save/", casing.save, name="save"),
    path("cases/<id:case_id>/scoping/", meeting.scoping, name="scoping"),
    path("cases/<id:case_id>/session/", meeting.session, name="session"),
    path("cases/<id:case_id>/do/<slug:name>/", deeds.do, name="do"),
    path("networks/<slug:slug>/advising/", advising.profile, name="advising"),
    path("networks/<slug:slug>/advisors/", advising.listed, name="advisors"),
    path("advisors/<id:advisor_id>/admit/", advising.admit, name="admit"),
    path("advisors/<id:advisor_id>/end/", advising.end, name="end"),
    path("desk/<slug:slug>/", desk.show, name="desk"),
    path("desk/<slug:slug>/figures/", figures.show, name="figures"),
    path("desk/<slug:slug>/<str:name>.<str:kind>", figures.file, name="desk_file"),
]
