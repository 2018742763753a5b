// Opens the HTML report in headless Chromium and uses it as a person would: search, filter, jump,
// keyboard, dark and light, and axe-core's rules in both.
//
//   node report.mjs PAGE EXPECTED [SCREENSHOT]
//
// EXPECTED is a JSON file: { provider, line, fixture, uncovered, survivors, hostile }.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import puppeteer from "puppeteer-core";

const [page_path, expected_path, screenshot] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expected_path, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const browser = await puppeteer.launch({
  executablePath,
  headless: true,
  // A container's root has no sandbox of its own; the page is ours and loads nothing.
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
let passed = 0;
const check = async (claim, act) => {
  try {
    await act();
    passed += 1;
    console.log(`ok ${passed} - ${claim}`);
  } catch (why) {
    console.error(`not ok - ${claim}`);
    throw why;
  }
};

try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1360, height: 900 });
  const asked = [];
  const complaints = [];
  page.on("request", (it) => asked.push(it.url()));
  page.on("dialog", async (it) => {
    complaints.push(`a dialog: ${it.message()}`);
    await it.dismiss();
  });
  page.on("pageerror", (it) => complaints.push(`an error: ${it.message}`));
  page.on("console", (it) => {
    if (it.type() === "error") complaints.push(`on the console: ${it.text()}`);
  });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: "light" },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  const url = pathToFileURL(page_path).href;
  await page.goto(url);
  const visible = (selector) =>
    page.$$eval(selector, (all) => all.filter((it) => it.checkVisibility()).map((it) => it.id));
  // What an event makes true may take the browser a frame.
  const comes_to = async (read, wanted) => {
    for (const end = Date.now() + 5000; Date.now() < end; await new Promise((go) => setTimeout(go, 20))) {
      if (isDeepStrictEqual(await read(), wanted)) return;
    }
    assert.deepEqual(await read(), wanted);
  };
  const background = () => page.$eval("body", (it) => getComputedStyle(it).backgroundColor);
  const axe_finds = async () => {
    // By the debugger's door: the page's own policy would not let it in.
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
      return violations.map((it) => `${it.id}: ${it.help}: ${it.nodes[0].target} (${it.nodes.length})`);
    });
    assert.deepEqual(found, []);
  };
  const line = `${expected.provider}-L${expected.line}`;

  await check("nothing but the page itself is loaded", () => assert.deepEqual(asked, [url]));
  await check("hostile texts stand there as text", async () => {
    const text = await page.$eval("main", (it) => it.textContent);
    for (const it of expected.hostile) assert.ok(text.includes(it), it);
    assert.equal(await page.$$eval("main img, main script, main iframe", (all) => all.length), 0);
  });
  await check("axe finds nothing in the light", axe_finds);
  if (screenshot) await page.screenshot({ path: screenshot.replace(".png", "-light.png") });

  await check("searching for a line and a fixture shows it alone", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type(`${line.toLowerCase()} ${expected.fixture}`);
    await comes_to(() => visible("tr.line"), [line]);
    await page.keyboard.press("Escape");
    await comes_to(async () => (await visible("tr.line")).length > 1, true);
  });
  for (const [word, ids] of [["uncovered", expected.uncovered], ["survivor", expected.survivors]]) {
    await check(`only lines with ${word} are shown when they are asked for`, async () => {
      await page.select("#show", word);
      await comes_to(() => visible("tr.line"), ids);
      await page.select("#show", "all");
    });
  }
  await check("a line leads to its fixture, and the fixture back, also where a filter hides it", async () => {
    await page.select("#show", "survivor");
    await page.goto(`${url}#${line}`);
    await page.evaluate((it) => { location.hash = ""; location.hash = it; }, line);
    await page.waitForFunction((it) => document.activeElement?.id === it, {}, line);
    await page.$eval(`[id="${line}"] details`, (it) => { it.open = true; });
    const link = await page.evaluateHandle(
      (id, name) => [...document.getElementById(id).querySelectorAll("a")].find((it) => it.textContent === name),
      line,
      expected.fixture,
    );
    await page.evaluate((it) => { for (let at = it; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true; }, link);
    await link.click();
    await page.waitForFunction(
      (name) => document.activeElement?.querySelector("h3")?.textContent.includes(name),
      {},
      expected.fixture,
    );
    await page.evaluate(() => document.activeElement.querySelector("a").click());
    await page.waitForFunction(() => document.activeElement?.matches("tr.line"));
  });
  await check("lines are walked and left by keys alone", async () => {
    await page.goto("about:blank");
    await page.goto(url);
    await page.keyboard.press("j");
    const first = await page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await comes_to(() => page.evaluate(() => document.activeElement.id), first);
    if (expected.uncovered.length + expected.survivors.length) {
      await page.keyboard.press("n");
      const id = await page.evaluate(() => document.activeElement.id);
      assert.ok([...expected.uncovered, ...expected.survivors].includes(id), id);
    }
    await page.evaluate((it) => document.getElementById(it).focus(), line);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("article.fixture"));
  });
  await check("it is dark where the system is, and a button and a key turn it", async () => {
    await page.evaluate(() => { try { localStorage.clear(); } catch { /* none */ } });
    await page.goto("about:blank");
    await page.goto(url);
    const light = await background();
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: "dark" },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    const dark = await background();
    assert.notEqual(dark, light);
    await comes_to(() => page.$eval("#theme", (it) => it.getAttribute("aria-pressed")), "true");
    await page.click("#theme");
    await comes_to(background, light);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("d");
    await comes_to(background, dark);
  });
  await check("axe finds nothing in the dark", axe_finds);
  if (screenshot) await page.screenshot({ path: screenshot.replace(".png", "-dark.png") });
  await check("nobody complained, and still nothing else was loaded", () => {
    assert.deepEqual(complaints, []);
    assert.ok(asked.every((it) => it.startsWith(url) || it === "about:blank"), asked.join("\n"));
  });
} finally {
  await browser.close();
}
