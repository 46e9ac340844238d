"""Rows as token ids: the prompt through the chat template, then the target and the token that ends the turn."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from loco_trainer.failure import TrainerError


@dataclass(frozen=True)
class Row:
    """A training row; `messages` end before the assistant's turn, `target` is that turn."""

    id: str
    messages: list[dict[str, str]]
    target: str


@dataclass(frozen=True)
class Example:
    """Token ids of one row. `answer` ends with the end-of-turn token."""

    id: str
    prompt: list[int]
    answer: list[int]

    @property
    def length(self) -> int:
        return len(self.prompt) + len(self.answer)


def read_rows(path: Path) -> list[Row]:
    """Rows of a JSONL file of `{id, messages, target}`, in file order. Raises TrainerError `broken-rows`."""
    rows: list[Row] = []
    # Not splitlines: a text may hold U+2028 and other signs that end a line for Python but not for JSON.
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    for number, line in enumerate(lines if lines != [""] else [], 1):
        try:
            value = cast("dict[str, Any]", json.loads(line))
            rows.append(Row(value["id"], value["messages"], value["target"]))
        except (ValueError, KeyError, TypeError) as error:
            raise TrainerError(
                "broken-rows", f"Line {number} of {path.name} is no row: {error}.", "Run loco train again."
            ) from error
    if not rows:
        raise TrainerError("no-rows", "There are no training rows.", "Add rows to data/train.jsonl.")
    return rows


class Renderer:
    """Renders and tokenises rows with one tokenizer and its chat template."""

    def __init__(self, tokenizer: Any) -> None:
        if tokenizer.chat_template is None:
            raise TrainerError(
                "no-template",
                "The base has no chat template.",
                "Give the base's manifest in bases/ a chatTemplate.",
            )
        self._tokenizer = tokenizer
        self.end_of_turn = self._find_end_of_turn()
        self._bos: int | None = tokenizer.bos_token_id if getattr(tokenizer, "add_bos_token", False) else None

    def prompt_text(self, messages: list[dict[str, str]]) -> str:
        text: str = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        return text

    def special_tokens(self) -> dict[str, str]:
        """The tokens that a template may name, such as `bos_token`, by their names there."""
        named: dict[str, Any] = self._tokenizer.special_tokens_map
        return {name: token for name, token in named.items() if isinstance(token, str)}

    def example(self, row: Row) -> Example:
        prompt = self._ids(self.prompt_text(row.messages))
        if self._bos is not None and (not prompt or prompt[0] != self._bos):
            prompt = [self._bos, *prompt]
        return Example(row.id, prompt, [*self._ids(row.target), self.end_of_turn])

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids

    def _find_end_of_turn(self) -> int:
        """The special token that the template writes after an assistant's turn, else the file's end token."""
        probe = "loco"
        asked = [{"role": "user", "content": probe}]
        answered = [*asked, {"role": "assistant", "content": probe}]
        text: str = self._tokenizer.apply_chat_template(answered, tokenize=False)
        after = text[text.rindex(probe) + len(probe) :]
        special = set(self._tokenizer.all_special_ids) | set(self._tokenizer.added_tokens_decoder)
        for token in self._ids(after):
            if token in special:
                return token
        return int(self._tokenizer.eos_token_id)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_lengths(examples: list[Example], context: int) -> None:
    """Raises TrainerError `row-too-long`: a row is never cut silently."""
    for number, example in enumerate(examples, 1):
        if example.length > context:
            raise TrainerError(
                "row-too-long",
                f"data/train.jsonl:{number}: row {example.id} has {example.length} tokens; "
                f"the recipe's contextLength is {context}.",
                "Shorten the row or raise train.contextLength in adapter.yaml.",
            )
