import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
application = get_wsgi_application()

from forum.core.requests import Utf8Request  # noqa: E402 - settings come first

application.request_class = Utf8Request
