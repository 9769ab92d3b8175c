"""Tables of peer learning, gathered for Django."""

from peers.partnership_models import Check, LogEntry, Partner, Partnership, PlanStep, Role, TeamMember
from peers.request_models import Call, Invitation, Offer, Request, RequestTopic, Suggestion
from peers.session_models import Session, SessionTime, SessionVote

__all__ = [
    "Call",
    "Check",
    "Invitation",
    "LogEntry",
    "Offer",
    "Partner",
    "Partnership",
    "PlanStep",
    "Request",
    "RequestTopic",
    "Role",
    "Session",
    "SessionTime",
    "SessionVote",
    "Suggestion",
    "TeamMember",
]
