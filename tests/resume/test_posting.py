"""A job posting is read for what it asks, and held against a resume for what that does not mention."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.resume.document import JsonResume, Project, Skill, Work
from interview_cli.resume.posting.document import MOST_CHARACTERS, JobPosting
from interview_cli.resume.posting.gaps import _shows, gaps_between, shown_by
from interview_cli.resume.posting.html import is_page, page_text
from interview_cli.resume.posting.lines import posting_lines
from interview_cli.resume.posting.reading import read_posting
from interview_cli.resume.skill_list import skill_list

EXAMPLES = Path(__file__).parents[2] / "examples" / "jobs"

PROSE = """\
Platform Engineer at Tidewater Robotics (Bristol or remote)

We're looking for a platform engineer to join a team of five. You'll look after our Kubernetes clusters
on Azure and the GitLab CI pipelines that 60 developers depend on. You have 3+ years' experience running
Linux in production, you are fluent in at least one of Python, Go or Rust, and you know your way around
Terraform or Pulumi. Experience with ArgoCD and Grafana is essential. Knowledge of eBPF or Cilium would
be a plus, as would ISO 27001. We offer 25 days' holiday, a MacBook and Slack.
"""
CAPITALS = """\
JOB TITLE: Junior Frontend Developer (m/f/d)

YOUR TASKS
• Build user interfaces with React
• Work with our designers in Figma

YOUR PROFILE
• First experience in frontend development (0-2 years), e.g. through an internship
• Solid HTML, CSS and JavaScript
• Knowledge of React, Vue or Svelte
• Good English; German is an advantage

WE OFFER
• Notebook of your choice (Linux, Mac)
"""
PLAIN = """\
Registered Nurse - Intensive Care Unit

St. Brendan's Hospital is hiring a Registered Nurse for our 18-bed ICU, nights.

Responsibilities:
Administer medication and monitor vital signs
Document in Epic

Requirements:
BLS/ACLS certification
Minimum 2 years of acute care experience
Wound care and ventilator management

