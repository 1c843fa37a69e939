import { context } from "esbuild";

import { options } from "./options.mjs";

const watch = process.argv.includes("--watch");
// The digest of the sources, given by hatch_build.py, tells it later whether this bundle is theirs.
const sources = process.env.NEMO_JS_SOURCES;

const bundle = await context({
  ...options,
  outdir: "../nemo_notebook/static",
  minify: !watch,
  sourcemap: watch ? "inline" : false,
  banner: sources ? { js: `// sources ${sources}` } : {},
  logLevel: "info",
});

if (watch) {
  await bundle.watch();
} else {
  await bundle.rebuild();
  await bundle.dispose();
}
