// How the widget is bundled: what build.mjs writes, and what the tests weigh.

import { fileURLToPath } from "node:url";

// What finds these in Markdown can go. HTML comes out as text in any case (src/markdown.ts), links
// stand where they are used, code stands in fences, and a line below a text is a line.
const LEFT_OUT = {
  "html-flow": "htmlFlow",
  "html-text": "htmlText",
  definition: "definition",
  "code-indented": "codeIndented",
  "setext-underline": "setextUnderline",
};
const CONSTRUCT = new RegExp(
  `micromark-core-commonmark/(?:dev/)?lib/(${Object.keys(LEFT_OUT).join("|")})\\.js$`,
);
const BUFFER = fileURLToPath(new URL("src/splice-buffer.ts", import.meta.url));

/** What stands in a module's place, or undefined; the tests use it, too (vitest.config.ts). */
export function instead(file) {
  const path = file.replaceAll("\\", "/");
  const name = LEFT_OUT[CONSTRUCT.exec(path)?.[1]];
  if (name) return `export const ${name} = { tokenize: (_effects, _ok, nok) => nok };`;
  if (/micromark-util-subtokenize\/(dev\/)?lib\/splice-buffer\.js$/.test(path)) {
    return `export * from ${JSON.stringify(BUFFER)};`;
  }
}

const slimmer = {
  name: "slimmer-markdown",
  setup(build) {
    build.onLoad({ filter: /micromark.+\.js$/ }, ({ path }) => {
      const contents = instead(path);
      return contents ? { contents, resolveDir: "/" } : undefined;
    });
  },
};

/** @type {import("esbuild").BuildOptions} */
export const options = {
  entryPoints: [{ in: "src/widget.tsx", out: "widget" }],
  bundle: true,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  // micromark's debug calls and Preact's development checks are dropped under these.
  conditions: ["production"],
  define: { "process.env.NODE_ENV": '"production"', "define.amd": "false" },
  plugins: [slimmer],
  minify: true,
  legalComments: "none",
  charset: "utf8",
};
