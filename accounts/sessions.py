"""Sessions, kept as Django keeps them in the database and looked up by a prepared query.

What is read along with one: core/editions.py.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import Subquery
from django.utils import timezone

from forum.core import editions
from forum.core.models import Generation
from forum.core.prepared import prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_session(None, key=self.session_key)), None)
        editions.tell(found.edition if found else None)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


@prepared
def _session(viewer, key):
    number = Generation.objects.filter(pk=editions.CONDUCT).values("value")
    return Session.objects.filter(session_key=key).annotate(edition=Subquery(number))
