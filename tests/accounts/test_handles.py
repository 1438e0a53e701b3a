import pytest
from django.urls import get_resolver

from accounts import handles
from accounts.models import RetiredHandle
from accounts.queries import is_handle_free, proposed_handle
from accounts.services import create_member


def first_segments() -> set[str]:
    """The first piece of every address of the site, where it is a plain word."""
    return {
        str(pattern.pattern).lstrip("^").partition("/")[0]
        for include in get_resolver().url_patterns
        for pattern in ([include, *include.url_patterns] if not str(include.pattern) else [include])
    }


def test_every_first_segment_of_an_address_is_reserved():
    words = {segment for segment in first_segments() if handles.FORM.fullmatch(segment)}

    assert "accounts" in words
    assert {word for word in words if not handles.is_reserved(word)} == set()


@pytest.mark.parametrize(
    ("handle", "twin"),
    [("pool", "p001"), ("lilli", "1i11i"), ("kern", "kem"), ("vvest", "west"), ("a-b_c", "abc")],
)
def test_what_the_eye_confuses_has_one_skeleton(handle, twin):
    assert handles.skeleton(handle) == handles.skeleton(twin)


def test_handles_of_former_members_differ_from_each_other():
    shapes = {handles.skeleton(handles.of_former_member(pk)) for pk in range(1, 2000)}
    assert len(shapes) == 1999


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Maya Okafor", "mokafor"),
        ("Zoë Ångström", "zangstrom"),
        ("Cher", "cher"),
        ("Bo Li", "bli"),
        ("李雷", "member"),
        ("  ", "member"),
    ],
)
def test_a_handle_is_made_of_a_name_as_colleagues_write_it(name, handle):
    assert handles.from_name(name) == handle


@pytest.mark.parametrize(("name", "twin"), [("rn", "m"), ("vv", "w")])
def test_a_proposal_is_free_even_where_two_letters_that_look_like_one_are_cut(db, name, twin):
    letters = "abcdefghjkabcdefghj"
    create_member(handle=letters + twin, display_name="Twin", email="twin@x.example")

    assert proposed_handle(letters + name) == f"{letters}{name}2"


def test_a_retired_handle_stays_retired_when_the_secret_key_is_replaced(db, settings):
    RetiredHandle.objects.create(digest=handles.digest("mokafor"))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert not is_handle_free("mokafor")
