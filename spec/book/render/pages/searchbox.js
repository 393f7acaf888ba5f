"use strict";
// The box that is searched with, and what it finds: see search.js.
(() => {
  const q = document.getElementById("q"), hits = document.getElementById("hits");
  const most = 10;

  function make(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }
  const both = (en, zh) => [make("span", { class: "en" }, ...[en].flat()), make("span", { class: "zh", lang: "zh-Hans" }, ...[zh].flat())];

  // The index is taken when it is first needed: from the page or, where a book has
  // several, from the script that all have in common.
  const holder = document.getElementById("search-index");
  let index, ready;
  function whenReady(then) {
    if (ready) { then(); return; }
    const begin = (data) => { index = data; ready = newSearch(index); then(); };
    if (!holder.dataset.src) { begin(JSON.parse(holder.textContent)); return; }
    const script = make("script", { src: holder.dataset.src });
    script.addEventListener("load", () => ready ? then() : begin(globalThis.searchIndex));
    document.head.append(script);
  }

  const address = ({ page, at }) => (page ?? "") + "#" + encodeURIComponent(at);
  const kinds = {
    holds: ["holds", "成立"], "holds-if": ["holds if", "有条件成立"], refuted: ["refuted", "不成立"],
    word: ["a word", "词汇"], error: ["an error", "错误"], call: ["a call", "调用"],
  };

  const marked = (text, marks) => marks(text).map((piece) => (piece.hit ? make("mark", {}, piece.text) : piece.text));

  // hitOf is an entry, and the sentence of it that says what was asked.
  function hitOf({ entry, best }, marks) {
    const kind = entry.verdict ?? entry.kind;
    const titles = entry.titles.map((title) => marked(title, marks));
    const title = titles.length > 1 ? both(titles[0], titles[1]) : titles[0]; // some are the same in both languages
    const item = make("li", {}, make("p", {},
      make("a", { href: address(entry) }, ...title), " ",
      make("b", { class: "badge " + kind }, ...both(...kinds[kind] ?? [kind, kind]))));
    if (best) {
      const said = marked(best.text, marks);
      item.append(make("p", /\p{Script=Han}/u.test(best.text) ? { lang: "zh-Hans" } : {}, ...(best.at ? [make("a", { href: address({ ...entry, at: best.at }) }, ...said)] : said)));
    }
    return item;
  }

  // found says what was found and, for words that the book does not have, what was looked
  // for instead.
  function found({ hits: all, unknown }) {
    const line = make("p", { class: "muted", role: "status" }, ...both(`${all.length} answers`, `${all.length} 条结果`));
    for (const { text, mended } of unknown) {
      line.append(". ", ...(mended
        ? both(`The book does not have “${text}”; looked for “${mended}…”`, `书中没有“${text}”，改为查找“${mended}…”`)
        : both(`The book does not have “${text}”`, `书中没有“${text}”`)));
    }
    return line;
  }

  // nothing is what to do where nothing was found.
  function nothing() {
    return [
      make("p", {}, ...both("Try an error's name (ECONNRESET), a call (recv), or fewer words. What the book is about:", "可以试试错误名（ECONNRESET）、调用名（recv），或少几个词。本书的内容：")),
      make("ul", { class: "chapters" }, ...index.chapters.map((chapter) => make("li", {}, make("a", { href: address(chapter) }, ...both(...chapter.titles))))),
    ];
  }

  function show() {
    const typed = q.value.trim();
    hits.hidden = typed === "";
    hits.replaceChildren();
    if (typed === "") return;
    const result = ready.find(typed);
    hits.append(found(result));
    if (result.hits.length === 0) hits.append(...nothing());
    else hits.append(make("ol", {}, ...result.hits.slice(0, most).map((hit) => hitOf(hit, result.marks))));
    if (result.hits.length > most) hits.append(make("p", { class: "muted" }, ...both(`and ${result.hits.length - most} more: add a word`, `还有 ${result.hits.length - most} 条：请多输入一个词`)));
  }
  const search = () => whenReady(show);

  // The address has what is searched for, where the browser lets a page change that.
  function remember() {
    const url = new URL(location.href);
    if (q.value) url.searchParams.set("q", q.value); else url.searchParams.delete("q");
    try { history.replaceState(history.state, "", url); } catch { /* the address stays as it is */ }
  }

  const close = () => { hits.hidden = true; };
  q.addEventListener("input", () => { search(); remember(); });
  q.addEventListener("focus", () => setTimeout(search)); // the box first, and then the index
  q.form.addEventListener("submit", (event) => {
    event.preventDefault();
    hits.querySelector("a")?.click();
  });
  hits.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("pointerdown", (event) => { if (!hits.contains(event.target) && !q.form.contains(event.target)) close(); });

  // The arrow keys go from the box through what was found, and back.
  function step(by) {
    const stops = [q, ...hits.querySelectorAll("li > p:first-child a, ul.chapters a")];
    stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + by))]?.focus();
  }
  document.addEventListener("keydown", (event) => {
    const here = event.target === q || hits.contains(event.target);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (here && by && !hits.hidden) { event.preventDefault(); step(by); }
    if (here && event.key === "Escape") { q.value = ""; remember(); q.focus(); close(); }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); q.focus(); }
  });

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) { q.value = asked; search(); }
})();
