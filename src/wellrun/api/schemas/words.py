"""The words that fields and filters know. A test holds each list to the records it speaks of."""

from __future__ import annotations

from typing import Literal

FigureState = Literal["value", "missing", "hidden"]
MissingReason = Literal["not_reported", "withdrawn"]
LevelWord = Literal["viewer", "contributor", "chair", "analyst", "administrator"]
OfferedKind = Literal["guard", "lead", "link"]
UnitKind = Literal["system", "region", "site", "service_line", "ward", "team", "function"]
ChangeWord = Literal["none", "improving", "worsening", "higher", "lower", "unknown"]
AimWord = Literal["meets", "sometimes", "short", "not_there_yet", "no_aim", "unknown"]
SignalStatus = Literal["open", "closed", "withdrawn"]
Side = Literal["high", "low"]
Meaning = Literal["improvement", "concern", "neutral"]
FoundBy = Literal["rules", "early_detection", "early_detection_then_rules"]
Scope = Literal["local", "systemic", "unclear"]
ReviewStatus = Literal["scheduled", "open", "closed"]
ItemKind = Literal[
    "signal", "balancing", "long_standing", "escalation", "look_back", "stalled", "not_capable", "obligation"
]
ItemStatus = Literal["open", "closed"]
DecisionKind = Literal["choice", "no_action"]
ActionStatus = Literal["proposed", "countered", "declined", "accepted", "done", "cancelled"]
InitiativeStatus = Literal["planned", "active", "stopped", "finished"]
PlanStage = Literal["draft", "consultation", "active", "closed"]
ObjectiveLevel = Literal["enterprise", "site", "service_line", "team"]
MeasureRoleWord = Literal["lag", "lead", "balancing"]
ContributorPart = Literal["responsible", "consulted", "informed"]
Severity = Literal["error", "warn", "info"]
UpOrDown = Literal["up", "down"]
BaselineStatus = Literal["proposed", "approved", "declined", "withdrawn"]
BaselineReason = Literal["definition", "process"]
BaselineOrigin = Literal["person", "segments", "review"]
EscalationStatus = Literal["open", "answered", "withdrawn"]
Perspective = Literal["customer", "internal_process", "learning_growth", "financial"]
StoppedKind = Literal["stopped", "paused"]
TurnKind = Literal["proposed", "countered", "agreed", "withdrawn"]
DriverKind = Literal["primary", "secondary", "idea"]
Commitment = Literal["committed", "aspirational"]
RightKind = Literal[
    "spend", "staff", "start_initiative", "stop_initiative", "set_aim", "change_process", "move_capacity"
]
LinkGrade = Literal["strong", "moderate", "contested", "judgement", "structural"]
LinkSign = Literal["+", "-"]
LinkOrigin = Literal["library", "local"]
PushDirection = Literal["up", "down", "band"]
StandingWord = Literal[
    "worsening",
    "short",
    "not_there_yet",
    "no_result",
    "no_figures",
    "old",
    "too_few",
    "sometimes",
    "higher",
    "lower",
    "no_change",
    "improving",
    "meets",
]
WayWord = Literal["objective", "by_way", "hand_off"]
