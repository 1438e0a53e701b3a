import pytest

from tests.make import make_thread


@pytest.fixture
def reply(as_member, peer):
    thread = make_thread()

    def send(by=None, **typed):
        return as_member(by or peer).post(f"/t/{thread.pk}/reply/", typed)

    return send