Preferred: CCRN, bilingual English/Spanish
"""


def read(text: str, *topics: str) -> JobPosting:
    return read_posting(text, "job.txt", topics)


def names(posting: JobPosting, *needs: str) -> list[str]:
    return [term.wording for term in posting.asked(*needs)]


def example(name: str) -> JobPosting:
    return read_posting((EXAMPLES / name).read_text("utf-8"), name)


# ---------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    "heading",
    [
        "Senior Backend Engineer - Acme GmbH",
        "Senior Backend Engineer – Acme GmbH",
        "Senior Backend Engineer | Acme GmbH",
        "Acme GmbH — Senior Backend Engineer",
    ],
)
def test_a_title_is_read_where_its_employer_stands_beside_it(heading):
    body = PROSE.split("\n", 1)[1]
    posting = read_posting(f"# {heading}\n{body}")
    assert (posting.title, posting.level) == ("Senior Backend Engineer", "senior")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Senior Backend Engineer, Acme GmbH", "Senior Backend Engineer"),
        ("Senior Backend Engineer — Acme Labs — Berlin", "Senior Backend Engineer — Berlin"),
        ("Acme | Senior Backend Engineer", "Senior Backend Engineer"),
        ("Senior Backend Engineer - Payments", "Senior Backend Engineer - Payments"),
        ("Senior Backend Engineer (Payments and Orders) - Acme Technologies Group GmbH",
         "Senior Backend Engineer (Payments and Orders)"),
        ("Title: Senior Nurse | St. Mary Hospital", "Senior Nurse"),
        ("Senior Store Manager - Acme Ltd", "Senior Store Manager"),
    ],
)  # fmt: skip
def test_of_a_heading_the_parts_that_name_the_job_are_its_title(heading, title):
    posting = read(f"# {heading}\n\n## Requirements\n\n- 3 years of Python in a team of kind people\n")
    assert (posting.title, posting.level) == (title, "senior")


@pytest.mark.parametrize("heading", ["Acme Labs", "Careers at Acme GmbH", "Acme – Your Trusted Partner"])
def test_an_employer_alone_is_no_title(heading):
    assert read(f"# {heading}\n\n{PROSE.split(chr(10), 1)[1]}").title == "platform engineer"


@pytest.mark.parametrize(
    "line",
    [
        "Mountain View, CA",
        "Office: Mountain View, CA",
        "1600 Amphitheatre Parkway, Mountain View, CA",
        "350 Fifth Avenue, Suite 200, New York, NY 10118",
        "Hauptstraße 5, 10115 Berlin",
        "San Francisco, CA / New York, NY / Remote",
        "St. Louis, MO or Phoenix, AZ",
        "Toronto, ON, Canada",
        "Cambridge, Massachusetts, USA",
        "Based in Mountain View",
        "Willing to relocate to Palo Alto, Lisbon or Porto",
        "You work from our office in Berlin or in Munich",
    ],
)
@pytest.mark.parametrize("bullet", ["- ", "\n"])
def test_places_are_no_skills(line, bullet):
    text = "# Engineer\n\n## Requirements\n\n- You work well in a small team of kind people\n- Terraform\n"
    posting = read(f"{text}{bullet}{line}\n")
    assert names(posting) == ["Terraform"]
    assert [gap.name for gap in gaps_between(posting, JsonResume(), "Python")] == ["Terraform"]


@pytest.mark.parametrize(
    ("line", "wordings"),
    [
        ("Terraform in Austin, TX or in Berlin, Germany", ["Terraform"]),
        ("Kafka, Berlin, Germany", ["Apache Kafka"]),
        ("Excel, MS Office", ["Microsoft Excel", "Microsoft Office"]),
        ("Experience with OpenFGA, based in Zurich", ["OpenFGA"]),
        ("Elixir and Phoenix", ["Elixir", "Phoenix"]),
        ("Standards such as ISO 13485, EN 62304", ["ISO 13485 or EN 62304"]),
        ("Work with Harbor, Loki and MEDDIC", ["Harbor", "Loki", "MEDDIC"]),
    ],
)
def test_a_skill_beside_a_place_or_with_looks_of_one_stays_a_skill(line, wordings):
    text = f"# Engineer\n\n## Requirements\n\n- You work well in a small team of kind people\n- {line}\n"
    assert names(read(text)) == wordings


def test_an_address_is_no_task():
    text = "# Engineer\n\n## What you will do\n\nYou will run our payment services and keep them well.\n\n"
    posting = read(f"{text}1600 Amphitheatre Parkway, Mountain View, CA\n")
    assert posting.responsibilities == ["You will run our payment services and keep them well."]


def test_a_posting_tells_its_title_its_level_and_what_it_needs():
    posting = example("backend.md")
    assert posting.title == "Senior Backend Engineer (Payments and Orders)"
    assert posting.level == "senior"
    assert {"Kubernetes", "PostgreSQL", "OpenTelemetry", "OAuth", "Load testing"} <= set(
        names(posting, "required")
    )
    assert "Python or Go" in names(posting, "required")
    assert names(posting, "used") == ["Django"]
    assert names(posting, "preferred") == ["Elasticsearch", "GraphQL", "PCI DSS", "Swedish"]
    assert len(posting.responsibilities) == 6
    assert posting.responsibilities[0].startswith("Own the order and payment services")


DATA_SCIENTIST = """\
Senior Data Scientist, Pricing

What you will do
- Design and read pricing experiments with the category teams

