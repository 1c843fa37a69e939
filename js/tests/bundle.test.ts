// @vitest-environment node
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";

import { options } from "../options.mjs";

const LARGEST = 45_000;

let script: string;
let style: string;

beforeAll(async () => {
  const { outputFiles = [] } = await build({ ...options, outdir: "out", write: false });
  const text = (ending: string) =>
    outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  script = text(".js");
  style = text(".css");
});

test("script and style together are small", () => {
  const size = [script, style]
    .map((text) => gzipSync(text, { level: 9 }).length)
    .reduce((sum, length) => sum + length);
  expect(script.length).toBeGreaterThan(10_000);
  expect(style.length).toBeGreaterThan(5_000);
  expect(size).toBeLessThanOrEqual(LARGEST);
});

test.each([
  "fetch(",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "sendBeacon",
  "import(",
  "importScripts",
  "Worker(",
  "eval(",
  "Function(",
  "innerHTML",
  "insertAdjacentHTML",
])("the script has no way to the network and makes no HTML or code of text: %s", (call) => {
  // Preact knows the name of the property that it is never given here.
  const known = call === "innerHTML" ? script.replaceAll(/\b__html|\.innerHTML\b/g, "") : script;
  expect(known).not.toContain(call);
});

test("the style loads nothing", () => {
  expect(style).not.toContain("@import");
  expect(style).not.toContain("@font-face");
  for (const [, address] of style.matchAll(/url\(["']?([^)"']*)/g)) {
    expect(address).toMatch(/^data:image\/svg\+xml,/);
  }
});

test("every rule stands under the widget's own class", () => {
  const selectors = style.match(/[^{}]+(?=\{)/g) ?? [];
  const rules = selectors.filter((text) => !text.startsWith("@") && !/^(from|to|\d+%)$/.test(text));
  expect(rules.length).toBeGreaterThan(100);
  for (const rule of rules) expect(rule).toContain(".nemo");
});
