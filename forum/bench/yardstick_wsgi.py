"""Serves the yardstick: the forum's settings and database, and no middleware at all."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from forum.wsgi import application as forum  # sets Django up, with the middleware its apps ask for

settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "forum.bench.yardstick"
application = WSGIHandler()

__all__ = ["application", "forum"]
