// Opens the book in a browser and uses it as a reader would. Says what is wrong
// with it, and then exits with 1.
//
//	node look.mjs BROWSER FILE
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, file] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const check = (holds, what) => { if (!holds) faults.push(what); };

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// open returns a fresh page. What it logs as an error, or loads from elsewhere, is a
// fault.
async function open(options = {}, hash = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("console", (message) => check(message.type() !== "error" && message.type() !== "warning", `console: ${message.text()}`));
  page.on("pageerror", (error) => check(false, `script: ${error}`));
  page.on("request", (request) => check(/^(file|data):/.test(request.url()), `asks for ${request.url()}`));
  await page.goto("file://" + file + hash);
  return page;
}

const visible = (page, selector) => page.locator(selector).evaluateAll((nodes) => nodes.filter((node) => node.checkVisibility()).length);

// accessible runs axe: every rule that it has for WCAG and for good practice.
async function accessible(page, where) {
  await page.evaluate(axe);
  await page.evaluate(() => { // what is made alike takes axe minutes for all
    for (const alike of ["article.claim", ".catches tbody tr", ".idle li"]) {
      document.querySelectorAll(alike).forEach((node, i) => { if (i % 8 !== 0) node.remove(); });
    }
  });
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const v of violations) check(false, `axe, ${where}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((node) => node.target + " " + node.html.slice(0, 160)).join(" | ")}`);
}

// fits says that nothing makes the page wider than the window.
async function fits(page, where) {
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  check(wide <= window, `${where}: the page is ${wide} wide in a window of ${window}`);
}

const unfold = (page) => page.evaluate(() => { for (const node of document.querySelectorAll("details")) node.open = true; });

async function search() {
  const page = await open();
  await page.keyboard.press("/");
  await page.keyboard.type("backlog");
  check((await page.locator("#hits > ol > li a").first().getAttribute("href")) !== null, "search: finds nothing for backlog");
  check((await page.locator("#hits").innerText()).includes("hint"), "search: does not explain the backlog");
  await page.locator('#hits a[href="#listen.backlog"]').first().click();
  await page.waitForURL(/#listen\.backlog$/);
  await page.locator("#hits").waitFor({ state: "hidden" });
  await page.fill("#q", "ECONNRESET");
  check((await page.locator("#hits > ol > li a").first().innerText()).startsWith("ECONNRESET: Connection reset"), "search: an error has no title");
  await page.fill("#q", "xyzzy plugh");
  check((await page.locator("#hits").innerText()).startsWith("0 answers") && await page.locator('#hits a[href^="#chapter-"]').count() > 5, "search: no hit is no help");
  await page.fill("#q", "what happens to clients in the queue when the listener closes?");
  check(await page.locator('#hits > ol > li:nth-child(-n + 2) > p > a[href="#listen.close-resets"]').count() === 1, "search: does not understand a question");
  check(await page.locator("#hits > ol > li:first-child mark").count() > 1, "search: does not show what matched");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  check(await page.evaluate(() => document.activeElement === document.querySelector("#hits > ol > li:nth-child(2) a")), "search: the arrow keys do not go through what was found");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  check(await page.evaluate(() => document.activeElement.id === "q"), "search: the arrow keys do not come back");
  await page.locator("h1").click();
  check(!(await page.locator("#hits").isVisible()), "search: a click elsewhere does not close it");
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  check(!(await page.locator("#hits").isVisible()), "search: Escape does not end it");
  await page.fill("#q", "TIME_WAIT");
  await page.reload();
  check((await page.inputValue("#q")) === "TIME_WAIT" && (await page.locator("#hits > ol > li a").first().getAttribute("href")) === "#term-time-wait", "search: the address does not have it");
  await page.context().close();
}

// severalPages has the index in a script that several pages share, as a folder of pages
// needs it: what it finds may be on another page.
async function severalPages() {
  const text = readFileSync(file, "utf8");
  const holder = /<script id="search-index" type="application\/json">(.*?)<\/script>/s;
  const index = JSON.parse(text.match(holder)[1]);
  for (const entry of index.entries) entry.page = "words.html";
  writeFileSync(file.replace(/[^/]*$/, "search-index.js"), "globalThis.searchIndex = " + JSON.stringify(index));
  const shared = file.replace(/[^/]*$/, "shared.html");
  writeFileSync(shared, text.replace(holder, '<script id="search-index" type="application/json" data-src="search-index.js"></script>'));
  const page = await open();
  await page.goto("file://" + shared);
  await page.fill("#q", "backlog");
  check((await page.locator("#hits > ol > li a").first().getAttribute("href")) === "words.html#term-queue", "several pages: the search does not find what is on another page");
  await page.context().close();
}

async function filters() {
  const page = await open();
  const all = await visible(page, "article.claim");
  check(all > 60, `filters: only ${all} claims at first`);
  await page.selectOption("#f-verdict", "refuted");
  const refuted = await visible(page, "article.claim");
  check(refuted > 0 && refuted < all && refuted === await visible(page, "article.claim.refuted"), `filters: ${refuted} refuted claims`);
  check(refuted === await visible(page, "tr[data-claim]"), "filters: the matrix has other claims than the chapters");
  await page.selectOption("#f-has", "failed");
  check(await visible(page, "article.claim") < refuted, "filters: two are no narrower than one");
  await page.evaluate(() => { location.hash = "#recv.excess-kept"; });
  await page.waitForFunction(() => document.getElementById("recv.excess-kept").checkVisibility());
  await page.click("button[type=reset]");
  await page.waitForFunction((n) => [...document.querySelectorAll("article.claim")].filter((node) => node.checkVisibility()).length === n, all);
  await page.context().close();
}

async function permalinks() {
  const page = await open({}, "#recv.excess-kept");
  await page.waitForFunction(() => Math.abs(document.getElementById("recv.excess-kept").getBoundingClientRect().top) < innerHeight);
  const anchor = await page.locator('[id="recv.excess-kept"] tr[id^=spec-]').first().getAttribute("id");
  await page.evaluate((id) => { location.hash = "#" + id; }, anchor);
  await page.waitForFunction((id) => document.getElementById(id).querySelector("details").open, anchor);
  const broken = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(decodeURIComponent(id))));
  check(broken.length === 0, `permalinks: nothing is at ${broken.slice(0, 5)}`);
  const out = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")).filter((href) => !/^(#|https?:|data:)/.test(href)));
  check(out.length === 0, `permalinks: a file alone does not have ${out.slice(0, 5)}`);
  const twice = await page.evaluate(() => { const seen = new Set(); return [...document.querySelectorAll("[id]")].map((node) => node.id).filter((id) => seen.has(id) || !seen.add(id)); });
  check(twice.length === 0, `permalinks: two places are ${twice.slice(0, 5)}`);
  await page.context().close();
}

