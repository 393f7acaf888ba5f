"use strict";
// The page is complete without this: it filters, remembers the language, and opens what
// a link points into. What searches is beside it: search.js, searchbox.js.
(() => {
  const $ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  // A claim has a row in the matrix, and an article in its chapter, which may be another page.
  const claims = $("tr[data-claim]").map((row) => ({
    row,
    article: byId(row.dataset.claim),
    verdict: row.dataset.verdict,
    level: row.dataset.level,
    has: row.dataset.has.split(" "),
  }));

  for (const node of $(".js")) node.hidden = false;

  // Filters.
  const shown = byId("shown");
  const verdict = byId("f-verdict"), level = byId("f-level"), has = byId("f-has");
  function filter() {
    let count = 0;
    for (const claim of claims) {
      const fits = (!verdict.value || claim.verdict === verdict.value) && (!level.value || claim.level === level.value) && (!has.value || claim.has.includes(has.value));
      claim.row.hidden = !fits;
      if (claim.article) claim.article.hidden = !fits;
      if (fits) count++;
    }
    for (const chapter of $(".chapterbody")) chapter.hidden = !chapter.querySelector("article.claim:not([hidden])");
    for (const body of $(".matrix tbody")) body.hidden = !body.querySelector("tr[data-claim]:not([hidden])");
    shown.textContent = language() === "lang-zh" ? `${claims.length} 条说法中的 ${count} 条` : `${count} of ${claims.length} claims`;
  }
  const filters = verdict?.form;
  if (filters) {
    filters.addEventListener("change", filter);
    filters.addEventListener("reset", () => setTimeout(filter));
    filters.addEventListener("submit", (event) => event.preventDefault());
  }

  // elsewhere goes to the page that has what a link points at: a permalink stays true
  // when its place has moved to another page.
  function elsewhere(id) {
    const source = document.documentElement.dataset.places;
    if (!source || !id) return;
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", () => {
      const page = Object.keys(bookPlaces).find((page) => bookPlaces[page].includes(id));
      if (page) location.replace(`${page}#${encodeURIComponent(id)}`);
    });
    document.head.append(script);
  }

  // What a link points into is opened, and shown whatever the filters say.
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = byId(id);
    if (!target) { elsewhere(id); return; }
    if (target.closest("[hidden]")) { filters?.reset(); for (const node of [target.closest("article"), target.closest("section")]) if (node) node.hidden = false; }
    for (let node = target.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    const own = target.tagName === "TR" ? target.querySelector("details") : null;
    if (own) own.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // What scrolls is a stop of the tab key only while something of it is out of sight.
  const scrolling = $(".scroll, pre[tabindex]");
  function stops() {
    const over = scrolling.map((node) => node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight);
    scrolling.forEach((node, i) => { if (over[i]) node.tabIndex = 0; else node.removeAttribute("tabindex"); });
  }
  addEventListener("resize", stops);
  document.addEventListener("toggle", stops, true);
  stops();

  // The language is remembered, where the browser lets a page remember. What no markup can
  // have in both is put here.
  const radios = $("input[name=lang]");
  const language = () => radios.find((radio) => radio.checked).id;
  const store = (use) => { try { return use(localStorage); } catch { return null; } };
  const title = document.title;
  const options = $("option[data-zh]").map((node) => ({ node, en: node.textContent, zh: node.dataset.zh }));
  function speak() {
    const zh = language() === "lang-zh";
    document.title = zh ? document.documentElement.dataset.titleZh : title;
    for (const option of options) option.node.textContent = zh ? option.zh : option.en;
    if (filters) filter();
  }
  for (const radio of radios) radio.addEventListener("change", () => { store((s) => s.setItem("socketspec-language", language())); speak(); });
  const known = byId(store((s) => s.getItem("socketspec-language")) ?? "");
  if (known && radios.includes(known)) known.checked = true;
  speak();
})();
