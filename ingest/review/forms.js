// ---- Forms of words: whoever made the page had a dictionary, and wrote down what the words of the document may become

const WORD = /\p{L}+(?:-\p{L}+)*/gu;
let lexemesOf = null;

/** The words, by number, that something may be a form of. */
function lexemes(form) {
  if (lexemesOf === null) {
    const { ends, words: known } = JSON.parse(byId("forms").textContent);
    lexemesOf = new Map();
    for (const [number, [beginning, group]] of known.entries()) {
      for (const end of ends[group].split(" ")) {
        const made = beginning + end;
        lexemesOf.set(made, [...(lexemesOf.get(made) ?? []), number]);
      }
    }
  }
  return lexemesOf.get(form) ?? [];
}

const lexemesIn = (text) => new Set((text.match(WORD) ?? []).flatMap(lexemes));
const asWanted = (part) => ({ part, lexemes: new Set(lexemes(part)) });
const isIn = (row, { part, lexemes: wanted }) => row.text.includes(part) || [...wanted].some((one) => row.lexemes.has(one));

/** Where a text holds what is wanted: as it stands, or else the words that are forms of it. */
function hitsIn(text, wanted) {
  const hits = [];
  for (const { part, lexemes: ours } of wanted) {
    const start = text.indexOf(part);
    if (start >= 0) hits.push({ start, end: start + part.length });
    else {
      for (const found of text.matchAll(WORD)) {
        if (lexemes(found[0]).some((one) => ours.has(one))) hits.push({ start: found.index, end: found.index + found[0].length });
      }
    }
  }
  return hits;
}
