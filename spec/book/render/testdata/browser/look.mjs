// Opens the book in a browser and uses it as a reader would. Says what is wrong
// with it, and then exits with 1.
//
//	node look.mjs BROWSER FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, folder] = process.argv.slice(2);
const pages = readdirSync(folder).filter((name) => name === "index.html" || /^book-.*\.html$/.test(name));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const check = (holds, what) => { if (!holds) faults.push(what); };

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// open returns a fresh window with a page of the book. What it logs as an error, or loads from elsewhere, is a
// fault.
async function open(name = "index.html", options = {}, hash = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("console", (message) => check(message.type() !== "error" && message.type() !== "warning", `console: ${message.text()}`));
  page.on("pageerror", (error) => check(false, `script: ${error}`));
  page.on("request", (request) => check(/^(file|data):/.test(request.url()), `asks for ${request.url()}`));
  await page.goto("file://" + join(resolve(folder), name) + hash);
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
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
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
  await page.locator('#hits a[href$="#listen.backlog"]').first().click();
  await page.waitForURL(/book-chapter-accept\.html#listen\.backlog$/);
  await page.goBack();
  await page.fill("#q", "ECONNRESET");
  check((await page.locator("#hits > ol > li a").first().innerText()).startsWith("ECONNRESET: Connection reset"), "search: an error has no title");
  await page.fill("#q", "xyzzy plugh");
  check((await page.locator("#hits").innerText()).startsWith("0 answers") && await page.locator('#hits a[href*="#chapter-"]').count() > 5, "search: no hit is no help");
  await page.fill("#q", "what happens to clients in the queue when the listener closes?");
  check(await page.locator('#hits > ol > li:nth-child(-n + 2) > p > a[href$="#listen.close-resets"]').count() === 1, "search: does not understand a question");
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
  check((await page.inputValue("#q")) === "TIME_WAIT" && (await page.locator("#hits > ol > li a").first().getAttribute("href")) === "book-words.html#term-time-wait", "search: the address does not have it");
  await page.context().close();
}

async function filters() {
  const page = await open("book-matrix.html");
  const all = await visible(page, "tr[data-claim]");
  check(all > 60, `filters: only ${all} claims at first`);
  await page.selectOption("#f-verdict", "refuted");
  const refuted = await visible(page, "tr[data-claim]");
  check(refuted > 0 && refuted < all && refuted === await visible(page, 'tr[data-verdict="refuted"]'), `filters: ${refuted} refuted claims`);
  await page.selectOption("#f-has", "failed");
  check(await visible(page, "tr[data-claim]") < refuted, "filters: two are no narrower than one");
  await page.click("button[type=reset]");
  await page.waitForFunction((n) => [...document.querySelectorAll("tr[data-claim]")].filter((node) => node.checkVisibility()).length === n, all);
  check(/^\d+ of \d+ claims$/.test(await page.innerText("#shown")), "filters: does not count the claims");
  await page.check("#lang-zh");
  check(/^\d+ 条说法中的 \d+ 条$/.test(await page.innerText("#shown")), "filters: does not count the claims in Chinese");
  check((await page.locator("#f-verdict option").allInnerTexts()).join() === "不限,成立,有条件成立,不成立", "filters: are not in Chinese");
  check((await page.title()).endsWith("套接字的真实行为"), "filters: the title is not in Chinese");
  await page.check("#lang-en");
  check((await page.title()).endsWith("How sockets really behave") && (await page.locator("#f-level option").first().innerText()) === "any", "filters: do not come back to English");
  await page.context().close();
}

// permalinks are true from page to page, and those of a book of one page as well.
async function permalinks() {
  const page = await open("index.html", {}, "#recv.excess-kept");
  await page.waitForURL(/book-chapter-recv\.html#recv\.excess-kept$/);
  await page.waitForFunction(() => Math.abs(document.getElementById("recv.excess-kept").getBoundingClientRect().top) < innerHeight);
  const anchor = await page.locator('[id="recv.excess-kept"] tr[id^=spec-]').first().getAttribute("id");
  await page.evaluate((id) => { location.hash = "#" + id; }, anchor);
  await page.waitForFunction((id) => document.getElementById(id).querySelector("details").open, anchor);
  await page.context().close();
}

// answers are the entries of errors and calls, and what specs say of their helpers.
async function answers() {
  const page = await open("book-errors.html", {}, "#error-EPIPE");
  await page.waitForFunction(() => document.getElementById("error-EPIPE").checkVisibility());
  check(await page.locator("#unasked").count() === 0, "answers: an error that the runs gave has no entry");
  check(!(await page.locator('[id="error-EMFILE"]').isVisible()), "answers: all are unfolded");
  await page.evaluate(() => { location.hash = "#call-recv"; });
  await page.waitForURL(/book-calls\.html#call-recv$/);
  await page.waitForFunction(() => document.getElementById("call-recv").checkVisibility());
  await page.goto("file://" + join(resolve(folder), "book-chapter-recv.html"));
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
  const page = await open("book-findings.html", { javaScriptEnabled });
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
  const page = await open("book-matrix.html", { javaScriptEnabled: false });
  check(await page.locator("tr[data-claim]").count() > 60, "without the script: claims are missing");
  check(!(await page.locator("#q").isVisible()) && !(await page.locator("#f-verdict").isVisible()), "without the script: there are controls that do nothing");
  await page.context().close();
}

// looks has every page be as wide as the window, and tried by axe in one light or the other.
async function looks() {
  for (const [i, name] of pages.entries()) {
    const dark = i % 2 === 1;
    const page = await open(name, { colorScheme: dark ? "dark" : "light" });
    await unfold(page);
    for (const width of [360, 768, 1920]) {
      await page.setViewportSize({ width, height: 740 });
      for (const language of ["lang-both", "lang-en"]) {
        await page.check("#" + language);
        await fits(page, `${name}, ${width} px, ${language}`);
      }
    }
    if (dark) await page.fill("#q", "reset");
    await accessible(page, `${name}, ${dark ? "dark, searching" : "light"}, all unfolded`);
    await page.context().close();
  }
  const dark = await open("index.html", { colorScheme: "dark" });
  check((await dark.evaluate(() => getComputedStyle(document.body).backgroundColor)) !== "rgb(252, 252, 250)", "dark: it is light");
  await dark.emulateMedia({ media: "print" });
  check(!(await dark.locator(".bar").isVisible()), "print: the bar is there");
  check((await dark.evaluate(() => getComputedStyle(document.body).color)) === "rgb(28, 31, 34)", "print: it is not dark on light");
  await dark.context().close();
}

try {
  await search();
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
