// How the widget is bundled: what build.mjs writes, and what the tests weigh.

// HTML in Markdown comes out as text in any case (src/markdown.ts): what would find it can go.
const withoutHtml = {
  name: "without-html",
  setup(build) {
    build.onLoad(
      { filter: /micromark-core-commonmark\/lib\/html-(flow|text)\.js$/ },
      ({ path }) => {
        const name = path.endsWith("flow.js") ? "htmlFlow" : "htmlText";
        return { contents: `export const ${name} = { tokenize: (_effects, _ok, nok) => nok };` };
      },
    );
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
  plugins: [withoutHtml],
  minify: true,
  legalComments: "none",
  charset: "utf8",
};
