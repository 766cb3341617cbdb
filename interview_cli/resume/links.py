"""Addresses in resume text: e-mail, phone, web pages and profiles on known networks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from interview_cli.resume.document import Profile

_NETWORKS = {
    "linkedin.com": "LinkedIn",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "bitbucket.org": "Bitbucket",
    "stackoverflow.com": "Stack Overflow",
    "kaggle.com": "Kaggle",
    "huggingface.co": "Hugging Face",
    "leetcode.com": "LeetCode",
    "hackerrank.com": "HackerRank",
    "codeforces.com": "Codeforces",
    "codepen.io": "CodePen",
    "dev.to": "DEV",
    "medium.com": "Medium",
    "substack.com": "Substack",
    "behance.net": "Behance",
    "dribbble.com": "Dribbble",
    "artstation.com": "ArtStation",
    "vimeo.com": "Vimeo",
    "youtube.com": "YouTube",
    "twitter.com": "X",
    "x.com": "X",
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "tiktok.com": "TikTok",
    "xing.com": "XING",
    "researchgate.net": "ResearchGate",
    "scholar.google.com": "Google Scholar",
    "orcid.org": "ORCID",
    "upwork.com": "Upwork",
    "wellfound.com": "Wellfound",
}
_HANDLE_HOSTS = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "linkedin": "https://linkedin.com/",
}
# Endings a bare address may have; fewer than exist, so that "Node.js" and "ASP.NET" stay names.
_ENDINGS = (
    "com|org|net|io|dev|me|design|co|uk|de|fr|in|ai|app|tech|info|eu|nl|es|it|ca|au|us|edu|gov|xyz|site|page|studio|art"
    "|online|website|blog|pro|work|works|ch|at|be|se|no|dk|fi|pl|pt|br|mx|jp|kr|cn|ie|nz|za|sh|so|gg|link|cv|cloud|agency"
    "|to|tv|photo|photography|portfolio|digital|codes|engineer|ninja|rocks|space|world|name"
)
_URL = re.compile(
    rf"(?<![\w@.\-/])(?:https?://[^\s<>()\[\]{{}}|\"']{{3,300}}|www\.[^\s<>()\[\]{{}}|\"']{{3,300}}"
    rf"|(?:[a-z0-9\-]{{1,63}}\.){{1,3}}(?:{_ENDINGS})\b(?![@.]\w)(?:/[^\s<>()\[\]{{}}|\"']{{0,300}})?)",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.+%\-])[a-z0-9][\w.+%\-]{0,63}@(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,24}", re.IGNORECASE | re.ASCII
)
_PHONE = re.compile(r"(?<![\w/.@\-])(?:\(?\+\d{1,3}\)?|\(\d{2,5}\)|\d)[\d ().\-–/]{5,24}\d(?![\w@])")
_HANDLE = re.compile(
    r"\b(github|gitlab|linkedin)\s{0,2}:\s{0,3}@?((?:in/)?[\w\-]{3,40})/?(?=\s{2}|\s*$|\s[|•·])",
    re.IGNORECASE,
)
_PHONE_LABEL = re.compile(
    r"\b(?:phone|tel|telephone|mobile|cell|mob|whatsapp|handy|telefon|téléphone|móvil)\b", re.IGNORECASE
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[–\-/]\s?(?:19|20)?\d\d")
_MIN_DIGITS, _MAX_DIGITS = 7, 15  # ITU-T E.164: at most 15 digits; the shortest local numbers have 7
_DIGITS_WITHOUT_LABEL = 9


def emails(text: str) -> list[str]:
    """E-mail addresses, as written."""
    return [match.group().rstrip(".-") for match in _EMAIL.finditer(text)]


def phones(text: str) -> list[str]:
    """Phone numbers, as written: with a country or area code, or enough digits, or a label on the line."""
    labelled = _PHONE_LABEL.search(text) is not None
    found = []
    for match in _PHONE.finditer(text):
        number = re.split(r"\s{3,}", match.group().strip())[0]
        digits = sum(char.isdigit() for char in number)
        if not _MIN_DIGITS <= digits <= _MAX_DIGITS or _YEARS.search(number) or re.search(r"\d/\d", number):
            continue
        if (
            labelled
            or number[0] in "+("
            or digits >= _DIGITS_WITHOUT_LABEL
            or re.fullmatch(r"\d{3}[-. ]\d{4}", number)
        ):
            found.append(number.strip(" -–."))
    return found


def normal_url(url: str) -> str | None:
    """An address with its scheme, or None when it is no web address."""
    url = url.rstrip(".,;:!?*_'\"")
    if not url.lower().startswith(("http://", "https://")):
        url = f"https://{url}"
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    usable = (
        host and "." in host and re.fullmatch(r"[a-z0-9.\-]+", host) and url.isascii() and "\\" not in url
    )
    return re.sub(r"[\"<>^`{|}\s]", "", url) if usable else None


def urls(text: str) -> list[str]:
    """Web addresses with a scheme, e-mail domains left out; handles ("GitHub: name") are completed."""
    found = [url for match in _URL.finditer(text) if (url := normal_url(match.group()))]
    for match in _HANDLE.finditer(text):
        host, handle = match.group(1).lower(), match.group(2)
        if host != "linkedin" or handle.startswith("in/"):
            found.append(_HANDLE_HOSTS[host] + handle)
    return found


def host(url: str) -> str:
    """The host of an address with a scheme, without www."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def without_urls(text: str) -> str:
    """The text with its web addresses taken out."""
    return _URL.sub(" ", text)


def masked(text: str) -> str:
    """The text with every character of a web address made a space, so that all else keeps its place."""
    return _URL.sub(lambda match: " " * len(match.group()), text)


def without_emails(text: str) -> str:
    """The text with gaps in place of its e-mail addresses."""
    return _EMAIL.sub("  ", text)


def network(url: str) -> str | None:
    """The name of the network a profile lies on, or None."""
    domain = f".{host(url)}"
    return next((name for known, name in _NETWORKS.items() if domain.endswith(f".{known}")), None)


def profile(url: str) -> Profile | None:
    """A profile on a known network; its user name is the part of the path that names the person."""
    name = network(url)
    if name is None:
        return None
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    prefixes = {"in", "users", "u", "profile", "pub", "profiles", "channel", "c", "citations", "people"}
    named = [step for step in steps if step.lower() not in prefixes and not step.isdigit()] or steps
    if not steps and not parts.query:
        return None
    return Profile(network=name, username=named[0].lstrip("@") if named else None, url=url)


def is_repository(url: str) -> bool:
    """Whether an address is a project on a code host rather than a person's page."""
    steps = [step for step in urlsplit(url).path.split("/") if step]
    return network(url) in {"GitHub", "GitLab", "Bitbucket"} and len(steps) > 1
