"""What a browser may do on our pages: the content policy, and the features that are off."""

from csp.constants import NONE, SELF

CONTENT = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
}
PERMISSIONS: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer autoplay camera display-capture geolocation gyroscope "
        "microphone midi payment usb interest-cohort browsing-topics"
    ).split()
}
