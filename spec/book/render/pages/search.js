"use strict";
// Search without a page: newSearch(index) answers what is typed with the entries of the
// index. See search.go for what is in it.
function newSearch({ entries, synonyms }) {
  // How much a word counts, by where it stands: in what an entry is about, and in what
  // comes with that, which all together counts no more than most.
  const weights = { title: 8, id: 4, truth: 4, note: 1.5, spec: 1, observed: 0.5, clause: 0.5, code: 0.5 };
  const most = 3;

  // Words that every question has say nothing.
  const idle = new Set(("a about am an and any between compared difference versus vs are as at be been but by can could did do does doing for from get gets getting give given go got had happen " +
    "happens has have how i if in into is it its just know me mean means my no not of on one or our say said says saying shall should so some than that the their them then " +
    "there these they this to told tell tells us was we were what when where which who why will with would you your " +
    "怎么 怎样 如何 为什么 为何 什么 是什么 吗 呢 是否 能否 可以 判断 知道 怎么办 会 的 了 是 区别 和 与").split(" "));

  // Words that are about everything say little.
  const broad = new Set("connection socket server client program system data python linux code tcp message network call return give take use never always ever forever still many much".split(" ").map(stem));

  // What the names of one thing may have between their words.
  const filler = new Set("a an the is are was were be been to of in on at by".split(" "));

  // lower has letters as they are compared, each in its place.
  const lower = (text) => text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).toLowerCase();

  // stem takes off the endings that only grammar wants.
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    for (const ending of [/s$/, /(ing|ed|er)$/, /e$/]) {
      const short = word.replace(ending, "");
      if (short.length > 2 && !(ending.source === "s$" && /[su]$/.test(short))) word = short;
    }
    return word.replace(/([^aeiouls])\1$/, "$1");
  }

  const run = /\p{Script=Han}+|[a-z0-9]+(?:(?:[_\-.'’/]|(?<=\d),(?=\d))[a-z0-9]+)*/gu;
  const seam = /[_\-.'’/]|(?<=[a-z]{2})(?=[A-Z][a-z])/;

  // inside are the words of a run of letters, or the run if it is Chinese, each with its
  // place in it. The same runs come again and again.
  const met = new Map();
  function inside(letters) {
    if (!met.has(letters)) met.set(letters, split(letters));
    return met.get(letters);
  }
  function split(letters) {
    const folded = lower(letters), to = letters.length;
    if (/\p{Script=Han}/u.test(folded)) return [{ han: folded, from: 0, to }];
    if (/^\d+(?:[.,]\d+)+$/.test(folded)) return [{ word: folded.replaceAll(",", ""), from: 0, to }];
    let end = 0;
    const parts = letters.split(seam).map((part) => {
      const from = letters.indexOf(part, end);
      end = from + part.length;
      const raw = folded.slice(from, end);
      return { word: stem(raw), raw, from, to: end, part: folded[from - 1] === "_" || folded[end] === "_" };
    }).filter(({ raw, from }, i) => i === 0 || raw.length > 1 || !/['’]/.test(folded[from - 1]));
    return parts.length > 1 ? [...parts, { word: joined(parts), from: 0, to, whole: true }] : parts;
  }

  // plain are the words of a text, each with its place.
  function plain(text) {
    const words = [];
    for (const { 0: found, index } of lower(text).matchAll(run)) {
      for (const { word, raw, han, part, whole, from, to } of inside(text.slice(index, index + found.length))) {
        words.push({ word, raw, han, part, whole, from: from + index, to: to + index });
      }
    }
    return words;
  }
  const joined = (parts) => stem(parts.map((part) => part.raw ?? part.word).join(""));
  const without = (words, some) => words.filter((word) => !word.whole && !some.has(word.raw ?? word.han));

  // The names that the synonyms have, by how they begin.
  const byFirst = new Map(), byWhole = new Map(), byHan = new Map();
  const into = (map, key, value) => { if (!map.has(key)) map.set(key, []); map.get(key).push(value); };
  synonyms.forEach((line, i) => {
    for (const name of line) {
      const words = without(plain(name), filler);
      if (words.length === 0) continue;
      const sequence = words.map((word) => word.word ?? word.han);
      into(/\p{Script=Han}/u.test(sequence[0]) ? byHan : byFirst, /\p{Script=Han}/u.test(sequence[0]) ? sequence[0][0] : sequence[0], { sequence, concept: "=" + i });
      if (words.length > 1 && words.every((word) => word.raw)) into(byWhole, joined(words), "=" + i);
    }
  });

  // concepts are the synonyms in a text.
  function concepts(words) {
    const found = [];
    const told = without(words, filler);
    const add = (concept, from, to, n) => found.push({ word: concept, from, to, n });
    told.forEach((word, i) => {
      const fits = ({ sequence }) => sequence.every((part, k) => k === 0 || (told[i + k]?.word ?? told[i + k]?.han ?? "") === part || (k === sequence.length - 1 && told[i + k]?.han?.startsWith(part)));
      for (const name of byFirst.get(word.word) ?? []) {
        if (fits(name) && !(word.part && name.sequence.length === 1)) add(name.concept, word.from, told[i + name.sequence.length - 1].to, name.sequence.length);
      }
      for (let k = 0; k < (word.han?.length ?? 0); k++) {
        for (const { sequence, concept } of byHan.get(word.han[k]) ?? []) {
          const here = sequence.length === 1 ? word.han.startsWith(sequence[0], k) : word.han.slice(k) === sequence[0] && fits({ sequence });
          if (here) add(concept, word.from + k, sequence.length === 1 ? word.from + k + sequence[0].length : told[i + sequence.length - 1].to, sequence.join("").length);
        }
      }
    });
    for (const word of words) for (const concept of byWhole.get(word.word) ?? []) add(concept, word.from, word.to, 2);
    return found;
  }

  // pairs are the Chinese of a text, two by two.
  function pairs({ han, from }) {
    if (han.length === 1) return [{ word: han, from, to: from + 1 }];
    return Array.from({ length: han.length - 1 }, (_, i) => ({ word: han.slice(i, i + 2), from: from + i, to: from + i + 2 }));
  }

  // wordsOf are all words by which a text is found.
  function wordsOf(text) {
    const words = plain(text);
    return [...words.flatMap((word) => (word.han ? pairs(word) : idle.has(word.raw) ? [] : [word])), ...concepts(words)];
  }

  // Names that are the system's own are asked for exactly by each of their synonyms.
  const isName = /^[A-Z0-9_-]+$/;

  // specsOf are the sentences of an entry's specs, each with its place.
  const specsOf = ({ specs }) => (specs ?? []).flatMap(([path, ...pairs]) =>
    pairs.flatMap((text, i) => (i % 2 ? [] : [["spec", `${path} ${text}`, "spec-" + pairs[i + 1]]])));

  // The entries, as they are searched.
  const often = new Map(); // how many entries have a word: less than one, where it stands for little
  const docs = entries.map((entry) => {
    const words = new Map(), beside = new Map();
    const texts = [["id", entry.at], ...entry.titles.map((title) => ["title", title]), ...entry.texts ?? [], ...specsOf(entry)].map(([kind, text, at]) => {
      const found = new Set(wordsOf(text).map((word) => word.word));
      const weight = weights[kind] * (weights[kind] < weights.truth ? 1 : 0.6 + 8 / (8 + found.size)); // short ones are to the point
      const sums = weights[kind] < weights.truth ? beside : words;
      for (const word of found) sums.set(word, (sums.get(word) ?? 0) + weight);
      return { kind, text, at, words: found, weight };
    });
    for (const [word, sum] of beside) words.set(word, (words.get(word) ?? 0) + Math.min(sum, most));
    for (const [word, weight] of words) often.set(word, (often.get(word) ?? 0) + Math.min(1, weight / 6));
    return { entry, words, texts: texts.filter(({ kind }) => kind !== "id" && kind !== "code"), names: new Set(entry.kind === "claim" ? [entry.at] : entry.names.map(canonical)) };
  });
  const rarity = (word) => Math.log((docs.length + 1) / ((often.get(word) ?? 0) + 0.5));

  // canonical is a name, or what is typed, if it is asked for by just that.
  function canonical(text) {
    const words = plain(text.replace(/^\s*(?:\w+\.)*(\w+)\s*\([^()]*\)?\s*$/, "$1"));
    const told = without(words, idle);
    if (told.length === 0) return lower(text).trim();
    const found = concepts(words);
    const all = found.find(({ word }) => isName.test(synonyms[word.slice(1)][0]) && told.every((part) => found.some((one) => one.word === word && one.from <= part.from && one.to >= part.to)));
    return all ? all.word : told.map((word) => word.word ?? word.han).join("");
  }

  // mended is a word that the book has, for one that it does not have: one that goes on
  // as it begins, or one that is nearly the same.
  function mended(word) {
    const known = [...often].filter(([other]) => /^[a-z]/.test(other));
    const most = (some) => some.sort((a, b) => b[1] - a[1])[0]?.[0];
    const longer = word.length > 1 && most(known.filter(([other]) => other.startsWith(word)));
    if (longer || word.length < 4) return longer || "";
    for (let away = 1; away <= (word.length > 7 ? 2 : 1); away++) {
      const near = most(known.filter(([other]) => other[0] === word[0] && distance(word, other, away) <= away));
      if (near) return near;
    }
    return "";
  }

  // distance is how many letters have to be put in, taken out, replaced or swapped with
  // their neighbour, if that is not more than most.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[b.length];
  }

  // asked are the words of a question, each with what it counts, and those that the book
  // does not have.
  function asked(text) {
    const words = plain(text);
    const told = without(words, idle);
    const unknown = [], counts = new Map();
    const count = (word, weight) => { if (often.has(word)) counts.set(word, Math.max(counts.get(word) ?? 0, weight * rarity(word))); };
    const found = concepts(words);
    const covered = (word) => Math.max(0, ...found.filter((one) => one.from <= word.from && one.to >= word.to).map((one) => one.n));
    const argument = (word) => /^[\d.]+$/.test(word.word) && /\(\s*$/.test(text.slice(0, word.from));
    const weight = (word) => (argument(word) || covered(word) > 1 ? 0.15 : (covered(word) ? 0.4 : 1) * (broad.has(word.word) ? 0.4 : 1));
    for (const word of words) {
      if (word.han) for (const pair of pairs(word)) count(pair.word, idle.has(pair.word) ? 0 : covered(pair) ? 0.15 : 0.5);
      else if (word.whole) count(word.word, 0.6);
      else if (told.includes(word) || told.length === 0) {
        if (often.has(word.word) || covered(word) || argument(word)) count(word.word, weight(word));
        else {
          const other = mended(word.word);
          if (other) count(other, 0.8);
          unknown.push({ text: text.slice(word.from, word.to), mended: other });
        }
      }
    }
    for (let i = 1; i < told.length; i++) {
      if (told[i].raw && told[i - 1].raw) count(joined([told[i - 1], told[i]]), covered({ from: told[i - 1].from, to: told[i].to }) ? 0.15 : 0.6);
    }
    for (const one of found) {
      const inner = found.some((other) => other !== one && other.n > one.n && other.from <= one.from && other.to >= one.to);
      count(one.word, (inner ? 0.15 : 1) * (broad.has(stem(lower(text.slice(one.from, one.to)))) ? 0.4 : 1));
    }
    return { counts, unknown };
  }

  // score is how well an entry answers: the more of the words, the rarer they are and the
  // nearer to each other and to what the entry is about, the better.
  function score(doc, counts, total) {
    let sum = 0, matched = 0;
    for (const [word, value] of counts) {
      const has = doc.words.get(word);
      if (!has) continue;
      matched += value;
      sum += value * (has / (has + 6));
    }
    if (matched === 0) return { points: 0 };
    let best, nearest = 0;
    for (const text of doc.texts) {
      let value = 0;
      for (const [word, worth] of counts) if (text.words.has(word)) value += worth;
      value *= text.weight / (text.weight + 1.5);
      if (value > nearest) [best, nearest] = [text, value];
    }
    return { points: (sum + nearest * 0.6) * (0.4 + 0.6 * matched / total), best };
  }

  // byName says how an entry is asked for by its name: by that alone, or beside names of
  // others. The glossary comes first.
  function byName(doc, names, several) {
    if (names.some((name) => doc.names.has(name))) return doc.entry.kind === "word" ? 3000 : 2000;
    return several.some((one) => doc.names.has(one)) ? 1000 : 0;
  }

  // severalOf are the names that a question has, if it has nothing else: "send or sendall".
  const spelt = new Set(entries.flatMap((entry) => entry.names.map(lower)));
  function severalOf(typed) {
    const said = without(plain(typed), idle).map((word) => word.raw ?? word.han);
    return said.every((word) => spelt.has(word)) ? said.map(canonical) : [];
  }

  // find are the entries that answer what is typed, the best first.
  function find(typed) {
    const { counts, unknown } = asked(typed);
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const names = [canonical(typed), typed.trim()], several = severalOf(typed);
    const hits = docs.map((doc) => {
      const { points, best } = score(doc, counts, total);
      return { entry: doc.entry, points: points + byName(doc, names, several), best: best?.kind === "title" ? undefined : best };
    }).filter(({ points }) => points > 0).sort((a, b) => b.points - a.points);
    const enough = (hits.find(({ points }) => points < 1000)?.points ?? 0) / 4;
    return { hits: hits.filter(({ points }) => points >= enough), unknown, marks: (text) => marks(text, counts) };
  }

  // marks are the pieces of a text: what was asked for, and what stands between.
  function marks(text, counts) {
    const hit = new Uint8Array(text.length);
    for (const word of wordsOf(text)) if (counts.has(word.word)) hit.fill(1, word.from, word.to);
    const pieces = [];
    for (let from = 0, to = 0; from < text.length; from = to) {
      while (to < text.length && hit[to] === hit[from]) to++;
      pieces.push({ text: text.slice(from, to), hit: hit[from] === 1 });
    }
    return pieces;
  }

  return { find };
}
