"""What Redis remembers for a while, and how one does without."""

import json
import logging
from typing import Optional

from fastapi import Request
from redis.asyncio import Redis
from redis.exceptions import RedisError

from journal import log

KEPT_FOR_SECONDS = 60


class ShortMemory:
    def __init__(self, redis: Redis, key: str) -> None:
        self._redis = redis
        self._key = key

    async def recall(self, request: Request) -> Optional[list]:
        try:
            kept = await self._redis.get(self._key)
        except (RedisError, OSError) as error:
            return does_without(request, error)
        return None if kept is None else json.loads(kept)

    async def keep(self, request: Request, value: list) -> None:
        try:
            await self._redis.set(self._key, json.dumps(value), ex=KEPT_FOR_SECONDS)
        except (RedisError, OSError) as error:
            does_without(request, error)

    async def forget(self, request: Request) -> None:
        try:
            await self._redis.delete(self._key)
        except (RedisError, OSError) as error:
            does_without(request, error)


def does_without(request: Request, error: Exception) -> None:
    log(request, logging.WARNING, "Redis is not there; going on without", error=str(error))
