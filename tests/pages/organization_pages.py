"""Pages of organizations as a person reads them, and what they cost."""

import re
from itertools import count

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.adoption.services import report_status
from tests.make import make_subject

PAGE = "/organizations/lakeshore/"
_serial = count(1)


def text_of(response) -> str:
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#x27;", "'").split())


def say(by, name, status="using", **facts):
    return report_status(subject=make_subject(name), by=by, status=status, **facts)


def statements(client, path):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{path}?n={next(_serial)}")
    assert response.status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])
