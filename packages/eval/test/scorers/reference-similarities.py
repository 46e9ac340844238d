"""Writes reference-similarities.json: what rouge-l.ts and chrf.ts must agree with, by the packages that their fields use.

    pip install rouge_score==0.1.2 sacrebleu==2.6.0
    python reference-similarities.py > reference-similarities.json

rouge_score's own tokeniser drops letters that are not ASCII, so texts with such letters get one that keeps them.
"""

import json
import random
import re

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import CHRF

PAIRS = [
    ("The cat sat on the mat.", "The cat sat on the mat."),
    ("the cat was found under the bed", "the cat was under the bed"),
    ("police killed the gunman", "police kill the gunman"),
    ("the gunman kill police", "police kill the gunman"),
    ("The meeting was moved to 3 p.m. on Monday; bring the U.S. report.", "Monday's meeting moves to 3 pm."),
    ("a", "abc"),
    ("abcdefg", "a"),
    ("Nothing shared", "zyx"),
    ("one two three " * 20, "three two one " * 7),
    ("?!", "a word"),
    ("Wir treffen uns am Dienstag um zehn Uhr.", "Am Dienstag treffen wir uns um 10 Uhr."),
    ("Die Straße führt über die Brücke.", "Die Strassen führen über Brücken."),
    ("Le café est fermé 😀😀", "Le café était fermé 😀"),
    ("日本語のテキスト", "日本語の文章"),
]


class LetterTokenizer:
    def tokenize(self, text):
        return re.findall(r"[^\W_]+", text.lower())


def random_pairs(count):
    generator = random.Random(4)
    words = "the a cat dog sat on mat was red blue 7 12 and, or. It's".split()
    sentence = lambda: " ".join(generator.choices(words, k=generator.randint(1, 30)))
    return [(sentence(), sentence()) for _ in range(count)]


def figures(output, answer):
    tokenizer = None if (output + answer).isascii() else LetterTokenizer()
    rouge = RougeScorer(["rougeL"], tokenizer=tokenizer).score(answer, output)["rougeL"].fmeasure
    chrf = CHRF().sentence_score(output, [answer]).score / 100
    return {"output": output, "answer": answer, "rougeL": rouge, "chrf": chrf}


print(json.dumps([figures(*pair) for pair in PAIRS + random_pairs(30)], ensure_ascii=False, indent=1))
