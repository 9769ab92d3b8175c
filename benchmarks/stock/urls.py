"""The stock server has no pages."""

urlpatterns: list[object] = []
