"""What no interview may ask a candidate about: protected characteristics and private life.

Only questions about the person's own belief, age, family, health, origin and the like count ("your religion",
"are you married"). Those of others are work: "customers of another religion", "the health data you stored".
The list follows what equal-treatment law protects in the EU (directives 2000/43, 2000/78, 2006/54), the UK
(Equality Act 2010) and the US (EEOC, "Prohibited Employment Policies/Practices"), and the bans on asking for
pay history of many US states and of EU directive 2023/970.
"""

from __future__ import annotations

import re
from typing import Final

_CREEDS: Final = r"christian|muslim|jewish|jew|hindu|buddhist|catholic|protestant|atheist|mormon|sikh"
_FAMILY: Final = r"child|children|kids?|bab(?:y|ies)|family"
# Behind one of these "health" or "origin" is a thing of the trade.
_OF_THE_TRADE: Final = (
    r"(?![- ](?:checks?|checker|endpoints?|probes?|data|app|apps|plans?|insurance|records?|systems?|care|"
    r"products?|project|platform|client|dashboard|servers?|headers?|polic(?:y|ies)|shield|url|prop|props|"
    r"component|components|element|elements|nodes?|process|processes|section|department|menu|books?|shop|"
    r"friendly|access|team|hospital|clinic|center|centre|calculator|feature|service|software|startup)\b|['’])"
)

