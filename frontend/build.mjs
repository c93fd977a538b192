// Copies what the site takes over from npm into src/wijkwerk/site/static/vendor, and fonts of papers
// into src/wijkwerk/publication/fonts. No bundler: the
// scripts are copied as their makers publish them, the style sheets are trimmed to what is used.
//
//     npm ci --prefix frontend && node frontend/build.mjs
//
// Running it again changes nothing. It needs no network, and takes about a second.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import { components, fonts, mapClasses } from "./components.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "src", "wijkwerk", "site", "static", "vendor");

const read = (...parts) => readFileSync(join(modules, ...parts));
// What stands in :not() need not exist: `.a:not(.b)` is about `.a`.
const classesOf = (selector) =>
  [...selector.replace(/:not\([^()]*\)/g, "").matchAll(/\.([a-zA-Z][\w-]*)/g)].map((m) => m[1]);

/** Keep the rules whose classes are all allowed; add the same rules for plain elements. */
function trim(css, allowed, also = {}, without = /^$/) {
  const root = postcss.parse(css);
  root.walkComments((comment) => comment.remove());
  root.walkAtRules("charset", (rule) => rule.remove());
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((s) => classesOf(s).every((c) => allowed.has(c)) && !without.test(s));
    const plain = kept
      .filter((s) => classesOf(s).every((c) => c in also))
      .map((s) => s.replace(/\.([a-zA-Z][\w-]*)/g, (_, c) => `:where(${also[c]})`));
    const selectors = [...new Set([...kept, ...plain])];
    if (selectors.length === 0) rule.remove();
    else rule.selectors = selectors;
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && rule.nodes.length === 0) rule.remove();
  });
  return root;
}

/** The names that a value refers to, in any depth of fallbacks. */
const references = (value) => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map((m) => m[1]);

/** Private variables (--_…) that nothing reads any more, now that the rules that read them are gone. */
function dropUnread(sheets) {
  for (;;) {
    const readNames = new Set();
    for (const sheet of sheets) sheet.walkDecls((d) => void references(d.value).forEach((n) => readNames.add(n)));
    let dropped = 0;
    for (const sheet of sheets) {
      sheet.walkDecls(/^--_/, (d) => {
        if (!readNames.has(d.prop)) dropped += 1, d.remove();
      });
      sheet.walkRules((rule) => {
        if (rule.nodes.length === 0) rule.remove();
      });
    }
    if (!dropped) return;
  }
}

/** All custom properties that a sheet declares, last one wins. */
function declared(css) {
  const found = new Map();
  postcss.parse(css).walkDecls(/^--/, (d) => void found.set(d.prop, d.value.trim()));
  return found;
}

/** The tokens that the sheets need, and those that these tokens need in turn. */
function neededTokens(sheets, tokens, roots) {
  const needed = new Set();
  const queue = [...roots];
  for (const sheet of sheets) sheet.walkDecls((d) => void queue.push(...references(d.value)));
  while (queue.length) {
    const name = queue.pop();
    if (needed.has(name) || !tokens.has(name)) continue;
    needed.add(name);
    queue.push(...references(tokens.get(name)));
  }
  return [...needed].sort();
}

/** White space is all that is taken away: a style sheet must stay readable in the browser's tools. */
function small(root) {
  root.walk((node) => {
    node.raws.before = node.type === "decl" ? "" : "\n";
    node.raws.after = "";
    node.raws.semicolon = false;
    if (node.type === "decl") {
      node.raws.between = ":";
      node.value = node.value.replace(/\s+/g, " ").replace(/\(\s+/g, "(").replace(/\s+\)/g, ")").replace(/,\s+/g, ",");
    }
    if (node.type === "rule") {
      node.raws.between = "";
      node.selector = node.selectors.join(",");
    }
  });
  return root.toString().trim();
}

