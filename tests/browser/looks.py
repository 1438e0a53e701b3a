"""What axe says of pages, in both themes, on a desk and on a phone, and whether they scroll sideways."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

LOOKS = [(1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")]  # one thing changes at a time
SMALL = [(320, "light")]
SCRIPT = Axe().axe_script + Path(__file__).with_name("looks.js").read_text()
passed: set[str] = set()  # the make-ups of text whose contrast is enough: looks.js


def findings(page, paths, prepare=None, **addresses):
    """The faults of each page, looked at after ``prepare(page)``."""
    found = []
    for path in paths:
        page.goto(path.format(**addresses))
        if prepare:
            prepare(page)
        found += faults(page, path)
    return found


def faults(page, path, looks=LOOKS):
    """What axe says of the page as it stands, and whether it is wider than its window, in all ``looks``.

    The page is loaded once: its markup is the same in all of them. Each look asks what may have another
    answer than the one before it: looks.js. The window is as before afterwards.
    """
    page.wait_for_load_state()  # a click returns when the next page begins to arrive
    before, scheme_now = page.viewport_size, None
    found = []
    for width, scheme in looks:
        if width != page.viewport_size["width"]:
            page.set_viewport_size({"width": width, "height": 900})
        if scheme != scheme_now:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        said, needed = look(page, is_first=scheme_now is None)
        scheme_now = scheme
        found += [f"{path} at {width} pixels, {scheme}: {fault}" for fault in said]
        if needed > width:
            found.append(f"{path} at {width} pixels, {scheme}: {needed} pixels wide")
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return found


def look(page, *, is_first):
    """What axe says of the page now, and how wide it is. ``is_first``: nothing of it was looked at yet."""
    wish = {"passed": "\n".join(passed), "isFirst": is_first}
    answer = page.evaluate("wish => window.look?.(wish)", wish)
    if answer is None:  # a window that nobody looked into before
        page.add_init_script(SCRIPT)
        page.evaluate(SCRIPT)
        answer = page.evaluate("wish => look(wish)", wish)
    said, fine, needed = answer
    passed.update(fine)
    return said, needed
