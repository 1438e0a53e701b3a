from types import SimpleNamespace

from gunicorn.config import Config

from forum.server import AccessLogger


def test_the_access_log_holds_nothing_that_opens_an_account():
    log = AccessLogger(Config())
    path = "/accounts/password/reset/key/a-c0ffee/"
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "RAW_URI": f"{path}?token=c0ffee",
        "QUERY_STRING": "token=c0ffee",
        "HTTP_REFERER": f"https://rounds.example{path}",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    request = SimpleNamespace(headers=[])
    took = SimpleNamespace(seconds=0, microseconds=1)

    atoms = log.atoms(response, request, environ, took)

    line = log.cfg.access_log_format % log.atoms_wrapper_class(atoms)
    assert '"GET /accounts/password/reset/key/-/ HTTP/1.1" 200' in line
    assert "c0ffee" not in line
