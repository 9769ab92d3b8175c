"""Every address of the platform, by app."""

from django.urls import URLPattern, URLResolver, include, path

from hub import views
from hub.rehearsal.sign_in import sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("dashboard/", views.my_dashboard, name="dashboard"),
    path("console/", views.my_console, name="console"),
    path("console/<slug:panel>/", views.console_deed, name="console_deed"),
    path("accounts/", include("allauth.urls")),
    path("", include("web.urls")),
    path("", include("members.urls")),
    path("", include("events.urls")),
    path("", include("rooms.urls")),
    path("rehearsal/<str:token>/", sign_in, name="rehearsal-sign-in"),
    path("mixers/", include("exchanges.mixers.urls")),
    path("advisory/", include("exchanges.advisory.urls")),
    path("advisory/", include("exchanges.advisory.paper_urls")),
    path("peers/", include("peers.urls")),
    path("peers/", include("peers.session_urls")),
]
