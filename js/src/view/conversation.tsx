import { useEffect, useState } from "preact/hooks";

import { isOver, type Turn } from "../model";
import type { Snapshot, Store } from "../store";
import type { Words } from "../words";
import { Composer } from "./composer";
import { Footer } from "./footer";
import { label } from "./stage";
import { Suggestions } from "./suggestions";
import { Transcript } from "./transcript";
import { Viewer } from "./viewer";

/** The whole widget: a chat with what came of it beside it, or one turn as a cell shows it. */
export function Conversation({ store, words }: { store: Store; words: Words }) {
  const snapshot = useSnapshot(store);
  const [isOver_, dropping] = useDrop(store, snapshot.use === "chat");
  const turns = store.turns;
  const last = turns.findLast((turn) => !turn.undone);
  const viewer = store.selected !== null && <Viewer store={store} words={words} />;
  const isChat = snapshot.use === "chat";
  return (
    <section
      class="nemo"
      aria-label={words.conversation}
      lang={words.language}
      data-use={snapshot.use}
      // JupyterLab would take the keys for its own commands: it needs all of these.
      data-lm-suppress-shortcuts="true"
      onFocusIn={suppressShortcuts}
      onKeyDown={keepKeys}
      {...dropping}
    >
      <div class="nemo-parts" data-viewer={isChat && viewer !== false}>
        {isChat && viewer}
        <div class="nemo-talk">
          <Transcript store={store} words={words} />
          {!isChat && viewer}
          {!snapshot.current && last && <Suggestions store={store} turn={last} words={words} />}
          {snapshot.received.problems.map((problem) => (
            <p key={problem} class="nemo-card" role="alert">
              {problem}
            </p>
          ))}
          {isChat && <Composer store={store} words={words} />}
        </div>
      </div>
      <p class="nemo-unseen" role="status" aria-live="polite">
        {announcement(snapshot, last, words)}
      </p>
      <Footer store={store} words={words} />
      {isOver_ && <p class="nemo-drop">{words.dropHere}</p>}
    </section>
  );
}

/** Said once for each stage, not for every per cent. */
function announcement(
  { question, isUnsent }: Snapshot,
  turn: Turn | undefined,
  words: Words,
): string {
  if (question) return question.text;
  if (isUnsent) return words.unsent;
  if (!turn) return "";
  if (turn.error) return turn.error.message;
  return isOver(turn) ? words.stages[turn.stage] : label(turn, words);
}

/** The notebook's own keys act on whatever has the focus unless the mark stands on that itself. */
function suppressShortcuts(event: FocusEvent): void {
  (event.target as Element).setAttribute("data-lm-suppress-shortcuts", "true");
}

function keepKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}

/** Files dragged over the widget are its own, not the notebook's. */
function useDrop(store: Store, takesFiles: boolean) {
  const [isOver_, setOver] = useState(false);
  if (!takesFiles) return [false, {}] as const;
  const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const onDragOver = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  };
  const onDragLeave = (event: DragEvent) => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && (event.currentTarget as Node).contains(to))) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    store.addPhotos(event.dataTransfer?.files ?? []);
  };
  return [isOver_, { onDragOver, onDragEnter: onDragOver, onDragLeave, onDrop }] as const;
}

function useSnapshot(store: Store): Snapshot {
  const [snapshot, setSnapshot] = useState(store.snapshot);
  useEffect(() => {
    setSnapshot(store.snapshot);
    return store.subscribe(() => setSnapshot(store.snapshot));
  }, [store]);
  return snapshot;
}
