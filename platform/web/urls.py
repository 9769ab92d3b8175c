"""Addresses every deployment has, mounted at the root."""

from django.conf import settings
from django.urls import path

from web import preferences, style, views
from web.live import views as live

app_name = "web"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/language/", preferences.choose_language, name="language"),
    path("preferences/zone/", preferences.choose_zone, name="zone"),
    path("preferences/appearance/", preferences.choose_appearance, name="appearance"),
    path("imprint/", views.imprint, name="imprint"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("plain-language/", views.plain_language, name="plain_language"),
    path("feedback/", views.feedback, name="feedback"),
    path("health/", views.health, name="health"),
    path("live/<str:stream>/", live.entries, name="live"),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("style/", style.show, name="style")]
