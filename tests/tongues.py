"""A model provider that holds whole interviews in German or Japanese, and knows each request by its text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.interview.model_play import PURPOSES, fenced, user_text
from tests.loopback import Behaviour

_SHELF = Library([], [bundled("prompts")])
PROMPTS = {name: _SHELF.prompt(name) for name in (*PURPOSES, "translate")}


@dataclass(frozen=True)
class Tongue:
    """What an interviewer says in one language; `{}` stands for a number or a name."""

    tag: str
    name: str
    asked: tuple[str, ...]
    point: str
    sample: str
    follow_up: str
    probes: tuple[str, ...]
    rephrased: str
    lead_in: str
    reason: str
    advice: str
    summary: tuple[str, ...]
    praise: str
    step: str
    on_resume: str
    on_gap: str
    on_job: tuple[str, ...]
    on_work: str
    answers: tuple[str, ...]

    @property
    def instruction(self) -> str:
        """What every request for text that people read must carry."""
        return _SHELF.prompt("language").render(language=self.name).system


GERMAN = Tongue(
    tag="de",
    name="German",
    asked=(
        "Woran erkennen Sie, dass ein Index einer Abfrage nicht mehr hilft?",
        "Wie sorgen Sie dafür, dass eine wiederholte Zahlung nicht zweimal gebucht wird?",
        "Zwei Dienste brauchen dieselben Kundendaten: Wer darf sie ändern?",
        "Was prüfen Sie zuerst, wenn die Antwortzeiten nachts steigen?",
        "Wie führen Sie eine neue Spalte ein, ohne den Betrieb anzuhalten?",
        "Erzählen Sie von einer Entscheidung, die Sie später bereut haben.",
        "Welche Grenze hat eine Warteschlange zwischen zwei Diensten?",
        "Was gehört in eine Nachricht an alle, während eine Störung läuft?",
    ),
    point="Der {}. Punkt nennt einen Grund und eine Zahl.",
    sample="Ich messe zuerst, ändere dann eine Sache und prüfe, ob die Zahl sich bewegt hat, denn "
    "Raten ist teuer.",
    follow_up="Und woran würden Sie merken, dass es nicht wirkt?",
    probes=(
        "Welche Zahl hat Ihnen gezeigt, dass es wirkt?",
        "Wer musste mit den Folgen leben?",
        "Wogegen haben Sie diesen Weg abgewogen?",
        "Was bricht zuerst, wenn die Last sich verzehnfacht?",
    ),
    rephrased="Anders gefragt: Was würden Sie dort als Erstes tun?",
    lead_in="Eine Sache noch.",
    reason="Der Grund ist genannt, die Zahl fehlt noch.",
    advice="Nennen Sie eine Zahl, an der man die Wirkung sieht.",
    summary=(
        "Sie haben gesagt, was Sie getan haben und warum.",
        "Das ergibt {} Punkte.",
        "Üben Sie zuerst, mit einer Zahl zu enden.",
    ),
    praise="Q1: Sie haben den Grund genannt.",
    step="Erzählen Sie ein Projekt laut, und enden Sie mit einer Zahl.",
    on_resume="Was war bei Ledger für Sie die schwierigste Entscheidung, und wie haben Sie sie getroffen?",
    on_gap="Wie würden Sie sich bei uns in {} einarbeiten?",
    on_job=(
        "Um neun Uhr beginnt der Kartenverkauf. Was bereiten Sie am Abend davor vor?",
        "Ein Saalplan zeigt verkaufte Plätze als frei. Wo suchen Sie zuerst?",
        "Eine Kasse verliert für eine Stunde die Verbindung. Wie verkauft sie weiter?",
    ),
    on_work="Sie haben zuletzt an der Einfuhr gearbeitet. Was würde dort zuerst brechen?",
    answers=(
        "Ich habe zuerst die Abfrage gemessen, weil der Index nicht genutzt wurde, und ihn dann geändert.",
        "Wir haben einen Schlüssel eingeführt, und die Datenbank hat ihn mit einer Bedingung geprüft.",
        "Der Dienst, dem die Daten gehören, ändert sie, und die anderen lesen sie über seine Schnittstelle.",
        "Ich sehe mir zuerst die Zahlen der Nacht an, weil ein Auftrag die Platten belegen kann.",
    ),
)
JAPANESE = Tongue(
    tag="ja",
    name="Japanese",
    asked=(
        "インデックスが役に立たなくなるのはどんなときですか？",
        "何をもって冪等と呼びますか？",
        "二つのサービスが同じ顧客データを必要とするとき、誰が変更しますか？",
        "夜間に応答が遅くなったら、最初に何を調べますか？",
        "停止せずに新しい列を追加するにはどうしますか？",
        "後で悔やんだ判断について話してください。",
        "サービス間のキューにはどんな限界がありますか？",
        "障害の最中、全員への知らせに何を書きますか？",
    ),
    point="{}番目の点として、理由と数字を述べている。",
    sample="まず測定し、一つだけ変更し、数字が動いたかどうかを確かめます。推測は高くつくからです。",
    follow_up="効いていないことには、どうやって気づきますか？",
    probes=(
        "効果を示した数字は何でしたか？",
        "その結果と付き合うことになったのは誰ですか？",
        "どの方法と比べて選びましたか？",
        "負荷が十倍になったら、どこが最初に壊れますか？",
    ),
    rephrased="言い換えると、そこで最初に何をしますか？",
    lead_in="もう一つだけ伺います。",
    reason="理由は述べているが、数字がまだない。",
    advice="効果がわかる数字を一つ挙げてください。",
    summary=(
        "何をしたか、なぜそうしたかを話せています。",
        "全体では{}点です。",
        "まず、数字で締めくくる練習をしてください。",
    ),
    praise="Q1: 理由を述べています。",
    step="一つのプロジェクトを声に出して話し、数字で終えてください。",
    on_resume="Ledgerの開発で、貸借を一致させるために何をしましたか？",
    on_gap="{}を使うチームに入ったら、最初の一週間に何を調べますか？",
    on_job=(
        "九時にチケットの販売が始まります。前の晩に何を準備しますか？",
        "座席表で売れた席が空席に見えます。どこから調べますか？",
        "窓口の回線が一時間切れました。どうやって販売を続けますか？",
    ),
    on_work="最近、取り込み処理に取り組みましたね。最初に壊れるのはどこですか？",
    answers=(
        "まずクエリを測定しました。インデックスが使われていなかったので、列の順番を変えました。",
        "二重に課金しないように一意のキーを保存し、同じキーの要求は前の結果を返しました。",
        "データを所有するサービスだけが変更し、ほかのサービスはそのAPIから読み取ります。",
        "最初に夜間の数字を見ます。バッチ処理がディスクを占有することがあるからです。",
    ),
)


class Provider:
    """Answers every request in one language, and refuses one that should carry its instruction and doesn't.

    `said` counts what was asked for; `translated` holds every question that was put into the language, and
    `broken` says of which requests, by purpose, none is answered any more.
    """

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self.said: Counter[str] = Counter()
        self.translated: list[str] = []
        self.untold: list[str] = []
        self.broken: set[str] = set()
        self.change: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda purpose, reply: reply
        self._probes = iter(tongue.probes * 20)

    def __call__(self, request: dict[str, Any], _: int) -> Behaviour:
        purpose = self.purpose_of(request["messages"][0]["content"])
        self.said[purpose] += 1
        if {purpose, "every"} & self.broken:
            return Behaviour(status=500, text="out of order")
        reply = self.change(purpose, getattr(self, f"_{purpose}")(request))
        return replace(Behaviour(), text=json.dumps(reply, ensure_ascii=False))

    def purpose_of(self, system: str) -> str:
        """Which prompt a request was made of; notes one for people that was told no language."""
        [name] = [name for name, prompt in PROMPTS.items() if system.startswith(_without_variables(prompt))]
        if name != "translate" and not system.endswith(self.tongue.instruction):
            self.untold.append(name)
        return name

    def _translate(self, request: dict[str, Any]) -> dict[str, Any]:
        question = fenced(request, "text")
        self.translated.append(question)
        points = len(fenced(request, "key_points").splitlines())
        follow_ups = len(fenced(request, "follow_ups").splitlines())
        place = list(dict.fromkeys(self.translated)).index(question)
        return {
            "text": self.tongue.asked[place % len(self.tongue.asked)],
            "key_points": [self.tongue.point.format(number) for number in range(1, points + 1)],
            "sample_answer": self.tongue.sample,
            "follow_ups": [self.tongue.follow_up] * follow_ups,
        }

    def _judge(self, request: dict[str, Any]) -> dict[str, Any]:
        return {
            "quotes": [quote_of(fenced(request, "answer")), f"{self.tongue.sample[:20]} ???"],
            "reason": self.tongue.reason,
            "level": 3,
            "next_level": self.tongue.advice,
        }

    def _judge_points(self, request: dict[str, Any]) -> dict[str, Any]:
        expected = re.findall(r"^(\d+)\. ", fenced(request, "points"), re.MULTILINE)
        quote = quote_of(fenced(request, "answer"))
        return {"points": [{"number": int(n), "quote": quote, "made": n == "1"} for n in expected]}

    def _judge_story(self, request: dict[str, Any]) -> dict[str, Any]:
        quote = quote_of(fenced(request, "answer"))
        return {"passages": [{"quote": quote, "part": "action", "doer": "own"}], "measures": []}

    def _next_step(self, request: dict[str, Any]) -> dict[str, Any]:
        said = user_text(request)
        if "A follow-up is allowed" in said:
            return {
                "reason": self.tongue.reason,
                "action": "follow_up",
                "question": next(self._probes),
                "lead_in": self.tongue.lead_in,
                "key_points": [self.tongue.point.format(9)],
            }
        for due in ("resume", "recent work"):
            if f"A question on {'the resume' if due == 'resume' else due} is due now" in said:
                action = "resume" if due == "resume" else "activity"
                return {"reason": self.tongue.reason, "action": action, "question": ""}
        offered = re.findall(r"^- ([a-z0-9_-]+): ", said, re.MULTILINE)
        wanted = [name for name in offered if name.startswith("written-")] or offered
        return {
            "reason": self.tongue.reason,
            "action": "preset",
            "question_id": wanted[0] if wanted else "",
            "lead_in": self.tongue.lead_in,
        }

    def _rephrase(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"text": self.tongue.rephrased}

    def _questions(self, request: dict[str, Any]) -> dict[str, Any]:
        said = user_text(request)
        gaps = [line.removeprefix("- ") for line in fenced(request, "gaps").splitlines()]
        written = [("job", text) for text in self.tongue.on_job]
        if gaps:
            written.insert(0, ("gap", self.tongue.on_gap.format(gaps[0])))
        if "about the resume" in said:
            written.insert(0, ("resume", self.tongue.on_resume))
        return {
            "questions": [
                {
                    "about": about,
                    "text": text,
                    "kind": "technical",
                    "seconds": 120,
                    "key_points": [{"fact": self.tongue.point.format(number)} for number in (1, 2, 3)],
                    "sample_answer": " ".join([self.tongue.sample] * 3),
                    "follow_ups": [self.tongue.follow_up],
                }
                for about, text in written
            ]
        }

    def _activity_questions(self, request: dict[str, Any]) -> dict[str, Any]:
        [name, *_] = re.findall(r"^([a-z]+-\d+) \(", fenced(request, "fragments"), re.MULTILINE)
        points = [self.tongue.point.format(number) for number in (1, 2)]
        question = {"fragments": [name], "text": self.tongue.on_work, "seconds": 120, "key_points": points}
        return {"questions": [{**question, "sample_answer": self.tongue.sample, "follow_ups": []}]}

    def _feedback(self, request: dict[str, Any]) -> dict[str, Any]:
        found = re.search(r"^Overall: (\d+) of 100", user_text(request), re.MULTILINE)
        first, scored, last = self.tongue.summary
        summary = [first, scored.format(found[1] if found else ""), last]
        return {
            "summary": ("" if self.tongue is JAPANESE else " ").join(summary),
            "strengths": [self.tongue.praise],
            "improvements": [f"Q1: {self.tongue.advice}"],
            "next_steps": [self.tongue.step],
        }

    @property
    def questions(self) -> set[str]:
        """All that this provider asks."""
        own = self.tongue
        return {*own.asked, *own.probes, *own.on_job, own.on_resume, own.on_work, own.follow_up}


def quote_of(answer: str) -> str:
    """The beginning of an answer: some words, or where no spaces part them some letters."""
    return answer[:10] if ord(answer[0]) > 0x3000 else " ".join(answer.split()[:6])


def _without_variables(prompt: Any) -> str:
    """The beginning of a prompt's system text, up to what is filled in."""
    return str(prompt.system).split("{{", maxsplit=1)[0]
