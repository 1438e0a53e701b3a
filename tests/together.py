"""Members who act in the same instant: real threads, real transactions."""

import re
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier

from django.db import connection

PATIENCE_SECONDS = 1


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


@contextmanager
def meanwhile(act, *, after: str):
    """Let somebody else ``act`` as soon as a statement like ``after`` (a pattern) was executed in this thread.

    It goes on once they are done, or where they seem to wait for it; then they are done after it.
    """

    def run():
        try:
            act()
        finally:
            connection.close()

    def execute(statement, sql, params, many, context):
        result = statement(sql, params, many, context)
        if not acts and re.search(after, sql):
            acts.append(pool.submit(run))
            wait(acts, timeout=PATIENCE_SECONDS)
        return result

    acts: list = []
    with ThreadPoolExecutor(1) as pool:
        with connection.execute_wrapper(execute):
            yield
        (act_of_another,) = acts
        act_of_another.result()
