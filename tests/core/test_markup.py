import pytest

from forum.core import markup
from forum.core.markup import guards

MEMBERS = {"praman": "/members/praman/"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n## Two", "<h3>One</h3>\n<h4>Two</h4>"),
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("<b>a</b> &amp; b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"),
        ("[a](/t/1/)", '<p><a href="/t/1/">a</a></p>'),
        ("[a](javascript:alert)", "<p>a</p>"),
        ("[a](javascript:1)", "<p>a</p>"),
        ("[a](//evil.example)", "<p>a</p>"),
        ("[a](/\\evil.example)", "<p>a</p>"),
        ("[a](data:text/html,b)", "<p>a</p>"),
        ("x@praman.example", "<p>x@praman.example</p>"),
        (
            "@praman and @nobody",
            '<p><a class="mention" href="/members/praman/">@praman</a> and @nobody</p>',
        ),
    ],
)
def test_markdown_is_rendered_as(text, html):
    assert markup.render(text, mentions=MEMBERS) == html


def test_pictures_from_elsewhere_become_links():
    assert markup.render("![a chart](https://x.example/a.png)") == (
        '<p><a href="https://x.example/a.png" rel="nofollow ugc noopener">a chart</a></p>'
    )


def test_tracking_leaves_the_address_and_stays_in_the_text():
    assert markup.render("https://x.example/?utm_source=mail&page=2&fbclid=1#top") == (
        '<p><a href="https://x.example/?page=2#top" rel="nofollow ugc noopener">'
        "https://x.example/?utm_source=mail&amp;page=2&amp;fbclid=1#top</a></p>"
    )


@pytest.mark.parametrize(
    ("address", "stripped"),
    [
        ("https://a.example/?UTM_Medium=b", "https://a.example/"),
        ("https://a.example/?gclid=1&mc_cid=2&q=%20a", "https://a.example/?q=%20a"),
        ("https://a.example/?utm", "https://a.example/?utm"),
        ("https://a.example/#utm_source=1", "https://a.example/#utm_source=1"),
    ],
)
def test_only_tracking_parameters_are_dropped(address, stripped):
    assert markup.strip_tracking(address) == stripped


def test_tasks_are_boxes_with_a_name():
    assert markup.render("- [x] a\n- [ ] b") == (
        '<ul>\n<li class="task"><input aria-label="Done" checked="" disabled="" type="checkbox"> a</li>\n'
        '<li class="task"><input aria-label="To do" disabled="" type="checkbox"> b</li>\n</ul>'
    )


def test_tables_scroll_and_can_be_reached_by_keyboard():
    html = markup.render("|a|\n|-:|\n|1|")

    assert html.startswith(
        '<div aria-label="Table" class="table-scroll" role="region" tabindex="0"><table>'
    )
    assert '<td align="right">1</td>' in html


def test_a_quote_names_whom_it_quotes():
    assert markup.render("> [@praman wrote](/t/1/#reply-1):\n> Two days.") == (
        '<blockquote>\n<p><cite><a href="/t/1/#reply-1">@praman wrote</a></cite></p>'
        "<p>Two days.</p>\n</blockquote>"
    )


def test_code_keeps_its_signs_and_its_comments():
    assert markup.render("```python\n# a < b\nb\n```") == (
        '<pre><code class="language-python"># a &lt; b\nb\n</code></pre>'
    )


def test_mentions_are_found_before_rendering():
    assert markup.mentioned("@PRaman, (@kellin) a@b.example /@x @a-") == {"praman", "kellin"}


def test_at_most_fifty_mentions_are_looked_up():
    assert len(markup.mentioned(" ".join(f"@member{n}" for n in range(200)))) == 50


def test_readers_see_their_own_mentions_marked():
    html = markup.render("@praman", mentions=MEMBERS)

    assert markup.highlight(html, "/members/praman/") == (
        '<p><a class="mention mention-you" href="/members/praman/">@praman</a></p>'
    )
    assert markup.highlight(html, "/members/pram/") == html


def test_excerpts_leave_out_quotes_and_end_at_a_word():
    html = markup.render("> quoted\n\nOne **two** three & four")

    assert markup.excerpt(html) == "One two three & four"
    assert markup.excerpt(html, length=9) == "One two…"


def test_text_that_takes_too_long_is_shown_as_typed(monkeypatch):
    monkeypatch.setattr(guards, "SECONDS", -1)

    assert markup.render("**a**\nb\n\nc < d") == "<p>**a**<br>\nb</p>\n<p>c &lt; d</p>"


def test_longer_text_than_a_post_may_have_is_refused():
    with pytest.raises(ValueError, match="20000"):
        markup.render("a" * (markup.MAX_CHARS + 1))
