// Text from a server, drawn so that it can bring no HTML, no remote image and no unsafe link.

import { micromark } from "micromark";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { type ComponentChildren, h } from "preact";

const PLAIN_TAGS = new Set(
  "p br hr em strong del code pre blockquote ul li table thead tbody tr sup".split(" "),
);
const GFM = {
  extensions: [gfmStrikethrough(), gfmTable()],
  htmlExtensions: [gfmStrikethroughHtml(), gfmTableHtml()],
};
const ADDRESS =
  /https?:\/\/[^\s<>"'`，。；：！？、）】》”]*[^\s<>"'`，。；：！？、）】》”.,;:!?)\]}*_~]/g;
const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;
// Beyond these, parsing could hold up the page for seconds.
const LONGEST = 100_000;
const TOO_DEEP = /^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){50}/m;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
// After a blank line: blank again, part of the list before, or its next item.
const CONTINUES = /^(?:\s|$|(?:[-*+]|\d{1,9}[.)])(?:\s|$))/;

/** Markdown as Preact nodes. What cannot be drawn safely comes out as plain text. */
export function markdown(source: string): ComponentChildren {
  if (source.length > LONGEST || TOO_DEEP.test(source)) return h("pre", null, source);
  const html = micromark(source, GFM);
  // A document that DOMParser makes runs no script and loads nothing.
  return children(new DOMParser().parseFromString(html, "text/html").body);
}

/**
 * Cuts Markdown where nothing that follows can change what came before, so that of a text that
 * grows only the last piece is parsed again.
 */
export function blocks(source: string): string[] {
  const found: string[] = [];
  let block: string[] = [];
  let fence = "";
  for (const line of source.split("\n")) {
    const startsAnew = block.at(-1)?.trim() === "" && !CONTINUES.test(line);
    if (!fence && startsAnew) {
      found.push(block.join("\n"));
      block = [];
    }
    block.push(line);
    const mark = FENCE.exec(line)?.[1] ?? "";
    if (!fence) fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) fence = "";
  }
  found.push(block.join("\n"));
  return found;
}

function children(parent: Node): ComponentChildren[] {
  return [...parent.childNodes].map(draw);
}

function draw(node: Node): ComponentChildren {
  if (!(node instanceof Element)) return linked(node);
  const tag = node.localName;
  const inside = () => children(node);
  if (PLAIN_TAGS.has(tag)) return h(tag, null, inside());
  if (/^h[1-6]$/.test(tag)) return h(`h${Math.min(6, Number(tag[1]) + 2)}`, null, inside());
  switch (tag) {
    case "a":
      return link(node.getAttribute("href"), inside());
    case "img":
      return link(node.getAttribute("src"), node.getAttribute("alt") || node.getAttribute("src"));
    case "ol":
      return h("ol", { start: Number(node.getAttribute("start") ?? 1) }, inside());
    case "th":
    case "td":
      return h(tag, { class: alignment(node.getAttribute("align")) }, inside());
    default:
      return node.textContent;
  }
}

/** A text with its addresses as links, but for those in code or in a link; and boxes ticked. */
function linked(node: Node): ComponentChildren {
  let text = node.textContent ?? "";
  if (node.parentElement?.matches("li, li > p") && !node.previousSibling) {
    text = text.replace(/^\[([ x])\] /i, (_, tick) => (tick === " " ? "☐ " : "☑ "));
  }
  if (!text.includes("://") || node.parentElement?.closest("a, code")) return text;
  const pieces: ComponentChildren[] = [];
  let end = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    pieces.push(text.slice(end, index), link(address, address));
    end = index + address.length;
  }
  return [...pieces, text.slice(end)];
}

function link(href: string | null, label: ComponentChildren): ComponentChildren {
  if (!href || !SAFE_LINK.test(href)) return h("span", null, label);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label);
}

function alignment(align: string | null): string | undefined {
  return align === "center" || align === "right" ? `nemo-${align}` : undefined;
}
