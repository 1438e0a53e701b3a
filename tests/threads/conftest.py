import pytest

from tests.make import make_thread


@pytest.fixture
def pair(asker, peer):
    """Two questions, of 2 and of 3 replies."""
    source = make_thread(author=peer, replies=2, title="Which tool sends your newsletter?")
    target = make_thread(author=asker, replies=3, title="Newsletter tools, anyone?")
    return source, target
