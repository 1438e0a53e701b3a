"""Many organizations and what they said over the years, in bulk."""

import random
from datetime import timedelta

from django.utils import timezone

from accounts.models import Beds, Kind, Membership, Organization, User
from forum.adoption.halves import half_of
from forum.adoption.models import Status, StatusReport, Subject
from forum.adoption.services import recount_subject, save_subject

BATCH = 2_000
REGIONS = ("Ohio", "Texas", "Oregon", "Maine", "Georgia", "Utah", "Canada")
SUBJECTS = ("TikTok", "Bluesky", "Threads", "Podcast", "WhatsApp", "Snapchat")
YEARS = 6


def organizations(number: int, chance: random.Random) -> list[Organization]:
    """Of every kind but vendors; one in twenty is only counted."""
    kinds = [kind for kind in Kind if kind != Kind.VENDOR]
    naming = [Organization.Naming.NAMED] * 19 + [Organization.Naming.COUNTED]
    return Organization.objects.bulk_create(
        [
            Organization(
                name=f"Hospital {n}",
                slug=f"hospital-{n}",
                kind=chance.choice(kinds),
                beds=chance.choice(Beds.values),
                region=chance.choice(REGIONS),
                naming=chance.choice(naming),
            )
            for n in range(number)
        ],
        batch_size=BATCH,
    )


def memberships(members: list[User], at: list[Organization]) -> None:
    """Every member verified, one at each organization in turn."""
    now = timezone.now()
    rows = [
        Membership(
            user=member,
            organization=at[n % len(at)],
            how=Membership.How.EMAIL,
            verified_at=now,
            expires_at=now + timedelta(days=365),
        )
        for n, member in enumerate(members)
    ]
    Membership.objects.bulk_create(rows, batch_size=BATCH)


def subjects() -> list[Subject]:
    return [save_subject(name=name, kind=Subject.Kind.PLATFORM) for name in SUBJECTS]


def reports(
    subject: Subject,
    by: list[Organization],
    number: int,
    reporter: User,
    chance: random.Random,
) -> None:
    """``number`` answers about ``subject``, as many of each organization; the latest are fresh or not."""
    now, each = timezone.now(), number // len(by)
    rows = []
    for organization in by:
        days = sorted(chance.sample(range(10, YEARS * 365), each - 1), reverse=True)
        moments = [now - timedelta(days=age) for age in [*days, chance.randrange(1, 220)]]
        moments.sort()
        for place, moment in enumerate(moments):
            ends = moments[place + 1] if place + 1 < len(moments) else None
            rows.append(
                StatusReport(
                    organization=organization,
                    subject=subject,
                    status=chance.choice(Status.values),
                    reported_by=reporter,
                    reported_at=moment,
                    superseded_at=ends,
                    half=half_of(moment),
                    superseded_half=half_of(ends) if ends else None,
                )
            )
    StatusReport.objects.bulk_create(rows, batch_size=BATCH)
    recount_subject(subject)
