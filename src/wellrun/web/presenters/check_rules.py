"""The rules of the model check as a list and one by one: why each is there, how it counts here, what it finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.audit.models import AuditEvent
from wellrun.check.catalogue import RuleWords, catalogue
from wellrun.check.engine import Found, Setting
from wellrun.check.models import RuleSetting
from wellrun.check.rule import Rule, registered
from wellrun.jobs.rule_trial import Trial
from wellrun.organisation.queries import enterprise
from wellrun.strategy.queries import active_plan
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.check import findings_seen
from wellrun.web.presenters.rule_words import FAMILIES, SEVERITIES, TONES, family_of, source_of, threshold_label, why_of

A_PAGE = 25
_SHOWN = 10
_CHANGES = 5


@dataclass(frozen=True)
class RuleWish:
    """What the list is narrowed down to; empty: everything."""

    words: str = ""
    family: str = ""
    severity: str = ""
    changed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == RuleWish()


@dataclass(frozen=True)
class RuleRow:
    """One rule. `numbers`: its thresholds in words; `found`: how often it speaks of what the reader sees here."""

    id: str
    title: str
    why: str
    source: str
    severity: str
    tone: str
    icon: str
    numbers: str
    is_changed: bool
    is_waivable: bool
    found: int
    href: str


@dataclass(frozen=True)
class RulesPage:
    """A page of the rules, and what one may choose from; `may_set`: the reader chairs the enterprise."""

    said: str
    rows: list[RuleRow]
    page: Page[str]
    families: list[tuple[str, str, bool]]
    severities: list[tuple[str, str, bool]]
    wish: RuleWish
    may_set: bool


@dataclass(frozen=True)
class RulePage:
    """One rule with its setting. `facts`: from where, how it counts; `history`: who set it how, the latest first."""

    rule: Rule
    words: RuleWords
    present: Setting
    said: str
    crumbs: list[Crumb]
    facts: list[Fact]
    history: list[str]
    is_changed: bool
    may_set: bool

    @property
    def why(self) -> str:
        """Why the rule matters."""
        return why_of(self.words)


@dataclass(frozen=True)
class TrialPart:
    """One kind of difference that another setting makes."""

    title: str
    lines: list[str]
    more: int


@dataclass(frozen=True)
class TrialShown:
    """What another setting would do: a sentence, and what would come, go or weigh otherwise."""

    said: str
    parts: list[TrialPart]


def rules_page(frame: Frame, wish: RuleWish, number: int) -> RulesPage:
    """The rules that are wished for, a page of them; six queries."""
    settings = {row.rule: Setting(row.severity, row.thresholds) for row in RuleSetting.objects.all()}
    plan = active_plan()
    counts = Counter(findings_seen(frame, plan).values_list("rule", flat=True)) if plan else Counter[str]()
    wanted = [rule for rule in catalogue() if _fits(rule, wish, settings.get(rule))]
    page = Paginator(wanted, A_PAGE).get_page(number)
    return RulesPage(
        said=_said(len(settings)),
        rows=[_row(frame, rule, settings.get(rule), counts[rule]) for rule in page.object_list],
        page=page,
        families=[(key, str(word), key == wish.family) for key, word in FAMILIES.items()],
        severities=[(key, str(word), key == wish.severity) for key, word in SEVERITIES.items()],
        wish=wish,
        may_set=may_set_rules(frame),
    )


def rule_page(frame: Frame, rule_id: str) -> RulePage:
    """One rule as it counts here; four queries. NotFound where there is no such rule."""
    rule, words = registered().get(rule_id), catalogue().get(rule_id)
    if rule is None or words is None:
        raise nothing_here()
    row = RuleSetting.objects.filter(rule=rule_id).first()
    present = Setting(row.severity, row.thresholds) if row else Setting()
    unit = frame.unit.key
    return RulePage(
        rule=rule,
        words=words,
        present=present,
        said=words.title + ".",
        crumbs=[
            Crumb(_("Check"), reverse("check", args=[unit])),
            Crumb(_("Rules"), reverse("rules", args=[unit])),
            Crumb(rule_id),
        ],
        facts=_facts(rule, words, present),
        history=_history(frame, rule_id),
        is_changed=row is not None,
        may_set=may_set_rules(frame),
    )


def may_set_rules(frame: Frame) -> bool:
    """Whether the reader may say how rules count: who chairs the enterprise."""
    top = enterprise()
    return top is not None and may(frame.user, Permission.CHAIR, top.pk)


def trial_shown(trial: Trial) -> TrialShown:
    """What another setting would do, in words."""
    counts = {"before": len(trial.before), "after": len(trial.after)}
    said = _("It finds %(before)d today, and would find %(after)d.") % counts
    parts = [
        _part(_("It would no longer find"), trial.mended),
        _part(_("It would find as well"), trial.new),
        _part(_("It would weigh otherwise"), trial.regraded),
    ]
    return TrialShown(said, [part for part in parts if part.lines])


def _part(title: str, found: list[Found]) -> TrialPart:
    lines = [f"{one.message} ({SEVERITIES[one.severity]})" for one in found[:_SHOWN]]
    return TrialPart(title, lines, max(len(found) - _SHOWN, 0))


def _fits(rule: str, wish: RuleWish, setting: Setting | None) -> bool:
    words = catalogue()[rule]
    text = f"{rule} {words.title} {words.rationale} {words.reference}".casefold()
    return (
        all(word in text for word in wish.words.casefold().split())
        and wish.family in ("", family_of(rule))
        and wish.severity in ("", _severity(rule, setting))
        and (setting is not None or not wish.changed)
    )


def _severity(rule: str, setting: Setting | None) -> str:
    return (setting.severity if setting else "") or catalogue()[rule].severity


def _row(frame: Frame, rule: str, setting: Setting | None, found: int) -> RuleRow:
    words, severity = catalogue()[rule], _severity(rule, setting)
    return RuleRow(
        id=rule,
        title=words.title,
        why=why_of(words),
        source=source_of(words),
        severity=str(SEVERITIES[severity]),
        tone=TONES[severity][0],
        icon=TONES[severity][1],
        numbers="; ".join(_numbers(registered()[rule], setting or Setting())),
        is_changed=setting is not None,
        is_waivable=words.waivable,
        found=found,
        href=reverse("rule", args=[frame.unit.key, rule]),
    )


def _numbers(rule: Rule, setting: Setting) -> list[str]:
    return [_number(rule, name, setting.thresholds.get(name, default)) for name, default in rule.thresholds.items()]


def _number(rule: Rule, name: str, present: float) -> str:
    own = rule.thresholds[name]
    words = {"label": threshold_label(rule.id, name), "now": f"{present:g}", "own": f"{own:g}"}
    return (_("%(label)s: %(now)s") if present == own else _("%(label)s: %(now)s (comes as %(own)s)")) % words


def _facts(rule: Rule, words: RuleWords, present: Setting) -> list[Fact]:
    severity = SEVERITIES[present.severity or words.severity]
    grave = _("%(word)s (set here)") % {"word": severity} if present.severity else str(severity)
    said = [Fact(_("From"), source_of(words)), Fact(_("How grave"), grave)]
    if words.condition:
        said.append(Fact(_("As it comes"), words.condition))
    aside = _("yes, with a reason and until a day") if words.waivable else _("no: what it finds is mended")
    return [*said, *(Fact(_("Counts"), line) for line in _numbers(rule, present)), Fact(_("May be set aside"), aside)]


def _history(frame: Frame, rule: str) -> list[str]:
    rows = AuditEvent.objects.filter(verb="set_rule", subject_id=rule).order_by("-id")[:_CHANGES]
    return [_change(frame, row) for row in rows]


def _change(frame: Frame, row: AuditEvent) -> str:
    numbers = [f"{threshold_label(row.subject_id, name)}: {value:g}" for name, value in row.data["thresholds"].items()]
    severity = [str(SEVERITIES[row.data["severity"]])] if row.data["severity"] else []
    told = "; ".join([*severity, *numbers]) or _("as the rule comes")
    words = {"when": dates.moment(row.at.astimezone(frame.zone)), "who": row.actor, "told": told}
    return _("%(when)s, %(who)s: %(told)s") % words


def _said(changed: int) -> str:
    all_of_them = len(catalogue())
    if not changed:
        return _("%(n)d rules; all of them count as they come.") % {"n": all_of_them}
    told = ngettext(
        "%(n)d rules; %(changed)d counts otherwise here.", "%(n)d rules; %(changed)d count otherwise here.", changed
    )
    return told % {"n": all_of_them, "changed": changed}
