// A take as the cells that would make it again.

import type { Turn } from "./model";

/** The `%%nemo` cells of every turn up to one, parted by blank lines. */
export function asCells(turns: readonly Turn[], last: number): string {
  return turns
    .slice(0, last + 1)
    .filter((turn) => turn.stage === "done" && !turn.undone && !isAside(turn))
    .map((turn) => asCell(turn.prompt, turn.files ?? turn.photos))
    .join("\n\n");
}

export function asCell(prompt: string, photos: readonly string[] = []): string {
  const line = ["%%nemo", ...photos.map(quoted)].join(" ");
  return `${line}\n${prompt}`;
}

/** What changes no video: a look at the credits, an export without a new picture. */
function isAside(turn: Turn): boolean {
  return turn.video === null && turn.timeline.length === 0;
}

function quoted(name: string): string {
  return /^[\w./:-]+$/u.test(name) ? name : `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}
