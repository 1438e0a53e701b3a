"""Replying without a name as a browser does it, and what a reader then sees."""

import re

LABEL = "Member at a cancer center, 200 to 299 beds, Ohio"


def shown(client, thread) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", client.get(thread.get_absolute_url()).content.decode()).split()
    )


def send(client, thread, **data):
    return client.post(f"/t/{thread.pk}/reply/", {"body": "We do.", **data})
