"""What the stock server stores when it is asked to be durable: a row per message, a position under a locked row."""

from django.db import models


class Chat(models.Model):
    """A room; its row is locked for the next position."""

    name = models.CharField(max_length=80, unique=True)
    position = models.BigIntegerField(default=0)


class Line(models.Model):
    """A message."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE)
    position = models.BigIntegerField()
    nonce = models.CharField(max_length=80, unique=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