function designCss() {
  const sheets = [];
  for (const [name, { keep, also, without }] of Object.entries(components)) {
    const sheet = trim(read("@utrecht", `${name}-css`, "dist", "index.css").toString(), new Set(keep), also, without);
    const text = sheet.toString();
    for (const one of keep) {
      if (!text.includes(`.${one}`)) throw new Error(`@utrecht/${name}-css has no class ${one} (components.mjs)`);
    }
    sheets.push(sheet);
  }
  dropUnread(sheets);
  const theirs = declared(read("@nl-design-system-unstable", "voorbeeld-design-tokens", "dist", "variables.css").toString());
  const ours = declared(readFileSync(join(here, "tokens.css"), "utf8"));
  const tokens = new Map([...theirs, ...ours]);
  const own = [...ours.keys()].filter((name) => name.startsWith("--ww-"));
  const site = join(here, "..", "src", "wijkwerk", "site", "static", "site", "css");
  const ownSheets = readdirSync(site).filter((f) => f.endsWith(".css")).map((f) => postcss.parse(readFileSync(join(site, f))));
  const names = neededTokens([...sheets, ...ownSheets], tokens, own);
  const root = names.map((name) => `${name}:${tokens.get(name).replace(/\s+/g, " ")}`).join(";\n");
  return [
    "/*! Tokens: NL Design System voorbeeld-design-tokens (EUPL-1.2) and Wijkwerk. Components: Utrecht Design System, (c) Frameless B.V. and Gemeente Utrecht (EUPL-1.2). */",
    "@layer tokens,components,site;",
    `@layer tokens{:root{\n${root}}}`,
    `@layer components{\n${sheets.map(small).filter(Boolean).join("\n")}}`,
    "",
  ].join("\n");
}

function mapCss() {
  const sheet = trim(read("maplibre-gl", "dist", "maplibre-gl.css").toString(), new Set(mapClasses));
  const text = small(sheet);
  if (/url\(/.test(text)) throw new Error("the map's style sheet still refers to a picture");
  return `/*! MapLibre GL JS (BSD-3-Clause) */\n@layer components{\n${text}}\n`;
}

const withoutMapComment = (script) => script.toString().replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, "\n");

const files = new Map([
  ["design.css", designCss()],
  ["htmx.min.js", read("htmx.org", "dist", "htmx.min.js")],
  ["maplibre-gl.css", mapCss()],
  ["maplibre-gl-csp.js", withoutMapComment(read("maplibre-gl", "dist", "maplibre-gl-csp.js"))],
  ["maplibre-gl-csp-worker.js", withoutMapComment(read("maplibre-gl", "dist", "maplibre-gl-csp-worker.js"))],
  ["maplibre-gl.LICENSE.txt", read("maplibre-gl", "LICENSE.txt")],
  ["fira-sans.LICENSE.txt", read("@fontsource", "fira-sans", "LICENSE")],
  ["htmx.LICENSE.txt", read("htmx.org", "LICENSE")],
]);
for (const [from, to] of Object.entries(fonts)) files.set(to, read("@fontsource", "fira-sans", "files", from));

/** What papers are set in where Typst's own fonts have no sign: one weight of each. */
const papers = join(here, "..", "src", "wijkwerk", "publication", "fonts");
const scripts = new Map();
for (const name of readdirSync(join(modules, "@expo-google-fonts"))) {
  const folder = join("@expo-google-fonts", name, "400Regular");
  const font = readdirSync(join(modules, folder)).find((f) => f.endsWith(".ttf"));
  scripts.set(font, read(folder, font));
  scripts.set(`${name}.LICENSE.txt`, read("@expo-google-fonts", name, "LICENSE_FONT"));
}

const digest = (content) => createHash("sha256").update(content).digest("hex");
/** Write what differs, and take away what isn't there any more; how many were written. */
function put(folder, contents) {
  let written = 0;
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of contents) {
    const path = join(folder, name);
    if (existsSync(path) && digest(readFileSync(path)) === digest(content)) continue;
    // A server that reads while we write must see the old file or the new one, never half of one.
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
    written += 1;
  }
  for (const name of readdirSync(folder)) if (!contents.has(name) && !name.startsWith(".")) rmSync(join(folder, name));
  return written;
}
const written = put(target, files);
console.log(`${scripts.size} files in publication/fonts, ${put(papers, scripts)} written`);
console.log(`${files.size} files in static/vendor, ${written} written; design.css ${Math.round(files.get("design.css").length / 1024)} kB`);
