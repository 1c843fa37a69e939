import { context } from "esbuild";

const watch = process.argv.includes("--watch");
// The digest of the sources, given by hatch_build.py, tells it later whether this bundle is theirs.
const sources = process.env.NEMO_JS_SOURCES;

const bundle = await context({
  entryPoints: [{ in: "src/widget.tsx", out: "widget" }],
  outdir: "../nemo_notebook/static",
  bundle: true,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  // micromark's debug calls and Preact's development checks are dropped under these.
  conditions: ["production"],
  define: { "process.env.NODE_ENV": '"production"', "define.amd": "false" },
  minify: !watch,
  sourcemap: watch ? "inline" : false,
  legalComments: "none",
  charset: "utf8",
  banner: sources ? { js: `// sources ${sources}` } : {},
  logLevel: "info",
});

if (watch) {
  await bundle.watch();
} else {
  await bundle.rebuild();
  await bundle.dispose();
}
