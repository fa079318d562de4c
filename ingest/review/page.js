"use strict";
// The page is whole without this; here is what answers: search, the fallback rule, languages, and the print beside rows.

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = JSON.parse(byId("words").textContent);
const word = (key) => words[document.documentElement.lang][key] ?? words.en[key] ?? key;

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

// ---- The fallback rule: an unknown code is read as the code of the nearest class that is known --------------------

function asNumber(text) {
  const digits = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  return /^-?[0-9]{1,18}([.]0+)?$/.test(digits) ? Number(digits) : null;
}

/** How a code is read: its `match` (exact, class, none, invalid), the `code` it is read as, and by which `pattern`. */
function resolve(text) {
  const number = asNumber(text);
  if (number === null) return { match: "invalid", code: null, pattern: null };
  if (number >= 0 && number <= 9999) {
    const digits = String(number).padStart(4, "0");
    if (byId(digits)) return { match: "exact", code: digits, pattern: null };
    for (const level of [3, 2, 1]) {
      const pattern = digits.slice(0, level) + "xxx".slice(level - 1);
      const code = byId(pattern)?.dataset.default;
      if (code) return { match: "class", code, pattern };
    }
  }
  return { match: "none", code: null, pattern: null };
}

function textOf(row) {
  return row ? all(":scope > bdi, :scope > i", row).map((part) => part.cloneNode(true)) : [];
}

function showAnswer() {
  const asked = byId("number").value;
  const { match, code, pattern } = resolve(asked);
  const answer = byId("answer");
  answer.dataset.match = asked.trim() ? match : "";
  if (!asked.trim()) {
    answer.replaceChildren(element("p", word("ask.hint"), { class: "hint" }));
    return;
  }
  const how = element("span", match === "class" ? [word("answer.class"), " ", element("b", pattern)] : word(`answer.${match}`), { class: "how" });
  if (code === null) {
    answer.replaceChildren(element("p", [how, " ", word(`answer.${match}.text`)]));
    return;
  }
  const read = element("span", match === "class" ? [asNumber(asked), " → ", element("b", code)] : element("b", code), { class: "read" });
  const link = element("a", word("answer.go"), { href: `#${code}` });
  answer.replaceChildren(element("p", [read, " ", how]), element("p", textOf(byId(code))), element("p", link));
}

// ---- Search and filters ------------------------------------------------------------------------------------------

const folded = (text) => text.toLowerCase().replaceAll("ё", "е");
/** A class may be asked for as documents print it: with the wildcard х, which is Cyrillic. */
const asPattern = (word) => (/^[0-9]{1,3}[xх]+$/.test(word) ? word.replaceAll("х", "x") : word);
let index = null;
let shownKind = "row";

/** Every row with the text that is searched, and the section that it stands in; sections come before what is in them. */
function makeIndex() {
  const sections = all("#codes section").map((item) => ({ item, above: -1, lives: true }));
  const numbers = new Map(sections.map(({ item }, number) => [item, number]));
  for (const section of sections) section.above = numbers.get(section.item.parentElement) ?? -1;
  const rows = all("#codes .row").map((item) => {
    const isCode = item.localName === "li";
    const section = isCode ? item.parentElement.parentElement : item.parentElement;
    const texts = isCode ? [item.children[0], item.children[1]] : [...item.children];
    // A heading that repeats the default code of a narrower class is found by its pattern only.
    const isRepeated = !isCode && !item.id && section.dataset.default !== undefined;
    const searched = isRepeated ? texts.slice(0, 1) : texts.filter(({ localName }) => localName === "a" || localName === "bdi");
    const text = folded(searched.map((part) => part.textContent).join(" "));
    return { item, isCode, section: numbers.get(section), text, lexemes: lexemesIn(text), isShown: true };
  });
  index = { sections, rows };
  return index;
}

function search() {
  const { sections, rows } = index ?? makeIndex();
  const wanted = folded(byId("search").value).split(/\s+/).filter(Boolean).map(asPattern).map(asWanted);
  const isAll = wanted.length === 0 && shownKind === "row";
  for (const section of sections) section.hasHit = false;
  let count = 0;
  for (const row of rows) {
    row.isHit = wanted.every((part) => isIn(row, part)) && row.item.classList.contains(shownKind);
    if (row.isHit) {
      count += 1;
      sections[row.section].hasHit = true;
    }
  }
  for (let number = sections.length - 1; number >= 0; number -= 1) {
    const { hasHit, above } = sections[number];
    if (hasHit && above >= 0) sections[above].hasHit = true;
  }
  for (const section of sections) {
    if (section.hasHit !== section.lives) section.item.hidden = !section.hasHit;
    section.lives = section.hasHit;
  }
  for (const row of rows) {
    if (row.isHit === row.isShown || !sections[row.section].lives) continue;
    // A class stays above what is found in it.
    if (row.isCode) row.item.hidden = !row.isHit;
    else row.item.classList.toggle("context", !row.isHit);
    row.isShown = row.isHit;
  }
  for (const summary of all(".summary")) {
    summary.hidden = wanted.length > 0 || ![summary.dataset.kind, "row"].includes(shownKind);
  }
  byId("nothing").hidden = count > 0;
  byId("found").textContent = isAll ? "" : `${word("found")} ${count}`;
  paintHits(wanted, rows);
  return count;
}

/** Paint the words that were found, without touching the rows, where the browser can. */
function paintHits(wanted, rows) {
  if (!globalThis.Highlight) return;
  const ranges = [];
  for (const row of wanted.length ? rows : []) {
    if (ranges.length > 400) break;
    if (row.isHit) ranges.push(...rangesIn(row.item, wanted));
  }
  CSS.highlights.set("hit", new Highlight(...ranges));
}