What you bring
- Strong Python, SQL; R is fine too
- Experience with causal inference, synthetic control and sequential testing
- Solid grounding in price elasticity or demand modelling
- Experience in a fast-paced environment, working with large teams
- Experience in A/B testing at scale; Bayesian methods welcome
- Spark or something similar
"""


def test_what_is_fine_too_is_no_requirement_and_no_first_gap():
    posting = read(DATA_SCIENTIST)
    assert names(posting, "preferred") == ["R", "Bayesian inference"]
    gaps = [gap.name for gap in gaps_between(posting, JsonResume(), "Python, SQL, Spark, A/B testing")]
    assert set(gaps[:4]) == {
        "Price elasticity or demand modelling", "Causal inference", "Synthetic control", "Sequential testing",
    }  # fmt: skip
    assert gaps[-2:] == ["R", "Bayesian inference"]


@pytest.mark.parametrize(
    ("line", "required", "preferred"),
    [
        ("Kafka (RabbitMQ is OK)", ["Apache Kafka or RabbitMQ"], []),
        ("Go; Java or Kotlin background is also welcome", ["Go or Java or Kotlin"], []),
        ("AWS, though GCP experience is equally good", ["AWS or Google Cloud"], []),
        ("Airflow; Dagster experience counts just as much", ["Apache Airflow or Dagster"], []),
        ("Experience with SQL is enough, Python is fine too", ["SQL or Python"], []),
        ("Selenium (Playwright also welcome)", ["Selenium or Playwright"], []),
        ("Very good React. Vue experience is fine, too.", ["React or Vue"], []),
        ("Docker; Kubernetes would be welcome", ["Docker"], ["Kubernetes"]),
        ("Terraform, or willing to learn", [], ["Terraform"]),
        ("Python, Ruby or Go", ["Python or Ruby or Go"], []),
        ("Fine knowledge of Python and of SQL", ["Python", "SQL"], []),
    ],
)
def test_a_clause_that_asks_for_less_is_an_alternative_or_a_wish(line, required, preferred):
    posting = read(f"Requirements\n- {line}\n- We also want somebody who likes to write to people often\n")
    assert (names(posting, "required"), names(posting, "preferred")) == (required, preferred)


@pytest.mark.parametrize(
    ("line", "subjects"),
    [
        ("Experience with event storming, design tokens and accessibility audits",
         ["event storming", "design tokens", "accessibility audits"]),
        ("Experienced in usage-based pricing", ["usage-based pricing"]),
        ("Knowledge of slowly changing dimensions", ["slowly changing dimensions"]),
        ("Experience in a fast-paced environment", []),
        ("Experience with leading large teams and working with customers", []),
        ("Several years of experience in similar roles", []),
        ("Experience with asynchronous messaging (Kafka, RabbitMQ)", ["Apache Kafka", "RabbitMQ"]),
    ],
)  # fmt: skip
def test_subjects_in_small_letters_are_read_after_experience_with(line, subjects):
    posting = read(f"Requirements\n- {line}\n- We also want somebody who likes to write to people often\n")
    assert names(posting) == subjects


def test_a_posting_of_another_trade_is_read_as_well():
    posting = example("sales.md")
    assert posting.title == "Account Executive, Mid-Market"
    assert posting.level == "mid"
    assert {"Cold calling", "Objection handling", "MEDDIC or SPICED"} <= set(names(posting, "required"))
    assert {"B2B sales", "LinkedIn Sales Navigator"} <= set(names(posting, "preferred"))


def test_a_posting_in_prose_is_read_sentence_by_sentence():
    posting = read(PROSE)
    assert posting.title == "Platform Engineer"
    assert posting.level == "mid"
    required = names(posting, "required")
    assert {"Kubernetes", "Microsoft Azure", "Python or Go or Rust", "Terraform or Pulumi", "Argo CD"} <= set(
        required
    )
    assert names(posting, "preferred") == ["eBPF or Cilium", "ISO 27001"]
    assert not {"Slack", "MacBook"} & set(names(posting))


def test_headings_in_capitals_and_bullets_of_any_sign_are_understood():
    posting = read(CAPITALS)
    assert posting.title == "Junior Frontend Developer"
    assert posting.level == "entry"
    assert names(posting, "required") == ["React or Vue or Svelte", "HTML", "CSS", "JavaScript"]
    assert "Figma" in names(posting, "used")
    assert "Linux" not in names(posting)


def test_short_lines_under_a_heading_are_items_without_any_bullet():
    posting = read(PLAIN)
    assert posting.title.startswith("Registered Nurse")
    assert posting.level == "mid"
    assert {"CPR", "Wound care"} <= set(names(posting, "required"))
    assert {"CCRN", "Spanish"} <= set(names(posting, "preferred"))


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Staff Engineer", "senior"),
        ("Graduate Data Analyst", "entry"),
        ("Mid-level Tester", "mid"),
        ("Sales Associate", None),
        ("Engineering Lead", "senior"),
    ],
)
def test_a_title_tells_the_level(line, level):
    text = (
        f"# {line}\n\n## Requirements\n\n- You like to work with other people in a friendly and small "
        "team here\n"
    )
    assert read(text).level == level


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("- 8+ years of experience", "senior"),
        ("- At least three years in a similar position", "mid"),
        ("- One year of practice", "entry"),
        ("- A company with 40 years of history", None),
        ("- No experience needed, we train you", "entry"),
        ("- 2-4 years in sales", "mid"),
    ],
)
def test_years_tell_the_level_where_the_title_does_not(line, level):
    text = (
        f"# Account Manager\n\n## Requirements\n\n- You like to work with other people in a small "
        f"team\n{line}\n"
    )
    assert read(text).level == level


def test_what_the_tasks_mention_is_used_and_becomes_required_where_the_profile_asks_for_it():
    text = (
        "# Tester\n\n## Tasks\n\n- Automate tests with Playwright and Jira\n\n## Profile\n\n- Good "
        "knowledge of Playwright\n"
    )
    posting = read(text + "- You are curious and like to find out why\n")
    assert names(posting, "required") == ["Playwright"]
    assert names(posting, "used") == ["Jira"]
    assert posting.terms[0].mentions == 2


@pytest.mark.parametrize(
    ("line", "wordings"),
    [
        ("Python, Go or Java", ["Python or Go or Java"]),
        ("Airflow or Dagster, dbt", ["Apache Airflow or Dagster", "dbt"]),
        ("Snowflake/BigQuery/Redshift", ["Snowflake or BigQuery or Amazon Redshift"]),
        ("A broker such as Kafka, NATS", ["Apache Kafka or NATS"]),
        ("HubSpot, Salesforce or another CRM", ["HubSpot or Salesforce", "CRM"]),
        ("Kubernetes, Docker and Terraform", ["Kubernetes", "Docker", "Terraform"]),
        ("Go (or Rust) with Postgres", ["Go or Rust", "PostgreSQL"]),
    ],
)
def test_alternatives_are_told_from_a_list_of_which_all_are_asked_for(line, wordings):
    text = f"# Engineer\n\n## Requirements\n\n- You work well in a small team of kind people\n- {line}\n"
    assert names(read(text)) == wordings


def test_a_heading_in_another_language_hides_nothing():
    text = "# DevOps Engineer\n\n**Deine Aufgaben**\n- Betrieb unserer Kubernetes-Cluster und mehr\n"
    text += "- Aufbau von Pipelines in GitLab\n- Zusammenarbeit mit vielen anderen Menschen\n"
    assert names(read(text)) == ["Kubernetes", "GitLab"]


def test_topics_of_the_role_are_kept_apart_from_what_is_asked_for():
    text = PLAIN + "Requirements:\nWork at the till and in loss prevention\n"
    posting = read(text, "till", "loss-prevention", "returns")
    assert posting.topics == ["till", "loss-prevention"]
    assert "till" not in names(posting)


def test_a_web_page_is_read_as_a_person_sees_it():
    page = (
        "<!doctype html><html><head><title>Jobs</title><script>var kafka = 1;</script></head><body>"
        "<nav><a href='/'>Home</a></nav><h1>Staff&nbsp;Backend Engineer</h1><h2>Requirements</h2>"
        "<ul><li>8+ years of building <b>services</b> that others depend on</li><li>Java &amp; Spring "
        "Boot</li></ul>"
        "<h2>Nice to have</h2><ul><li>GraphQL</li></ul><footer>Cookies. React</footer></body></html>"
    )
    assert is_page(page.encode())
    posting = read(page_text(page))
    assert posting.title == "Staff Backend Engineer"
    assert names(posting, "required") == ["Java", "Spring Boot"]
    assert names(posting, "preferred") == ["GraphQL"]


def test_a_page_that_never_closes_what_it_opens_still_shows_what_comes_after():
    assert page_text("<html><nav><svg>Menu</nav><p>Kafka &lt; Redis</p>") == "Kafka < Redis"
    assert page_text("<html><head><title>Jobs<body><form><p>Kafka</p><!-- and so on") == "Kafka"
    assert page_text("<html><p>" + "</a " * 50_000).startswith("<")


@pytest.mark.parametrize("text", ["", "Backend Engineer wanted.", "   \n\n "])
def test_a_text_of_a_few_words_is_no_job_description(text):
    with pytest.raises(UsageError, match="too short for a job description"):
        read(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400).map(lambda text: f"{text} {'word ' * 15}"))
def test_whatever_the_text_it_is_read_into_a_document_that_can_be_stored(text):
    posting = read(text)
    assert JobPosting.model_validate_json(posting.model_dump_json()) == posting
    assert len(posting.text) <= MOST_CHARACTERS


def test_a_very_long_text_is_read_in_part():
    posting = read("# Tester\n\n" + "- Knows Playwright well and says so in many words every day\n" * 2000)
    assert len(posting.text) == MOST_CHARACTERS
    assert names(posting) == ["Playwright"]


def test_wrapped_lines_are_one_line_and_sentences_are_told_apart():
    text = (
        "Intro.\n\n- A bullet that is so long that its writer had to wrap it at the\n  margin of the "
        "page\n- Another\n"
    )
    bullets = [line.text for line in posting_lines(text) if line.bullet]
    assert bullets == [
        "A bullet that is so long that its writer had to wrap it at the margin of the page",
        "Another",
    ]


# ---------------------------------------------------------------------- gaps


def missing(text: str, resume: str = "", **document) -> list[str]:
    posting = read(
        "# Backend Engineer\n\n## Requirements\n\n- You work well with others in a small team of people\n"
        + text
    )
    return [gap.name for gap in gaps_between(posting, JsonResume(**document), resume)]


@pytest.mark.parametrize(
    ("asked", "resume"),
    [
        ("Postgres", "PostgreSQL, Python"),
        ("PostgreSQL", "Worked with Postgres"),
        ("k8s", "Kubernetes in production"),
        ("Kubernetes", "k8s"),
        ("CI/CD", "Set up continuous integration"),
        ("CI/CD", "Jenkins pipelines for six teams"),
        ("Kubernetes", "Ran Amazon EKS"),
        ("Docker", "Ran Amazon EKS"),
        ("SQL", "PostgreSQL"),
        ("Golang", "Go, Rust"),
        ("Product management", "Product Manager"),
        ("Load testing", "Wrote load tests"),
        ("Go, Java or Python", "Python"),
        ("Kafka or similar", "Kafka"),
        ("A message broker such as Kafka, RabbitMQ or NATS", "RabbitMQ"),
        ("OpenFGA", "Permissions with openfga"),
    ],
)
def test_what_a_resume_says_in_other_words_is_no_gap(asked, resume):
    assert missing(f"- Experience with {asked}\n", resume) == []


@pytest.mark.parametrize(
    ("asked", "resume", "gap"),
    [
        ("Kubernetes", "Docker and Python", "Kubernetes"),
        ("Kubernetes or Nomad", "Docker", "Kubernetes or Nomad"),
        ("Java", "JavaScript", "Java"),
        ("GraphQL", "Graph theory and SQL", "GraphQL"),
        ("Go, Java or Python", "Ruby", "Go or Java or Python"),
        ("Tigerbeetle and MEDDIC", "Sales", "MEDDIC"),
    ],
)
def test_what_a_resume_does_not_say_is_a_gap(asked, resume, gap):
    assert gap in missing(f"- Experience with {asked}\n", resume)


def test_gaps_come_by_their_weight_for_the_job():
    text = (
        "# Kafka Engineer\n\n## Requirements\n\n- Redis\n- Kafka\n- You work well with others in a "
        "team\n\n## A plus\n\n- Rust\n"
    )
    gaps = gaps_between(read(text), JsonResume(), "")
    assert [(gap.name, gap.need) for gap in gaps] == [
        ("Apache Kafka", "required"),
        ("Redis", "required"),
        ("Rust", "preferred"),
    ]
    assert gaps[0].line == "Kafka"


def test_skills_projects_and_jobs_of_the_document_count_beside_the_text():
    document = {
        "skills": [Skill(name="Cloud", keywords=["Terraform"])],
        "projects": [Project(name="Redis cache")],
        "work": [Work(name="A", position="Engineer", highlights=["Moved us to GraphQL"])],
    }
    assert missing("- Terraform\n- Redis\n- GraphQL\n- Kafka\n", **document) == ["Apache Kafka"]


def test_soft_skills_and_the_language_of_the_posting_are_no_gaps():
    assert missing("- Communication skills, teamwork and fluent English\n") == []


def test_what_is_implied_names_only_skills_of_the_list():
    known = {phrase.skill for phrases in skill_list().phrases.values() for phrase in phrases}
    named = {name for by, shown in _shows().items() for name in (by, *shown)}
    assert named - known == set()
    assert {"Kubernetes", "Docker", "AWS", "Cloud computing"} <= shown_by(["Amazon EKS"])


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_gaps_of_any_two_texts_are_terms_of_the_posting(job, resume):
    posting = read(f"{job} {'word ' * 15}")
    asked = {term.wording for term in posting.terms}
    assert {gap.name for gap in gaps_between(posting, JsonResume(), resume)} <= asked


def test_a_file_of_no_words_is_no_job_description():
    lines = "".join(f"user{n}:x:{n}:{n}:User {n},,,:/home/user{n}:/bin/bash\n" for n in range(30))
    with pytest.raises(UsageError, match="does not read as a job description"):
        read(lines)
    read("Wir suchen eine Entwicklerin für Python und SQL in Köln, die gern mit uns arbeitet und lernt.")
