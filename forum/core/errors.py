class Refused(Exception):
    """A rule of the forum says no; the message is fit for the member to read."""


class Outdated(Refused):
    """Somebody else acted first on what the member saw; nothing was changed."""
