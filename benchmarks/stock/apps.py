"""Django's entry to the stock server."""

from django.apps import AppConfig


class Stock(AppConfig):
    """The stock server."""

    name = "benchmarks.stock"
    label = "stock"
