"""What the scripts say: sentences, titles of mistakes and their ideas, by their keys."""

from __future__ import annotations

import json

from explainer.page.sentences import sentences

PARTS = (
    "unit.", "slip.", "mistake.", "site.js_", "site.memory", "site.part_",
    "layer.window", "layer.unread", "layer.gap", "layer.over",
)  # fmt: skip


def words_script() -> str:
    """The script."""
    found = {key: text for key, text in sentences().items() if key.startswith(PARTS)}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"explain.words={text};\n"
