"""A small role and a small prompt, valid as they stand, for tests to change."""

from __future__ import annotations

ROLE = """\
schema_version: 1
id: lighthouse_keeper
name: Lighthouse Keeper
summary: Keeps the light burning and the log in order.
focus: [lamps, weather]
weights:
  technical: 0.6
  communication: 0.4
criteria:
  - id: watchfulness
    name: Watchfulness
    description: Notices early what is about to go wrong.
questions:
  - id: lk-lamp
    text: "How do you find out why the lamp went dark at night?"
    kind: technical
    seniority: [entry, mid]
    seconds: 120
    tags: [lamps]
    criteria: [correctness, watchfulness]
    key_points:
      - fact: The fuel or power supply is checked first.
        synonyms: [power supply, out of fuel]
      - fact: A spare lamp is lit before the cause is looked for.
    sample_answer: |
      I light the spare lamp first, since ships cannot wait.
      Then I check the supply: is there power, is there fuel?
    follow_ups: ["What do you write in the log?"]
  - id: lk-fog
    text: Tell me about a night when fog came up without warning.
    kind: behavioral
    seniority: [senior]
    tags: [weather]
    key_points:
      - fact: Says what was heard or seen first.
    sample_answer: In my second winter the horn was silent and the fog came in within minutes.
"""

PROMPT = """\
---
id: greet
purpose: Say hello to the person.
variables: [name, words]
untrusted: [words]
parameters: {temperature: 0.1, max_tokens: 50, timeout: 5}
output: text
---
# System
Greet {{ name }}.
# User
{{ words }}
"""
