import { h, render } from "preact";
import { describe, expect, test } from "vitest";

import { blocks, markdown } from "../src/markdown";

function drawn(source: string): HTMLElement {
  const place = document.createElement("div");
  render(h("div", null, markdown(source)), place);
  return place;
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "![tracking](https://evil.example/pixel.png)",
  "![x](javascript:alert(1))",
  "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\nscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](<java&#x09;script:alert(1)>)",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](//evil.example/x)",
  "[x](file:///etc/passwd)",
  "<javascript:alert(1)>",
  "[ref]\n\n[ref]: javascript:alert(1)",
  "<svg><script>alert(1)</script></svg>",
  "<svg onload=alert(1)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<iframe src=https://evil.example></iframe>",
  "<form action=https://evil.example><input name=token><button>Send</button></form>",
  "<style>body{display:none}</style>",
  "<base href=https://evil.example><link rel=stylesheet href=//evil.example/x.css>",
  "<a href=x onclick=alert(1)>x</a>",
  "<details open ontoggle=alert(1)>",
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  "<video src=https://evil.example/x.mp4 autoplay></video>",
  "```html\n<img src=x onerror=alert(1)>\n```",
  '[x](https://evil.example "onmouseover=alert(1)")',
  "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
];

const ALLOWED =
  "div,span,p,br,hr,em,strong,del,code,pre,blockquote,ul,ol,li,a,table,thead,tbody,tr,th,td,sup,h3,h4,h5,h6";

describe("text from a server", () => {
  test.each(HOSTILE)("brings nothing that runs, loads or submits: %s", (source) => {
    const place = drawn(source);
    expect(place.querySelectorAll(`:not(${ALLOWED})`)).toHaveLength(0);
    for (const element of place.querySelectorAll("*")) {
      const names = element.getAttributeNames();
      expect(["class", "href", "target", "rel", "start"]).toEqual(expect.arrayContaining(names));
      const href = element.getAttribute("href");
      if (href !== null) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
    }
  });

  test("keeps what was hidden in it readable", () => {
    expect(drawn("<script>alert(1)</script>").textContent).toContain("alert(1)");
  });

  test("opens links apart, without telling where from", () => {
    const link = drawn("see [the docs](https://example.org/a?b=1)").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.org/a?b=1");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link?.getAttribute("target")).toBe("_blank");
  });

  test("turns a picture into a link to it", () => {
    const place = drawn("![the harbour](https://example.org/harbour.jpg)");
    expect(place.querySelector("img")).toBeNull();
    expect(place.querySelector("a")?.textContent).toBe("the harbour");
  });

  test("does not follow quotes as deep as they go", () => {
    for (const mark of [">", "- ", "1. "]) {
      const deep = `${mark.repeat(2000)}deep`;
      expect(drawn(deep).querySelector("pre")?.textContent).toBe(deep);
    }
  });

  test("shows a text too long to parse as it is", () => {
    const long = "*a* ".repeat(100_000);
    expect(drawn(long).querySelector("pre")?.textContent).toBe(long);
  });
});

describe("Markdown", () => {
  test("draws what an answer is made of", () => {
    const place = drawn("# Plan\n\n**slow** *pan* `left` ~~right~~\n\n3. zoom\n4. title\n\n> said");
    expect(place.querySelector("h3")?.textContent).toBe("Plan");
    for (const tag of ["strong", "em", "code", "del", "blockquote"]) {
      expect(place.querySelector(tag)).not.toBeNull();
    }
    expect(place.querySelector("ol")?.getAttribute("start")).toBe("3");
  });

  test("draws tables and task lists", () => {
    const place = drawn("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open");
    expect(place.querySelector("td:last-child")?.className).toBe("nemo-right");
    expect(place.textContent).toContain("☑");
    expect(place.textContent).toContain("☐");
  });

  test("takes a line below a text for a line, and what is set in for text", () => {
    const place = drawn("Two takes\n---\n\n    set in");
    expect([...place.querySelectorAll("p")].map((part) => part.textContent)).toEqual([
      "Two takes",
      "set in",
    ]);
    expect(place.querySelectorAll("hr")).toHaveLength(1);
  });

  test("leaves the address of a note that stands below readable", () => {
    const link = drawn("see [1]\n\n[1]: https://example.org/docs").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.org/docs");
  });

  test("draws a sentence that is still being written", () => {
    expect(drawn("I will **slow").textContent).toBe("I will **slow");
  });
});

describe("cutting a text into pieces", () => {
  const TEXTS = [
    "One.\n\nTwo.\n\n\nThree.",
    "- a\n\n- b\n\n  of b\n\nafter",
    "1. a\n\n2. b\n\n**bold** after",
    "```python\na = 1\n\nb = 2\n```\n\nafter",
    "~~~\n```\n\nstill code\n~~~\n\nafter",
    "````\n```\n\nstill code\n````\n\nafter",
    "```\nnever closed\n\nstill code",
    "> said\n\n> said again",
    "| a |\n|---|\n| 1 |\n\nafter",
    "see [here]\n\nand\n\n[here]: https://example.org",
    "a note[^1]\n\nafter\n\n[^1]: the note",
    "    code\n\n    more code\n\nafter",
    "Title\n---\n\n---\n\n# Heading\n\ntext",
    "a\r\n\r\nb",
    "",
  ];

  test.each(TEXTS)("changes nothing of how it is drawn: %j", (source) => {
    const whole = drawn(source);
    const inPieces = document.createElement("div");
    render(h("div", null, blocks(source).map(markdown)), inPieces);
    const squeezed = (place: HTMLElement) => place.innerHTML.replace(/\n+/g, "\n").trim();
    expect(squeezed(inPieces).replaceAll(">\n<", "><")).toBe(
      squeezed(whole).replaceAll(">\n<", "><"),
    );
  });

  test("leaves the pieces before as they were when more is written", () => {
    const before = blocks("One.\n\nTwo.\n\nThr");
    expect(blocks("One.\n\nTwo.\n\nThree.\n\nFour").slice(0, 2)).toEqual(before.slice(0, 2));
  });
});
