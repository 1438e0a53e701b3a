"""Which mail domains can belong to an organization, and how one is read from what people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import domains
from forum.core.errors import Refused

PIECES = [
    *(
        "www.",
        "https://",
        "http://",
        "@",
        ".",
        "/",
        "-",
        " ",
        "xn--",
        "hospital",
        "gmail",
        "state",
        "ny",
        "k12",
    ),
    *(".org", ".us", ".gov", ".co.uk", ".com", "0", "\u0131", "\u212a", "\u0430", "\x00", "a" * 64, "é"),
]


def outcome(typed):
    """The domain of ``typed``, or None where it is refused."""
    try:
        return domains.cleaned(typed)
    except Refused:
        return None


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("lakeshore.org", "lakeshore.org"),
        (" Lakeshore.ORG. ", "lakeshore.org"),
        ("@lakeshore.org", "lakeshore.org"),
        ("maya@mail.lakeshore.org", "mail.lakeshore.org"),
        ("https://www.lakeshore.org/contact?a=b", "lakeshore.org"),
        ("http://www.www.lakeshore.org", "lakeshore.org"),
        ("st-lukes.k12.oh.us", "st-lukes.k12.oh.us"),
        ("health.ny.gov", "health.ny.gov"),
        ("royalfree.nhs.uk", "royalfree.nhs.uk"),
    ],
)
def test_a_domain_is_read_from_what_people_type(typed, domain):
    assert domains.cleaned(typed) == domain


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "GMAIL.com", "www.gmail.com", "ann@mail.yahoo.com", "proton.me", "comcast.net"],
)
def test_free_mail_belongs_to_nobody(domain):
    with pytest.raises(Refused, match="Anybody can have an address"):
        domains.cleaned(domain)


@pytest.mark.parametrize(
    "domain", ["xn--lkeshore-g2a.org", "mail.xn--p1ai", "l\u0430keshore.org", "klinik-süd.de"]
)
def test_other_letters_are_refused(domain):
    with pytest.raises(Refused, match="in other letters"):
        domains.cleaned(domain)


@pytest.mark.parametrize(
    "domain", ["co.uk", "nhs.uk", "ny.gov", "tx.us", "state.tx.us", "k12.oh.us", "co.ca.us", "github.io"]
)
def test_what_many_organizations_share_is_refused(domain):
    with pytest.raises(Refused, match="Many organizations share"):
        domains.cleaned(domain)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "@",
            ".",
            "org",
            "lakeshore",
            "lake shore.org",
            "-a.org",
            "a-.org",
            "a..org",
            "a.1",
            "127.0.0.1",
        ),
        *(
            "lakeshore.org:8000",
            "www.org",
            "a_b.org",
            f"{'a' * 64}.org",
            f"{'a.' * 130}org",
            "a.org\x00",
        ),
    ],
)
def test_what_is_no_domain_is_refused(typed):
    with pytest.raises(Refused, match="like hospital"):
        domains.cleaned(typed)


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_domain_or_refused(typed):
    assert outcome(typed) is None or "." in outcome(typed)


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.sampled_from(["", "lakeshore.org", "a.co", "x.state.ny.us", ".org"]),
)
@settings(max_examples=500, deadline=None)
def test_a_clean_domain_stays_as_it_is(before, end):
    clean = outcome(before + end)

    assert clean is None or domains.cleaned(clean) == clean


@given(st.sampled_from(sorted(domains.FREE_MAIL)), st.sampled_from(["", "mail.", "a.b.", "www."]))
@settings(deadline=None)
def test_nothing_below_free_mail_gets_through(free, below):
    assert outcome(below + free) is None


def test_parents_are_the_domain_and_what_is_above_it_the_longest_first():
    assert domains.parents("a.lakeshore.org") == ["a.lakeshore.org", "lakeshore.org"]
    assert domains.parents("org") == []


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("Maya@Lakeshore.ORG", "lakeshore.org"),
        ("odd@name@lakeshore.org.", "lakeshore.org"),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_the_domain_of_an_address_is_what_follows_the_last_at_sign(email, domain):
    assert domains.domain_of(email) == domain


@pytest.mark.parametrize("other", ["lakesh0re.org", "1akeshore.org", "iakeshore.org", "lake-shore.org"])
def test_domains_that_read_the_same_look_alike(other):
    assert domains.look_alike("lakeshore.org", other)


def test_a_domain_is_no_look_alike_of_itself_or_of_another():
    assert not domains.look_alike("lakeshore.org", "lakeshore.org")
    assert not domains.look_alike("lakeshore.org", "lakeshore.com")
