"""What is asked when an incident is typed: nine questions that most incidents answer, and those that may follow."""

from __future__ import annotations

from counterwatch.core import Template
from counterwatch.incidents.asking import Kind, Question
from counterwatch.incidents.rows import TERMS

SUMMARY = Template("incidents.questions.summary", "What happened?")
SUMMARY_MORE = Template("incidents.questions.summary_more", "in your own words")
SUMMARY_HELP = Template(
    "incidents.questions.summary_help",
    "a few sentences in any script; say of private persons only what they are («a student», «her brother»): no names, numbers, addresses or accounts",
)
DATE = Template("incidents.questions.date", "When?")
DATE_MORE = Template("incidents.questions.date_more", "as exactly as it is known, and no better")
DATE_HELP = Template(
    "incidents.questions.date_help",
    "2022-10-05, 2022-10, 2022, 2022年10月, about 2019, 2020-06-05 / 2020-06-07; a date of another calendar stays as you write it",
)
WHERE = Template("incidents.questions.where", "Where?")
WHERE_MORE = Template("incidents.questions.where_more", "place and country, such as Berlin, Germany")
WHERE_HELP = Template(
    "incidents.questions.where_help",
    "the country by its name or two letters, and before it the town or venue where that endangers nobody; the country alone will do",
)
TACTIC = Template("incidents.questions.tactic", "Which act?")
TACTIC_MORE = Template("incidents.questions.tactic_more", "a word of it, its code or its number; ? lists all")
TACTIC_HELP = Template(
    "incidents.questions.tactic_help",
    "what was done, not who did it; where several things were done, take one now and add the others to the same event later",
)
PERSONS = Template("incidents.questions.persons", "How many were affected?")
PERSONS_MORE = Template("incidents.questions.persons_more", "such as 6, 6-8 or more than 130")
PERSONS_HELP = Template(
    "incidents.questions.persons_help", "a number, a range or a bound, as it was said; leave it empty where nobody says, and never put a guess"
)
SOURCE = Template("incidents.questions.source", "Who says so?")
SOURCE_MORE = Template("incidents.questions.source_more", "a page, a document, an office or a role")
SOURCE_HELP = Template(
    "incidents.questions.source_help", "where you know it from, so that it can be looked up; a private person is a role («the target», «a neighbour»)"
)
FILES = Template("incidents.questions.files", "Which files show it?")
FILES_MORE = Template("incidents.questions.files_more", "sealed at once; Tab completes, Enter: no more")
FILES_HELP = Template(
    "incidents.questions.files_help",
    "the path of a file or folder, or the name or number of evidence in this case; it is sealed as it is and linked to the incident",
)
CONSENT = Template("incidents.questions.consent", "What did those affected agree to?")
CONSENT_HELP = Template("incidents.questions.consent_help", "skipped, it counts as not asked: the record stays inside and enters no publication")
SHARING = Template("incidents.questions.sharing", "Whom may this record be given to?")
SHARING_HELP = Template("incidents.questions.sharing_help", "skipped, it is for named recipients only")

FIRST = (
    Question(name="summary", text=SUMMARY(), more=SUMMARY_MORE(), help=SUMMARY_HELP(), fields=("summary",)),
    Question(name="date", text=DATE(), more=DATE_MORE(), help=DATE_HELP(), fields=("date",)),
    Question(name="where", text=WHERE(), more=WHERE_MORE(), help=WHERE_HELP(), fields=("host_country", "host_place"), kind="place"),
    Question(name="tactic", text=TACTIC(), more=TACTIC_MORE(), help=TACTIC_HELP(), fields=("tactic",), kind="term"),
    Question(name="persons", text=PERSONS(), more=PERSONS_MORE(), help=PERSONS_HELP(), fields=("persons_affected",)),
    Question(name="source", text=SOURCE(), more=SOURCE_MORE(), help=SOURCE_HELP(), fields=("source",)),
    Question(name="files", text=FILES(), more=FILES_MORE(), help=FILES_HELP(), fields=(), kind="files"),
    Question(name="consent", text=CONSENT(), help=CONSENT_HELP(), fields=("consent",), kind="term"),
    Question(name="sharing", text=SHARING(), help=SHARING_HELP(), fields=("sharing",), kind="term"),
)
"""What is asked of every incident, in this order."""

UNIT = Template("incidents.questions.unit", "What does the number count?")
UNIT_MORE = Template("incidents.questions.unit_more", "persons, households or families")
TARGET = Template("incidents.questions.target", "Whom or what was it against?")
COMMUNITY = Template("incidents.questions.community", "Which community?")
CHANNEL = Template("incidents.questions.channel", "By which way did it reach them?")
ORGANISATION = Template("incidents.questions.organisation", "The name of the organisation, venue or body it was against")
PERPETRATOR = Template("incidents.questions.perpetrator", "What kind of actor did it?")
HARM = Template("incidents.questions.harm", "Which harm was done?")
OUTCOME = Template("incidents.questions.outcome", "What came of it?")
STATUS = Template("incidents.questions.status", "How well is it established that it happened?")
STATE = Template("incidents.questions.state", "Which state does a source name as being behind it?")
ATTRIBUTED = Template("incidents.questions.attributed", "Who says that?")
BASIS = Template("incidents.questions.basis", "On what does that rest?")
SECOND = Template("incidents.questions.second", "A second source")
RELIABILITY = Template("incidents.questions.reliability", "How reliable is the source?")
CREDIBILITY = Template("incidents.questions.credibility", "How credible is what it says here?")
CONFIDENCE = Template("incidents.questions.confidence", "How sure are you of this record as a whole?")
RESPONSE = Template("incidents.questions.response", "What does the named party answer?")
UNTIL = Template("incidents.questions.until", "Until which day does the consent hold?")
UNTIL_MORE = Template("incidents.questions.until_more", "such as 2027-03-31")
ACT_ONLY = Template("incidents.questions.act_only", "leave it empty where no source says so; the act and who is said to be behind it are kept apart")
NO_NAMES = Template("incidents.questions.no_names", "only an organisation, venue or body, never a private person")
OPTIONAL = Template("incidents.questions.optional", "it may stay empty, and can be said later with `cw incidents correct`")
ANSWER_NEEDED = Template("incidents.questions.answer_needed", "needed before publication where an organisation is named or the act is contested")


def _further(name: str, text: Template, help: Template = OPTIONAL, *, more: Template | None = None, country: bool = False) -> Question:
    kind: Kind = "country" if country else "term" if name in TERMS else "text"
    return Question(name=name, text=text(), more=more() if more else None, help=help(), fields=(name,), kind=kind)


FURTHER = (
    _further("persons_unit", UNIT, more=UNIT_MORE), _further("target_type", TARGET), _further("target_community", COMMUNITY),
    _further("channel", CHANNEL), _further("organisation", ORGANISATION, NO_NAMES), _further("perpetrator_type", PERPETRATOR, ACT_ONLY),
    _further("harm", HARM),
    _further("outcome", OUTCOME), _further("status", STATUS), _further("origin_state", STATE, ACT_ONLY, country=True),
    _further("attributed_by", ATTRIBUTED, ACT_ONLY), _further("basis", BASIS, ACT_ONLY), _further("source_2", SECOND),
    _further("source_reliability", RELIABILITY), _further("info_credibility", CREDIBILITY), _further("confidence", CONFIDENCE),
    _further("response", RESPONSE, ANSWER_NEEDED), _further("consent_until", UNTIL, more=UNTIL_MORE),
)  # fmt: skip
"""What may be said besides, where it is known: offered by number at the end."""
