"""Whether messages are accepted (`/healthz`) and whether they are also answered (`/readyz`)."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.conversations import pulse


def router(factory: sessionmaker[Session]) -> APIRouter:
    """The two health calls."""
    api = APIRouter()

    @api.get("/healthz")
    def healthz() -> JSONResponse:
        try:
            with db.reading(factory) as session:
                session.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return JSONResponse({"status": "database unreachable"}, status_code=503)
        return JSONResponse({"status": "accepting"})

    @api.get("/readyz")
    def readyz() -> JSONResponse:
        try:
            with db.reading(factory) as session:
                alive = len(pulse.living(session))
        except SQLAlchemyError:
            return JSONResponse({"status": "database unreachable"}, status_code=503)
        if alive:
            return JSONResponse({"status": "answering", "engines": alive})
        return JSONResponse({"status": "no engine is ready yet"}, status_code=503)

    return api
