import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 5.0


class ResilientRedisCache(RedisCache):
    """Redis, or the memory of this process while Redis does not answer.

    Only what may be lost is kept here: in an outage rate limits count per process.
    """

    def __init__(self, server, params):
        super().__init__(server, params)
        self._fallback = LocMemCache("redis-fallback", params)
        self._down_until = 0.0

    def _attempt(self, operation: str, *args, **kwargs):
        if time.monotonic() >= self._down_until:
            try:
                return getattr(super(), operation)(*args, **kwargs)
            except (RedisError, OSError) as error:
                self._down_until = time.monotonic() + RETRY_AFTER_SECONDS
                logger.error("Redis does not answer: %s", type(error).__name__)
        return getattr(self._fallback, operation)(*args, **kwargs)

    def add(self, *args, **kwargs):
        return self._attempt("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        return self._attempt("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._attempt("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._attempt("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._attempt("delete", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._attempt("get_many", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._attempt("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._attempt("delete_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._attempt("has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._attempt("incr", *args, **kwargs)

    def clear(self):
        return self._attempt("clear")
