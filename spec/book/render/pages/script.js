"use strict";
// The page is complete without this: it searches, filters, remembers the language,
// and opens what a link points into.
(() => {
  const $ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const make = (name, text, attributes = {}) => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };

  const claims = $("article.claim").map((article) => ({
    id: article.id,
    article,
    row: $("tr[data-claim]").find((row) => row.dataset.claim === article.id),
    verdict: article.dataset.verdict,
    level: article.dataset.level,
    has: article.dataset.has.split(" "),
    says: article.querySelector("h3 q"),
    truth: article.querySelector(":scope > .truth"),
    specs: specsOf(article),
    // What is said counts most, then the specs, then all the rest.
    head: fold(article.id + " " + article.querySelector("h3").textContent + " " + (article.querySelector(":scope > .truth")?.textContent ?? "")),
    all: fold(article.textContent),
  }));
  const terms = $("#glossary dt").map((dt) => ({ dt, all: fold(dt.textContent + " " + dt.nextElementSibling.textContent) }));

  function fold(text) { return text.toLowerCase().replace(/\s+/g, " "); }

  function specsOf(article) {
    let path = "";
    const found = [];
    for (const row of $(".specs tbody tr, .observed tbody tr", article)) {
      if (row.classList.contains("path")) { path = row.textContent.trim() + " "; continue; }
      const sentence = row.querySelector("td.s summary, td.s > a")?.textContent ?? row.querySelector("td.s")?.firstChild?.textContent;
      const text = sentence ? path + sentence.trim().replace(/\s+/g, " ") : observedOf(row);
      found.push({ id: row.id || article.id, text, all: fold(text) });
    }
    return found;
  }

  function observedOf(row) {
    const heads = $("thead th", row.closest("table")).slice(2).map((th) => th.textContent);
    const values = $("td", row).slice(1).map((td) => td.textContent);
    const alike = values.every((value) => value === values[0]);
    const told = alike ? values[0] : heads.map((head, i) => `${head} ${values[i]}`).join(", ");
    return `observed: ${row.querySelector("th").textContent}: ${told}`;
  }

  for (const node of $(".js")) node.hidden = false;

  // Search.
  const q = byId("q"), hits = byId("hits"), shown = byId("shown");
  const every = (text, words) => words.every((word) => text.includes(word));

  // A question is its words without those that every question has, and without the
  // endings that only grammar wants: "listeners closing" finds "the listener is closed".
  const idle = new Set("a an and are at be by can do does for from happens has have how i if in is it its of on or that the then there to was what when where which who why will with".split(" "));
  const stem = (word) => (word.length > 4 ? word.replace(/(ings?|ers?|ed|es|s)$/, "") : word);
  function wordsOf(text) {
    const words = fold(text).replace(/[?!,;]/g, " ").split(" ").filter(Boolean);
    const telling = words.filter((word) => !idle.has(word));
    return (telling.length ? telling : words).map(stem);
  }

  // The more words and the nearer to what is said, the better.
  function rank(claim, words) {
    let score = 0, missing = 0;
    for (const word of words) {
      if (claim.head.includes(word)) score += 5;
      else if (claim.specs.some((spec) => spec.all.includes(word))) score += 2;
      else if (claim.all.includes(word)) score += 1;
      else missing++;
    }
    if (claim.specs.some((spec) => every(spec.all, words))) score += 8;
    return score - missing * 100;
  }

  function found(words) {
    const ranked = claims.map((claim) => [rank(claim, words), claim]).sort((a, b) => b[0] - a[0]);
    const all = ranked.filter(([score]) => score > 0);
    if (all.length || words.length < 3) return all;
    // Nobody has said all of it: those that have said most.
    return ranked.filter(([score]) => score > -100 * Math.ceil(words.length / 3));
  }

  // nearest are the specs with the most of the words, if that is most of the words.
  function nearest(specs, words) {
    const counted = specs.map((spec) => [words.filter((word) => spec.all.includes(word)).length, spec]);
    const most = Math.max(...counted.map(([n]) => n), words.length / 2);
    return counted.filter(([n]) => n === most).map(([, spec]) => spec);
  }

  function hitOf(claim, words) {
    const item = make("li"), head = make("p");
    const link = make("a", "", { href: "#" + claim.id });
    link.append(...[...claim.says.children].map((part) => part.cloneNode(true)));
    head.append(link, " ", claim.article.querySelector(".badge").cloneNode(true));
    item.append(head);
    if (claim.truth) {
      const truth = claim.truth.cloneNode(true);
      truth.querySelector(".lbl").remove();
      item.append(truth);
    }
    const specs = nearest(claim.specs, words).slice(0, 4);
    if (specs.length) {
      const list = make("ul");
      for (const spec of specs) {
        const line = make("li");
        line.append(make("a", spec.text, { href: "#" + spec.id }));
        list.append(line);
      }
      item.append(list);
    }
    return item;
  }

  function search() {
    const words = wordsOf(q.value);
    hits.hidden = words.length === 0;
    hits.replaceChildren();
    if (hits.hidden) return;
    const good = found(words);
    const explained = terms.filter((term) => every(term.all, words)).slice(0, 4);
    hits.append(make("p", `${good.length} of ${claims.length} claims` + (explained.length ? `, ${explained.length} of the glossary's words` : ""), { class: "muted", role: "status" }));
    const list = make("ol");
    list.append(...good.slice(0, 12).map(([, claim]) => hitOf(claim, words)));
    for (const { dt } of explained) {
      const item = make("li"), line = make("p");
      const link = make("a", "", { href: "#" + dt.id });
      link.append(...[...dt.children].map((part) => part.cloneNode(true)));
      line.append(link, ": ", ...[...dt.nextElementSibling.children].map((part) => part.cloneNode(true)));
      item.append(line);
      list.append(item);
    }
    hits.append(list);
    if (good.length > 12) hits.append(make("p", `and ${good.length - 12} more: add a word`, { class: "muted" }));
  }

  function endSearch() { q.value = ""; search(); }
  q.addEventListener("input", search);
  q.form.addEventListener("submit", (event) => {
    event.preventDefault();
    hits.querySelector("a")?.click();
  });
  hits.addEventListener("click", (event) => { if (event.target.closest("a")) hits.hidden = true; });
  q.addEventListener("focus", search);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (event.target === q || hits.contains(event.target))) { endSearch(); q.focus(); }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); q.focus(); }
  });

  // Filters.
  const verdict = byId("f-verdict"), level = byId("f-level"), has = byId("f-has");
  function filter() {
    let count = 0;
    for (const claim of claims) {
      const fits = (!verdict.value || claim.verdict === verdict.value) && (!level.value || claim.level === level.value) && (!has.value || claim.has.includes(has.value));
      claim.article.hidden = !fits;
      if (claim.row) claim.row.hidden = !fits;
      if (fits) count++;
    }
    for (const chapter of $(".chapterbody")) chapter.hidden = !chapter.querySelector("article.claim:not([hidden])");
    for (const body of $(".matrix tbody")) body.hidden = !body.querySelector("tr[data-claim]:not([hidden])");
    shown.textContent = `${count} of ${claims.length} claims, here and in the chapters`;
  }
  const filters = verdict.form;
  filters.addEventListener("change", filter);
  filters.addEventListener("reset", () => setTimeout(filter));
  filters.addEventListener("submit", (event) => event.preventDefault());
  filter();

  // What a link points into is opened, and shown whatever the filters say.
  function reveal() {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) { filters.reset(); for (const node of [target.closest("article"), target.closest("section")]) if (node) node.hidden = false; }
    for (let node = target.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    const own = target.tagName === "TR" ? target.querySelector("details") : null;
    if (own) own.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // The language is remembered, where the browser lets a page remember.
  const radios = $("input[name=lang]");
  const language = () => radios.find((radio) => radio.checked).id;
  const store = (use) => { try { return use(localStorage); } catch { return null; } };
  for (const radio of radios) radio.addEventListener("change", () => store((s) => s.setItem("socketspec-language", language())));
  const known = byId(store((s) => s.getItem("socketspec-language")) ?? "");
  if (known && radios.includes(known)) known.checked = true;
})();
