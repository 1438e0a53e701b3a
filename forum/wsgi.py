import os

from django.core.wsgi import get_wsgi_application

from forum.core.requests import Utf8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
os.environ.setdefault("STATEMENT_SECONDS", "15")  # somebody waits for the page
application = get_wsgi_application()
application.request_class = Utf8Request