_MATTERS: Final[dict[str, str]] = {
    "religion": rf"""
        \b(?:which|what)\ (?:religion|faith|church|denomination|god)\b[^?]*\b(?:do|are|did|were)\ you\b
      | \bdo\ you\ (?:practi[sc]e|follow|belong\ to|attend|observe|go\ to|believe\ in|pray)\b[^?]{{0,30}}
        \b(?:religio\w+|faith|church|mosque|synagogue|temple|god|sabbath|ramadan|allah)\b
      | \bdo\ you\ pray\b | \bhow\ religious\ are\ you\b
      | \bare\ you\ (?:an?\ )?(?:\w+(?:ly|ing)\ )?(?:religious|{_CREEDS})\b
      | \byour\ (?:own\ )?(?:religion|faith|church|religious\ \w+)\b{_OF_THE_TRADE}""",
    "age": r"""
        \bhow\ old\ are\ you\b | \byour\ (?:own\ )?age\b(?!\ (?:group|gate|check|verification|range|limit))
      | \byour\ (?:date\ of\ birth|birth\ ?date|birth\ ?day|year\ of\ birth)\b
      | \b(?:when|which\ year|what\ year|where)\ were\ you\ born\b
      | \b(?:when|do|how\ soon|how\ long\ until)\b[^?]{0,20}\byou\ [^?]{0,20}\bretire\b
        (?!\ (?:the|an?|that|this|old|those|services?|systems?|code))
      | \byour\ retirement\b(?!\ (?:product|app|plan\ product))""",
    "family": rf"""
        \bare\ you\ (?:currently\ |still\ )?(?:married|engaged\ to|single|divorced|widowed|a\ (?:single\ )?
        (?:mother|father|parent))\b(?!-)
      | \b(?:your|any)\ (?:own\ )?marital\b | \byour\ (?:future\ )?(?:husband|wife|spouse|boyfriend
          |girlfriend|
        marriage|wedding|children|kids|son|daughter|family)\b(?!\ of\b){_OF_THE_TRADE}
      | \bdo\ you\ have\ (?:an?\ |any\ |small\ |young\ )*(?:husband|wife|spouse|partner\ at\ home|dependants?|
        dependents?|{_FAMILY})\b(?!\ (?:of|process|element|component|member)){_OF_THE_TRADE}
      | \b(?:your|you)\b[^?]{{0,20}}\b(?:plan|planning|intend|want|wish|hope|hoping|going|thinking)\ (?:to
          |on|of|
        about)\ (?:have|having|start|starting|raise|raising|get|getting)\ (?:an?\ |any\ |more\ |another\ )*
        (?:{_FAMILY}|married)\b
      | \bwho\ (?:looks\ after|takes\ care\ of|minds)\ your\b | \byour\ (?:childcare|child\ care)\b
      | \bwhat\ (?:does|do|did)\ your\ (?:partner|parents?|father|mother)\b""",
    "pregnancy": r"""
        \bare\ you\ (?:currently\ |now\ )?(?:pregnant|expecting(?:\ an?\ (?:baby|child))?\s*[?,])
      | \byou\ (?:\w+\ ){0,3}(?:be|get|become|been)\ pregnant\b | \byour\ (?:\w+\ )?pregnanc(?:y|ies)\b
        (?![- ](?:app|test|product|tracker|ward|clinic))
      | \byou\ (?:\w+\ ){0,3}(?:take|go\ on|need|want|apply\ for)\ (?:maternity|paternity|parental)\ leave\b
      | \byour\ (?:next\ |own\ )?(?:maternity|paternity|parental)\ leave\b(?!\ (?:polic|cover))""",
    "health": rf"""
        \bare\ you\ (?:in\ (?:good|bad|poor)\ health|disabled|chronically\ \w+|often\ (?:ill|sick)|hiv|
        healthy|physically\ fit)\b
      | \bdo\ you\ (?:\w+\ )?(?:have|suffer\ from|live\ with)\ (?:an?\ |any\ )?(?:\w+\ )?(?:disabilit\w+
          |illness\w*|
        diseases?|(?:health|medical|mental|chronic)\ (?:conditions?|problems?|issues?|illness\w*)|depression|
        allerg\w+){_OF_THE_TRADE}
      | \byour\ (?:own\ |mental\ |physical\ )?(?:health|disabilit\w+|illness\w*|depression|body\ ?weight
          |medication)
        \b{_OF_THE_TRADE}
      | \byour\ medical\ (?:history|conditions?|problems?|past)\b
      | \bhow\ (?:many|often)\b[^?]{{0,25}}\b(?:sick\ (?:days?|leave)|you\ (?:ill|sick)|days?\ sick)\b
      | \bdo\ you\ (?:take|use|need)\ (?:any\ )?(?:medication|medicine|drugs)\b | \bdo\ you\ (?:smoke
          |drink\ alcohol)
      | \bhave\ you\ (?:ever\ )?(?:been\ )?(?:hospitali[sz]ed|diagnosed|in\ therapy|had\ (?:surgery
          |a\ breakdown))""",
    "origin": rf"""
        \byour\ (?:own\ )?(?:nationality|ethnic\w*|race(?!\ condition)|skin\ colou?r|citizenship|(?:native
          |home)\ (?:
        country|tongue|language)|mother\ tongue|accent(?!\ colou?r)|ancestry|heritage|(?:ethnic|national
          |family|
        social)\ origins?|origins?)\b{_OF_THE_TRADE}
      | \bwhere\ (?:are|do|did)\ (?:you|your\ (?:parents|family))\ (?:really\ |originally\ )?(?:come\ )?from\b
        (?!\ (?:here|there))
      | \b(?:which|what)\ (?:country|nationality|ethnicity|race|tribe|caste|citizenship)
        \ (?:are|do|were|did)\ you\b
        (?:\s*\?|\ (?:come\ |born\ |live\ |hold\b|have\b|belong|identify|(?:\w+ly\ )?from\b|in\b|of\b))
      | \bare\ you\ (?:an?\ |really\ )?(?:foreigner|immigrant|migrant|refugee|native\ speaker
          |(?:\w+\ )?citizen)\b""",
    "sexual orientation": r"""
        \bare\ you\ (?:an?\ )?(?:gay|straight|lesbian|bisexual|homosexual|heterosexual|trans(?:gender)?
          |queer)\b
      | \b(?:your|what\ is\ the)\ (?:own\ )?(?:sexual\w*|gender(?:\ identity)?|sex(?:\ life)?)\b
        (?!\ (?:field|data|column))
      | \bwhich\ gender\ do\ you\b | \bdo\ you\ (?:date|prefer)\ (?:men|women)\b""",
    "politics": r"""
        \byour\ (?:own\ )?(?:political|politics|party\ membership)\b
      | \b(?:who|whom|what|how|which\ \w+)\ (?:do|did|will|would)\ you\ (?:vote|elect)\b
        (?!\ (?:on|in\ the\ (?:review|retro\w*|team)|to\b))
      | \bwhich\ (?:political\ )?party\ (?:do|did|are)\ you\b
      | \bdo\ you\ (?:belong\ to|support|vote\ for)\ (?:an?|any|the)\ (?:political\ )?party\b
      | \bare\ you\ (?:an?\ )?(?:democrat|republican|socialist|communist|politically)\b""",
    "union membership": r"""
        \byou\b[^?]{0,30}\b(?:member\ of|belong(?:ed)?\ to|join(?:ed)?|in|founded|organi[sz]ed?)
        \ (?:an?\ |any\ |the\ )?(?:(?:trade|labou?r|workers'?)\ )?union\b(?!\ (?:types?|find|query|all|of)\b)
      | \byou\b[^?]{0,30}\b(?:on|member\ of|join(?:ed)?|founded)\ (?:an?\ |the\ )?works\ council\b
      | \byour\ (?:trade\ |labou?r\ )?union\ (?:membership|activit\w+|card)\b""",
    "criminal record": r"""
        \b(?:have|were)\ you\ (?:ever\ )?(?:been\ )?(?:arrested|convicted|imprisoned|in\ (?:jail|prison)
          |charged\ with)
      | \bdo\ you\ have\ an?y?\ (?:criminal|police)\ record | \byour\ (?:own\ )?criminal\b""",
    "pay history": r"""
        \b(?:how\ much|what)\ (?:do|did)\ you\ (?:currently\ |now\ )?(?:earn|get\ paid)\b(?!\ (?:trust
          |respect))
      | \b(?:how\ much|what)\ (?:are|were)\ you\ (?:currently\ )?(?:earning|(?:being\ )?paid)\b
      | \byour\ (?:current|last|previous|present|former|past|old)\ (?:base\ )?(?:salary|pay|wages?
          |compensation)\b
      | \byour\ (?:salary|pay)\ history\b""",
}
_PATTERNS: Final = {
    matter: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for matter, pattern in _MATTERS.items()
}


