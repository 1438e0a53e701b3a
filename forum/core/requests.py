from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """A request read as UTF-8, whatever charset its header names.

    Django decodes the query with the named codec before any middleware runs, and Python knows
    codecs that decode no text: that was a bare 500. ``refuse_broken_text`` answers 400 instead.
    """

    def _set_content_type_params(self, meta):
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
