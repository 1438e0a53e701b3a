"""What tests of appeals share: the note to the author, and the page behind an address."""

MESSAGE = "Take the link out, and it may stand."


def page_of(client, path):
    return client.get(path, follow=True).content.decode()