# What the questions above are about, also where it stands before the words that make it the person's own.
_NAMED: Final = re.compile(
    rf"""\b(?:
      religio\w* | faith | church | denomination | god | mosque | synagogue | temple | sabbath | ramadan
    | allah | pray\w* | {_CREEDS} | old | age | aged | birth\w* | born | retir\w+ | married | marital
    | marriage | wedding | engaged | single | divorced | widowed | husband | wife | spouse | partner
    | (?:boy|girl)friend | parents? | father | mother | son | daughter | child\w* | kids? | bab(?:y|ies)
    | family | families | depend[ae]nts? | pregnan\w+ | maternity | paternity | parental | expecting
    | health\w* | disab\w+ | ill | illness\w* | sick | diseases? | medical | mental | chronic\w* | smoke
    | medic(?:ation|ine)s? | drugs? | depress\w+ | allerg\w+ | alcohol | therapy | surgery | breakdown
    | hospitali\w+ | diagnosed | hiv | physically | body\ ?weight | national\w* | ethnic\w* | races?
    | skin | citizen\w* | native | tongue | accent | ancestry | heritage | origin\w* | country | tribe
    | caste | foreigner | immigrant | migrant | refugee | gay | straight | lesbian | \w+sexual | sex\w*
    | trans(?:gender)? | queer | gender | men | women | politic\w* | vote | elect | party | democrat
    | republican | socialist | communist | union | council | arrested | convicted | imprisoned | jail
    | prison | charged | criminal | police | earn\w* | paid | pay | salary | wages? | compensation
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def names_such_a_matter(text: str) -> bool:
    """Whether a text has a word of such a matter. How a question goes on decides whether that is work."""
    return bool(_NAMED.search(text))


def off_limits(text: str) -> str:
    """The matter that a text asks the candidate about and must not; empty where it asks about none."""
    return next((matter for matter, pattern in _PATTERNS.items() if pattern.search(text)), "")
