import json
import logging

LONGEST_REFUSAL = 300


class LineFormatter(logging.Formatter):
    """One JSON object a line: nothing a visitor sends can forge a second line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        request = getattr(record, "request", None)
        if number := getattr(request, "number", None):
            entry["request"] = number
        return json.dumps(entry, ensure_ascii=True)


def refusals_in_short(record: logging.LogRecord) -> bool:
    """What Django refuses (a host, too many fields, a file) is one line: strangers can send it all day.

    It calls each an error with its traceback, which is for what is our fault.
    """
    if record.name.startswith("django.security."):
        record.msg, record.args = record.getMessage()[:LONGEST_REFUSAL], ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True


CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "forum.core.logs.LineFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": [refusals_in_short]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "rounds": {"level": "INFO"},
    },
}
