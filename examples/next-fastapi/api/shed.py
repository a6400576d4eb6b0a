"""What the database knows."""

from typing import List, Optional

import asyncpg

# Several instances may start at the same time.
SCHEMA = """
begin;
select pg_advisory_xact_lock(7001);
create table if not exists tool (
  id integer generated always as identity primary key,
  name text not null,
  borrower text
);
insert into tool (name)
  select unnest(array['Ladder', 'Drill', 'Wheelbarrow']) where not exists (select from tool);
commit;
"""


async def open_pool(url: str) -> asyncpg.Pool:
    """Connections to the database, whose tables are there afterwards."""
    pool = await asyncpg.create_pool(url, min_size=1, max_size=5)
    await pool.execute(SCHEMA)
    return pool


class Shed:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def tools(self) -> List[dict]:
        return [dict(row) for row in await self._pool.fetch("select id, name, borrower from tool order by id")]

    async def tool(self, tool_id: int) -> Optional[dict]:
        return one(await self._pool.fetchrow("select id, name, borrower from tool where id = $1", tool_id))

    async def loans(self) -> List[dict]:
        counting = "select borrower, count(*) as tools from tool where borrower is not null group by 1 order by 1"
        return [dict(row) for row in await self._pool.fetch(counting)]

    async def add(self, name: str) -> dict:
        return dict(await self._pool.fetchrow("insert into tool (name) values ($1) returning *", name))

    async def lend(self, tool_id: int, borrower: str) -> Optional[dict]:
        """None where somebody has it already, however many ask at the same time."""
        lending = "update tool set borrower = $2 where id = $1 and borrower is null returning *"
        return one(await self._pool.fetchrow(lending, tool_id, borrower))

    async def take_back(self, tool_id: int) -> Optional[dict]:
        return one(await self._pool.fetchrow("update tool set borrower = null where id = $1 returning *", tool_id))


def one(row: Optional[asyncpg.Record]) -> Optional[dict]:
    return None if row is None else dict(row)
