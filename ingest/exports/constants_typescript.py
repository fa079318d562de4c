"""The codes as a TypeScript module: constants, descriptions, and a function that resolves any code."""

from __future__ import annotations

from typing import Final

from ingest.exports.content import Content
from ingest.exports.literals import json_literal

# Nothing of a document stands in a comment, so nothing in it can end one.
_MODULE: Final = """\
/** Result codes, made by `resultcodes export`: change the source, not this file. */

export const EDITION = {{ name: {name}, sha256: {sha256} }} as const;

/** The codes that the document prints. */
export const RESULT_CODE = {{
{constants}}} as const;

/** A code that the document prints. An API may answer with others: `resolve` reads those. */
export type KnownResultCode = (typeof RESULT_CODE)[keyof typeof RESULT_CODE];

/** What each code means; null where the document does not say. */
export const DESCRIPTIONS = {{
{descriptions}}} as const satisfies Record<KnownResultCode, string | null>;

/** The code that stands for each class; a class without one is not here. */
export const DEFAULT_CODES = {{
{defaults}}} as const satisfies Record<string, KnownResultCode>;

/** How a code is read. Never take a fallback, `match: "class"`, for an exact one: it may be success. */
export interface Resolution {{
  readonly requested: number;
  readonly code: KnownResultCode | null;
  readonly match: "exact" | "class" | "none";
  readonly matchedPattern: string | null;
  readonly description: string | null;
}}

export function isKnown(code: number): code is KnownResultCode {{
  return Object.prototype.hasOwnProperty.call(DESCRIPTIONS, code);
}}

/** Read a code, known or not: an unknown one as the default code of the nearest known class. */
export function resolve(requested: number): Resolution {{
  if (isKnown(requested)) {{
    return {{
      requested, code: requested, match: "exact", matchedPattern: null, description: DESCRIPTIONS[requested],
    }};
  }}
  if (Number.isInteger(requested) && requested >= 0 && requested <= 9999) {{
    const digits = String(requested).padStart(4, "0");
    const defaults: Readonly<Record<string, KnownResultCode | undefined>> = DEFAULT_CODES;
    for (const level of [3, 2, 1]) {{
      const matchedPattern = digits.slice(0, level).padEnd(4, "x");
      const code = defaults[matchedPattern];
      if (code !== undefined) {{
        return {{ requested, code, match: "class", matchedPattern, description: DESCRIPTIONS[code] }};
      }}
    }}
  }}
  return {{ requested, code: null, match: "none", matchedPattern: null, description: null }};
}}
"""


def to_typescript(content: Content) -> bytes:
    """The module, for TypeScript 4.9 or newer. Descriptions have the corrections where they are asked for."""
    book = content.book
    defaults = [
        f'  "{item.pattern}": {item.default_code},\n' for item in book.classes.values() if item.default_code is not None
    ]
    return _MODULE.format(
        name=json_literal(book.edition.name),
        sha256=json_literal(book.edition.sha256),
        constants="".join(f"  CODE_{code:04d}: {code},\n" for code in book.codes),
        descriptions="".join(f"  {code}: {json_literal(content.described(code))},\n" for code in book.codes),
        defaults="".join(defaults),
    ).encode()
