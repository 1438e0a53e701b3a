"""An address without its last slash leads on when it is read, and takes nothing that is sent to it."""

import pytest

from forum.threads.models import Post
from tests.make import make_thread

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/ask", "/t/{pk}/reply", "/accounts/login", "/admin/accounts/user/add", "/nowhere"]
)
def test_what_is_sent_to_an_address_without_its_slash_is_refused(as_member, asker, path):
    thread = make_thread()

    response = as_member(asker).post(path.format(pk=thread.pk), {"body": "An hour of typing."})

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "go back in your browser" in response.content.decode()
    assert Post.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_an_address_without_its_slash_leads_to_the_page(client, method):
    path = make_thread().get_absolute_url()

    response = getattr(client, method)(path.rstrip("/"))

    assert (response.status_code, response.url) == (301, path)
