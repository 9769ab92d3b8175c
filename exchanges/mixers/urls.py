"""Addresses of the mixers, below `/mixers/`."""

from django.urls import path

from exchanges.mixers.views import acting, afterwards, attending, bringing, editing, leading, recapping

app_name = "mixers"
urlpatterns = [
    path("new/", editing.new, name="new"),
    path("<slug:slug>/edit/", editing.edit, name="edit"),
    path("<slug:slug>/card/", bringing.card, name="card"),
    path("<slug:slug>/wishes/", bringing.wish, name="wish"),
    path("<slug:slug>/wishes/<int:other_id>/withdraw/", bringing.unwish, name="unwish"),
    path("<slug:slug>/lobby/", attending.lobby, name="lobby"),
    path("<slug:slug>/lobby/<slug:name>/", attending.lobby_part, name="lobby-part"),
    path("<slug:slug>/table/", attending.table, name="table"),
    path("<slug:slug>/table/<slug:name>/", attending.table_part, name="table-part"),
    path("<slug:slug>/contacts/", acting.contact, name="contact"),
    path("<slug:slug>/contacts/withdraw/", acting.take_contact_back, name="take-contact-back"),
    path("<slug:slug>/more-time/", acting.more_time, name="more-time"),
    path("<slug:slug>/step-out/", acting.step_out, name="step-out"),
    path("<slug:slug>/step-in/", acting.step_in, name="step-in"),
    path("<slug:slug>/host/", leading.host, name="host"),
    path("<slug:slug>/host/parts/<slug:name>/", leading.host_part, name="host-part"),
    path("<slug:slug>/host/<slug:name>/", leading.act, name="act"),
    path("<slug:slug>/afterwards/", afterwards.afterwards, name="afterwards"),
    path("<slug:slug>/rating/", afterwards.rate, name="rate"),
    path("<slug:slug>/meetings/rating/", acting.rate_meeting, name="rate-meeting"),
    path("<slug:slug>/follow-ups/", acting.follow_up, name="follow-up"),
    path("<slug:slug>/recap/", recapping.page, name="recap"),
    path("<slug:slug>/recap/<int:sheet>.<slug:kind>", recapping.file, name="recap-file"),
]
