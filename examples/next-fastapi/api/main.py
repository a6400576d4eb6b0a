"""The tool shed: which tools there are, and who has which."""

import asyncio
import logging
import os

from asyncpg import Pool, PostgresError
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, constr
from redis.asyncio import Redis

from journal import Journal, log
from shed import Shed, open_pool
from short_memory import ShortMemory

app = FastAPI(title="Tool shed")
app.add_middleware(Journal)


class Tool(BaseModel):
    name: constr(strip_whitespace=True, min_length=1, max_length=80)


class Loan(BaseModel):
    borrower: constr(strip_whitespace=True, min_length=1, max_length=80)


@app.on_event("startup")
async def start() -> None:
    app.state.pool = await open_pool(os.environ["DATABASE_URL"])
    app.state.redis = Redis.from_url(os.environ["REDIS_URL"], socket_timeout=0.5, socket_connect_timeout=0.5)


@app.on_event("shutdown")
async def stop() -> None:
    await app.state.redis.close()
    await app.state.pool.close()


def shed(request: Request) -> Shed:
    pool: Pool = request.app.state.pool
    return Shed(pool)


def memory(request: Request) -> ShortMemory:
    return ShortMemory(request.app.state.redis, "tools")


@app.exception_handler(PostgresError)
async def database_failed(request: Request, error: PostgresError) -> Response:
    return unavailable(request, f"The database answered with {error.sqlstate}.", error)


@app.exception_handler(OSError)
async def database_unreachable(request: Request, error: OSError) -> Response:
    return unavailable(request, "The database cannot be reached.", error)


def unavailable(request: Request, detail: str, error: Exception) -> Response:
    log(request, logging.WARNING, detail, error=str(error))
    return JSONResponse({"detail": detail}, status_code=503)


@app.get("/health")
async def health() -> dict:
    return {"status": "ok"}


@app.get("/tools")
async def tools(
    request: Request, response: Response, shed: Shed = Depends(shed), memory: ShortMemory = Depends(memory)
) -> list:
    """Every tool. Who has been told lately is told again; while nobody can remember, the database is asked each time."""
    response.headers["Cache-Groups"] = '"tools"'
    kept = await memory.recall(request)
    response.headers["X-Answered-From"] = "database" if kept is None else "redis"
    if kept is not None:
        return kept
    found = await shed.tools()
    await memory.keep(request, found)
    return found


@app.post("/tools", status_code=201)
async def add_tool(
    request: Request, tool: Tool, response: Response, shed: Shed = Depends(shed), memory: ShortMemory = Depends(memory)
) -> dict:
    added = await shed.add(tool.name)
    await changed(request, response, memory)
    return added


@app.get("/loans")
async def loans(shed: Shed = Depends(shed)) -> list:
    """Who has how many: the database is asked each time."""
    return await shed.loans()


@app.get("/tools/{tool_id}")
async def one_tool(tool_id: int, shed: Shed = Depends(shed)) -> dict:
    return known(await shed.tool(tool_id), tool_id)


@app.post("/tools/{tool_id}/loan")
async def lend(
    request: Request,
    tool_id: int,
    loan: Loan,
    response: Response,
    shed: Shed = Depends(shed),
    memory: ShortMemory = Depends(memory),
) -> dict:
    known(await shed.tool(tool_id), tool_id)
    lent = await shed.lend(tool_id, loan.borrower)
    if lent is None:
        raise HTTPException(409, f"Tool {tool_id} is with somebody else.")
    await changed(request, response, memory)
    return lent


@app.delete("/tools/{tool_id}/loan")
async def take_back(
    request: Request,
    tool_id: int,
    response: Response,
    shed: Shed = Depends(shed),
    memory: ShortMemory = Depends(memory),
) -> dict:
    returned = known(await shed.take_back(tool_id), tool_id)
    await changed(request, response, memory)
    return returned


@app.get("/tools/{tool_id}/returned")
async def wait_until_returned(request: Request, tool_id: int, shed: Shed = Depends(shed)) -> dict:
    """Answers once the tool is in the shed again, however long that takes."""
    while True:
        tool = known(await shed.tool(tool_id), tool_id)
        if tool["borrower"] is None:
            return tool
        if await request.is_disconnected():
            log(request, logging.INFO, "whoever waited for the tool has left")
            return tool
        await asyncio.sleep(0.1)


async def changed(request: Request, response: Response, memory: ShortMemory) -> None:
    """Makes everybody forget who has what: our own memory, and caches on the way by RFC 9875."""
    await memory.forget(request)
    response.headers["Cache-Group-Invalidation"] = '"tools"'


def known(tool: dict, tool_id: int) -> dict:
    if tool is None:
        raise HTTPException(404, f"There is no tool {tool_id}.")
    return tool
