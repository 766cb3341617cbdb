"""Which language a text is in, told from its script and its function words."""

from __future__ import annotations

from collections import Counter
from functools import cache

from interview_cli.coach.words import STOP_WORDS, words

# Function words that English does not have, so that names and code say nothing.
_FUNCTION_WORDS = {
    "de": """der das und nicht ist ich mit ein eine einen dem den des auf für von sich auch wird sind wurde haben hatte
        war wir sie aber oder wenn weil dann noch nur nach bei zum zur über durch habe mich mir dass""",
    "fr": """le la les des un une en est et je nous vous pas dans pour que qui sur avec mais ou où ce cette ces sont était été
        avoir être fait plus leur leurs ils elle elles du au aux donc parce ai mon ma mes j'ai c'est""",
    "es": """el la los las un una en es y yo que nosotros pero porque para con por que del al se lo como más muy está son fue era
        cuando también mi mis su sus este esta estos hay ser tener había entonces""",
    "it": """il lo la le gli un una in è che e io noi ma perché per con che del della dei delle di da si sono era stato anche quando
        questo questa più molto mio mia nel nella abbiamo avevo quindi non""",
    "pt": """o os as um uma é no na nos e eu nós mas porque para com que do da dos das em se são foi era não mais muito quando também
        meu minha este esta isso então ao pelo pela tinha""",
    "nl": """de het een en niet is ik met van op voor dat die zijn wordt werd hebben had maar omdat dan nog ook bij naar
        door mijn deze dit wij zij hun heb als te er""",
    "pl": "i nie się jest to na do w z że jak ale dla od po przez są był była tak bo gdy który która mnie mój moje",
    "sv": "och att det är som en ett inte jag vi på av med för den till har var men om när så eftersom mig min också",
    "tr": "ve bir bu için ile çok ama ben biz değil daha olarak gibi sonra çünkü olan var yok ne kadar",
}
_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "tr": "Turkish", "ru": "Russian", "el": "Greek", "ar": "Arabic",
    "he": "Hebrew", "hi": "Hindi", "th": "Thai", "zh": "Chinese", "ja": "Japanese", "ko": "Korean",
}  # fmt: skip
# First and last code point of a script, and the languages written in it; the first named stands for all.
_SCRIPTS = (
    (0x0370, 0x03FF, ("el",)),
    (0x0400, 0x04FF, ("ru", "uk", "bg", "sr", "be", "mk", "kk")),
    (0x0590, 0x05FF, ("he", "yi")),
    (0x0600, 0x06FF, ("ar", "fa", "ur")),
    (0x0900, 0x097F, ("hi", "mr", "ne")),
    (0x0E00, 0x0E7F, ("th",)),
    (0x3040, 0x30FF, ("ja",)),
    (0x3400, 0x9FFF, ("zh", "ja")),
    (0xAC00, 0xD7AF, ("ko",)),
)
_FIRST_FOREIGN = 0x0370
# A script decides when more than half of the letters are in it; a language when its function words are at
# least so many, make up this share of all words, and outnumber the English ones.
_SCRIPT_SHARE = 0.5
_FEWEST, _SHARE = 4, 0.15


def language_of(text: str) -> str:
    """The language of a text as a two-letter code, or "" when it can't be told."""
    letters = [ord(letter) for letter in text if letter.isalpha()]
    foreign = [point for point in letters if point >= _FIRST_FOREIGN]
    if letters and len(foreign) > _SCRIPT_SHARE * len(letters):
        scripts = Counter(
            codes[0] for point in foreign for low, high, codes in _SCRIPTS if low <= point <= high
        )
        if scripts["ja"]:
            return "ja"
        return scripts.most_common(1)[0][0] if scripts else ""
    said = words(text)
    english = sum(word in STOP_WORDS for word in said)
    counts = {code: sum(word in listed for word in said) for code, listed in _listed().items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= max(_FEWEST, _SHARE * len(said)) and counts[best] > english:
        return best
    return "en" if english >= max(_FEWEST, _SHARE * len(said)) else ""


def foreign_letters(text: str) -> int:
    """How many letters are in another script than the Latin one."""
    return sum(letter.isalpha() and ord(letter) >= _FIRST_FOREIGN for letter in text)


def same_language(found: str, expected: str) -> bool:
    """Whether a found language may be the expected one (a BCP 47 tag), or is written in the same script."""
    wanted = expected.split("-", maxsplit=1)[0].lower()
    return wanted == found or any(found in codes and wanted in codes for *_, codes in _SCRIPTS)


def language_name(tag: str) -> str:
    """The English name of a language, or its tag when it is not a common one."""
    return _NAMES.get(tag.split("-", maxsplit=1)[0].lower(), tag)


@cache
def _listed() -> dict[str, frozenset[str]]:
    return {code: frozenset(listed.split()) - STOP_WORDS for code, listed in _FUNCTION_WORDS.items()}
