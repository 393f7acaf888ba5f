// Has the search of the book answer what is typed, without a page.
//
//	node ask.js SCRIPT < {"index": …, "typed": […]}
"use strict";
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");

runInThisContext(readFileSync(process.argv[2], "utf8"), process.argv[2]);
const { index, typed } = JSON.parse(readFileSync(0, "utf8"));
const search = newSearch(index); // eslint-disable-line no-undef
console.log(JSON.stringify(typed.map((text) => {
  const { hits, unknown } = search.find(text);
  return { At: hits.map(({ entry }) => entry.at), Sentence: hits[0]?.best?.text ?? "", Mended: unknown.map(({ mended }) => mended) };
})));
