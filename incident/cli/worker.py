"""`tongxin worker`: an RQ worker. The queue only rings; what is to be done stands in the database."""

from __future__ import annotations

import click

from incident.cli.data import open_world
from incident.cli.refusals import BadInput
from incident.config import read_settings


@click.command()
@click.option("--burst", is_flag=True, help="End when the queue is empty.")
def worker(*, burst: bool) -> None:
    """Work off the queue until SIGTERM or Ctrl-C.

    One queue, so that RQ takes jobs with a move that loses none (RELIABILITY.md rule 10).
    Exit 0: ended. 2: TONGXIN_REDIS_URL is not set, or nobody answers there.
    """
    from redis import Redis
    from redis.exceptions import RedisError
    from rq import Queue, Worker
    from rq.serializers import JSONSerializer

    from incident.jobs import QUEUE

    settings = read_settings()
    if not settings.redis_url:
        raise BadInput("TONGXIN_REDIS_URL: not set; without Redis `tongxin serve` works everything off by itself")
    open_world(settings)
    try:
        connection = Redis.from_url(settings.redis_url)
        connection.ping()
    except (RedisError, ValueError) as error:
        raise BadInput(f"TONGXIN_REDIS_URL: {error}") from error
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
    Worker([queue], connection=connection, serializer=JSONSerializer).work(burst=burst, logging_level="WARNING")