function rangesIn(item, wanted) {
  const found = [];
  for (const part of item.querySelectorAll(":scope > a, :scope > bdi")) {
    for (const node of part.childNodes) {
      const text = folded(node.data ?? "");
      for (const { start, end } of text.length === node.length ? hitsIn(text, wanted) : []) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        found.push(range);
      }
    }
  }
  return found;
}

function clearSearch() {
  byId("search").value = "";
  press(all(".filters button"), "row");
  shownKind = "row";
  search();
}

function press(buttons, value) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === value));
}

// ---- Rows, and the print beside them -----------------------------------------------------------------------------

const sheets = byId("sheets");
const isNarrow = matchMedia("(max-width: 60rem)");
const rowOf = (id) => {
  const found = byId(id);
  return found?.matches("section") ? found.querySelector(".row") : found?.matches(".row") ? found : null;
};
const nameOf = (row) => row.id || row.closest("section").id;
const boxesOf = (row) => (sheets ? all(`a[href="#${nameOf(row)}"]`, sheets) : []);

function select(row, opens = false) {
  for (const other of all('.row[aria-current="true"]')) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  if (!sheets) return;
  for (const other of all("a.on", sheets)) other.classList.remove("on");
  const boxes = boxesOf(row);
  for (const box of boxes) box.classList.add("on");
  if (opens && boxes.length && isNarrow.matches) {
    document.body.classList.add("reading");
    row.scrollIntoView({ block: "nearest" });
  }
  if (boxes.length && sheets.clientHeight && getComputedStyle(sheets).overflowY !== "visible") {
    const place = boxes[0].getBoundingClientRect();
    const frame = sheets.getBoundingClientRect();
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    const left = sheets.scrollLeft + place.left - frame.left - 16;
    sheets.scrollTo({ top: sheets.scrollTop + place.top - frame.top - frame.height / 3, left, behavior });
  }
}

function follow() {
  const row = rowOf(location.hash.slice(1));
  if (!row) return;
  if (row.closest("[hidden]") || row.classList.contains("context")) clearSearch();
  select(row);
  // Where rows above are laid out only now, the first jump may miss.
  row.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => row.scrollIntoView({ block: "center" }));
}

function step(row, down) {
  const rows = all("#codes .row").filter((other) => !other.closest("[hidden]"));
  const next = rows[rows.indexOf(row) + (down ? 1 : -1)];
  (next?.querySelector("a:not(.pattern)") ?? next?.querySelector("a"))?.focus();
}

function hover(event) {
  for (const other of all(".near")) other.classList.remove("near");
  const link = event.target.closest?.("#sheets a");
  const row = link ? rowOf(link.getAttribute("href").slice(1)) : event.target.closest?.("#codes .row");
  for (const item of row ? [row, ...boxesOf(row)] : []) item.classList.add("near");
}

// ---- Languages ---------------------------------------------------------------------------------------------------

function speak(language) {
  document.documentElement.lang = language;
  press(all(".languages button"), language);
  for (const item of all("[data-t]")) item.textContent = word(item.dataset.t);
  for (const [name, attribute] of [["tLabel", "aria-label"], ["tPlaceholder", "placeholder"], ["tAlt", "alt"]]) {
    const selector = `[data-t-${attribute.replace("aria-", "")}]`;
    for (const item of all(selector)) item.setAttribute(attribute, word(item.dataset[name]));
  }
  byId("search").title = word("search.key");
  showAnswer();
  if (index) search();
}

// ---- What the reader does ----------------------------------------------------------------------------------------

for (const item of all("#ask, #tools, .languages, #close, #marks")) item.hidden = false;
byId("marks")?.addEventListener("click", ({ currentTarget }) => {
  currentTarget.setAttribute("aria-pressed", String(sheets.classList.toggle("marked")));
});
byId("number").addEventListener("input", showAnswer);
byId("search").addEventListener("input", () => {
  search();
  // On a small screen, what is found would stand below it.
  const top = byId("desk").offsetTop - byId("tools").offsetHeight;
  if (isNarrow.matches && scrollY < top) scrollTo({ top });
});
for (const button of all(".filters button")) {
  button.addEventListener("click", () => {
    shownKind = button.value;
    press(all(".filters button"), shownKind);
    search();
  });
}
for (const button of all(".languages button")) button.addEventListener("click", () => speak(button.value));
byId("close")?.addEventListener("click", () => document.body.classList.remove("reading"));
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => {
  for (const item of all("details")) item.open = true;
});
byId("codes").addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  if (!row || !getSelection().isCollapsed) return;
  // The link of a row to itself is for its address: the row is in sight, and stays where it is.
  const own = event.target.closest("a");
  if (own && rowOf(own.hash.slice(1)) === row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.replaceState(null, "", own.hash);
  }
  select(row, true);
});
byId("codes").addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (row) select(row);
});
if (sheets) document.addEventListener("mouseover", hover);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("search").focus();
    byId("search").select();
  } else if (event.key === "Escape") {
    document.body.classList.remove("reading");
    if (event.target.id === "number") {
      event.target.value = "";
      showAnswer();
    } else clearSearch();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !isTyping) {
    const row = event.target.closest("#codes .row");
    if (row) {
      event.preventDefault();
      step(row, event.key === "ArrowDown");
    }
  }
});

document.documentElement.dataset.ready = "";
speak(navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en");
if (location.hash) follow();
(globalThis.requestIdleCallback ?? setTimeout)(() => index ?? makeIndex());
