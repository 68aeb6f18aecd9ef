// Open each page of a report in Chromium and print what is wrong with it, one JSON line each.
// node check.mjs CHROMIUM FOLDER PAGE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, folder, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const modes = {
  light: { viewport: wide, colorScheme: "light" },
  dark: { viewport: wide, colorScheme: "dark" },
  phone: { viewport: phone, colorScheme: "light" },
};
const tell = (check, page, detail) => console.log(JSON.stringify({ check, page, detail }));

// What a reader can see; the buttons that scripts add are comforts, and no part of it.
const words = () => {
  for (const button of document.querySelectorAll("button.copy")) button.remove();
  return document.body.innerText.replace(/\s+/g, " ").trim();
};
// Numbers all that the Tab key should reach, and lets the page write down what gets the focus and whether that shows.
const reachable = () => {
  const marks = "a[href], button, summary, [tabindex='0']";
  const shown = [...document.querySelectorAll(marks)].filter((element) => element.checkVisibility());
  shown.forEach((element, number) => (element.dataset.walk = number));
  window.walked = new Map();
  addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const face = target.querySelector(".face");
    const isMarked = style.outlineStyle !== "none" || (face && getComputedStyle(face).strokeWidth === "5px");
    if (target.dataset.walk) window.walked.set(target.dataset.walk, isMarked ? "" : target.outerHTML.slice(0, 120));
  });
  return shown.length;
};
const walked = () => [...window.walked.values()];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const [mode, options] of Object.entries(modes)) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const tab = await context.newPage();
  for (const page of pages) {
    await tab.goto(`file://${folder}/${page}`);
    const excess = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (excess > 0) tell("width", page, `${mode}: ${excess} px wider than the window`);
    await tab.evaluate(axe);
    const found = await tab.evaluate((only) => axe.run(document, { runOnly: only }), rules);
    for (const { id, nodes } of found.violations) {
      tell("axe", page, `${mode}: ${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
    }
  }
  await context.close();
}

const strict = await browser.newContext({ viewport: wide });
const still = await browser.newContext({ viewport: wide, javaScriptEnabled: false });
const [live, plain] = [await strict.newPage(), await still.newPage()];
live.on("console", (message) => message.type() === "error" && tell("policy", live.url(), message.text()));
for (const page of pages) {
  await live.goto(`file://${folder}/${page}`);
  await plain.goto(`file://${folder}/${page}`);
  const count = await live.evaluate(reachable);
  for (let step = 0; step < count + 5; step++) await live.keyboard.press("Tab");
  const reached = await live.evaluate(walked);
  for (const html of reached.filter(Boolean)) tell("focus", page, `nothing shows that this has the focus: ${html}`);
  if (reached.length < count) tell("keyboard", page, `the Tab key reached ${reached.length} of ${count} links and controls`);
  const [withScript, without] = [await live.evaluate(words), await plain.evaluate(words)];
  if (withScript !== without) tell("scripts", page, "reads otherwise with scripts off");
}
await browser.close();
