"""Members who act in the same instant: real threads, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(act, arguments):
    """What ``act`` returned or raised for each of ``arguments``, all begun together."""
    barrier = Barrier(len(arguments))

    def run(argument):
        try:
            barrier.wait(timeout=10)
            return act(argument)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))
