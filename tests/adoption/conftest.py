import pytest

from forum.adoption.signals import subject_changed
from tests.make import make_organization, make_subject, make_verified


@pytest.fixture
def tiktok():
    return make_subject(aliases=["Tik Tok videos", "Douyin"])


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


@pytest.fixture
def dana(lakeshore):
    return make_verified(organization=lakeshore, display_name="Dana Whitfield")


@pytest.fixture
def priya(lakeshore):
    return make_verified(organization=lakeshore, display_name="Priya Raman")


@pytest.fixture
def heard():
    """The names of subjects that were announced as changed."""
    news = []

    def changed(subject, **kwargs):
        news.append(subject.name)

    subject_changed.connect(changed)
    yield news
    subject_changed.disconnect(changed)
