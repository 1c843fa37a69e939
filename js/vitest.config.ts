import { defineConfig } from "vitest/config";

import { instead } from "./options.mjs";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [{ name: "slimmer-markdown", enforce: "pre", load: (id) => instead(id) ?? null }],
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    // Bundled like our own code: what is left out of the widget is left out here.
    server: { deps: { inline: [/micromark/] } },
  },
});
