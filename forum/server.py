"""How gunicorn serves Rounds: ``gunicorn -c python:forum.server forum.wsgi``."""

import os
import re

from gunicorn.glogging import Logger

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = os.environ.get("WEB_WORKER_CLASS", "gthread")
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 30
graceful_timeout = 5
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
limit_request_field_size = 8190
accesslog = os.environ.get("ACCESS_LOG") or None
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


class AccessLogger(Logger):
    """The access log, without what opens an account: queries, and the keys within addresses."""

    _KEYS = re.compile(r"(/(?:key|confirm-email|renew[a-z]*)/)[^/\s]+")

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        path = self._KEYS.sub(r"\1-", environ.get("PATH_INFO", ""))
        return atoms | {"r": f"{atoms['m']} {path} {atoms['H']}", "U": path, "q": "", "f": "-"}


logger_class = AccessLogger


def post_worker_init(worker):
    from forum.core.chores import start_chores
    from forum.core.mail import start_postman

    start_postman()
    start_chores()
