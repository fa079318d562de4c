"""Descriptions as vendors write them, drawn from the words of words.toml."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

ENDINGS = {"m": "", "f": "а", "n": "о", "p": "ы"}


@cache
def lists(language: str) -> dict[str, tuple[str, ...]]:
    """The lists of words of a language, by name."""
    words = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {name: tuple(text.strip("\n").split("\n")) for name, text in words[language].items()}


def describe(draw: random.Random, language: str) -> str:
    """A description: a word up to three sentences, with hyphens, slashes, brackets and numbers that are no codes."""
    words = lists(language)
    kind = draw.random()
    if kind < 0.12:
        return draw.choice(words["fixed"])
    noun, genitive, gender = draw.choice(words["nouns"]).split("|")
    if kind < 0.6:
        text = f"{noun} {draw.choice(words['states']).replace('-', ENDINGS[gender], 1)}"
        text += f" {draw.choice(words['by'])}" if draw.random() < 0.3 else ""
    else:
        text = draw.choice(words["failures"]).format(g=genitive)
    return _first_upper(text + _behind(draw, words))


def _behind(draw: random.Random, words: dict[str, tuple[str, ...]]) -> str:
    chances = (("tails", 0.35), ("long", 0.07), ("seconds", 0.08))
    return "".join(draw.choice(words[name]) for name, chance in chances if draw.random() < chance)


def _first_upper(text: str) -> str:
    return text if text.startswith(("e-mail", "push", "web", "call")) else text[:1].upper() + text[1:]
