"""What the API takes and gives, as OpenAPI shows it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ErrorBody(BaseModel):
    """A refusal: a code for programs, a Chinese sentence for people."""

    code: str
    message: str


class Problem(BaseModel):
    """The body of every refusal."""

    error: ErrorBody


class Event(BaseModel):
    """One line of the trail."""

    at: str
    verb: str
    by: str
    why: str


class TicketOut(BaseModel):
    """A ticket. Name, phone and mail are masked; `POST …/reveal` gives them, with a reason."""

    number: str
    category: str
    kind: str | None
    status: str
    status_label: str
    center_id: str
    center_tier: str
    center_prefecture: str | None
    cooperating: list[dict[str, Any]]
    route_reason: str
    ip_type: str | None
    right_no: str | None
    applicant_name: str | None
    applicant_org: str | None
    role: str | None
    phone: str | None
    email: str | None
    anonymous: bool
    protected: bool
    applicant_region: dict[str, Any]
    infringement_region: dict[str, Any]
    respondent: str | None
    platform: str | None
    description: str
    evidence: list[dict[str, Any]]
    wants: list[str]
    channel: str
    opened_at: str
    due_at: str | None
    due_explained: str | None = Field(description="How the deadline was reckoned, in Chinese.")
    updated_at: str
    closed_at: str | None
    assignee: str | None
    outcome: str | None
    supervised: bool
    version: int = Field(description="Send it with a move; a stale one is refused with 409.")
    events: list[Event]


class Page(BaseModel):
    """Some tickets, newest first, and what to ask for the next ones."""

    tickets: list[TicketOut]
    next: int | None = Field(description="Send as `before`; null: no more.")


class Offer(BaseModel):
    """A move that is legal now, its Chinese name, and the fields it needs (`?`: may stay out)."""

    verb: str
    label: str
    needs: list[str]


class MoveIn(BaseModel):
    """A move to make."""

    model_config = ConfigDict(extra="forbid")

    verb: str = Field(max_length=40)
    version: int
    why: str = Field(default="", max_length=2000)
    facts: dict[str, Any] = Field(default_factory=dict, max_length=20)


class RevealIn(BaseModel):
    """Why the identity is needed; it stays in the trail."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(min_length=1, max_length=500)


class Identity(BaseModel):
    """Who filed the matter."""

    applicant_name: str | None
    applicant_org: str | None
    phone: str | None
    email: str | None


class Unit(BaseModel):
    """A unit of the directory."""

    center_id: str
    name: str
    tier: str
    prefecture: str | None