// answers are the entries of errors and calls, and what specs say of their helpers.
async function answers() {
  const page = await open({}, "#error-EPIPE");
  await page.waitForFunction(() => document.getElementById("error-EPIPE").checkVisibility());
  check(!(await page.locator('[id="call-recv"]').isVisible()), "answers: all are unfolded");
  await page.evaluate(() => { location.hash = "#call-recv"; });
  await page.waitForFunction(() => document.getElementById("call-recv").checkVisibility());
  check(await page.locator("#unasked").count() === 0, "answers: an error that the runs gave has no entry");
  await page.evaluate(() => {
    const code = [...document.querySelectorAll("td.s pre.code")].find((node) => /\b(recvExactly|RecvExactly)\b/.test(node.textContent));
    for (let node = code.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  });
  await page.locator("td.s ul.helpers").first().waitFor();
  check((await page.locator("td.s ul.helpers").first().innerText()).includes("receives"), "answers: a spec does not say what its helpers do");
  await page.context().close();
}

// languages are a matter of style: they work without the script too.
async function languages(javaScriptEnabled) {
  const page = await open({ javaScriptEnabled });
  const chinese = page.locator("#findings .zh").first(), english = page.locator("#findings .en").first();
  const where = `languages ${javaScriptEnabled ? "with" : "without"} the script`;
  check(await english.isVisible() && !(await chinese.isVisible()), `${where}: not English at first`);
  await page.check("#lang-zh");
  check(await chinese.isVisible() && !(await english.isVisible()), `${where}: no Chinese`);
  await page.check("#lang-both");
  check(await chinese.isVisible() && await english.isVisible(), `${where}: not both`);
  if (javaScriptEnabled) {
    await page.reload();
    check(await page.isChecked("#lang-both"), `${where}: forgotten`);
  }
  await page.context().close();
}

async function withoutScript() {
  const page = await open({ javaScriptEnabled: false });
  check(await page.locator("article.claim").count() > 60, "without the script: claims are missing");
  check(!(await page.locator("#q").isVisible()) && !(await page.locator("#f-verdict").isVisible()), "without the script: there are controls that do nothing");
  await page.context().close();
}

async function looks() {
  const light = await open();
  await accessible(light, "light");
  await light.context().close();
  const dark = await open({ colorScheme: "dark" });
  check((await dark.evaluate(() => getComputedStyle(document.body).backgroundColor)) !== "rgb(252, 252, 250)", "dark: it is light");
  await dark.fill("#q", "reset");
  await unfold(dark);
  await accessible(dark, "dark, searching, all unfolded");
  await dark.context().close();
  for (const width of [360, 1920]) {
    const page = await open({ viewport: { width, height: 740 } });
    await unfold(page);
    await fits(page, `${width} px`);
    await page.check("#lang-both");
    await fits(page, `${width} px, both languages`);
    await page.context().close();
  }
  const page = await open({ colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  check(!(await page.locator(".bar").isVisible()), "print: the bar is there");
  check((await page.evaluate(() => getComputedStyle(document.body).color)) === "rgb(28, 31, 34)", "print: it is not dark on light");
  await page.context().close();
}

try {
  await search();
  await severalPages();
  await filters();
  await permalinks();
  await answers();
  await languages(true);
  await languages(false);
  await withoutScript();
  await looks();
} catch (error) {
  check(false, `it could not be used: ${error.stack}`);
}
await browser.close();
for (const fault of faults) console.log(fault);
if (faults.length === 0) console.log("search, filters, permalinks, answers, languages, no script, axe in light and dark, widths, print: nothing is wrong");
process.exit(faults.length > 0 ? 1 : 0);
