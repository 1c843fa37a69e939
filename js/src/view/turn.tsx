import { useMemo } from "preact/hooks";

import { elapsed } from "../format";
import { blocks, markdown } from "../markdown";
import type { Turn } from "../model";
import type { Snapshot, Store } from "../store";
import type { Words } from "../words";
import { PhotoIcon, StoppedIcon, WarningIcon } from "./icons";
import { StageLine } from "./stage";
import { VideoFigure } from "./video";

interface TurnProps {
  index: number;
  turn: Turn;
  text: string;
  live: boolean;
  stopping: Snapshot["stopping"];
  syncedAt: number;
  store: Store;
  words: Words;
}

/** What was asked, what was answered, what is being done, and what came of it. */
export function TurnView({ index, turn, text, live, stopping, syncedAt, store, words }: TurnProps) {
  const messages = text.trim() ? [...turn.messages, text] : turn.messages;
  return (
    <article class="nemo-turn">
      <Prompt turn={turn} words={words} />
      {messages.length > 0 && (
        <div class="nemo-answer" aria-busy={live}>
          {messages.map((message, number) => (
            <Markdown key={number} source={message} />
          ))}
        </div>
      )}
      {live && (
        <StageLine
          turn={turn}
          stopping={stopping}
          syncedAt={syncedAt}
          words={words}
          store={store}
        />
      )}
      {turn.error && <ErrorCard {...turn.error} />}
      {turn.stage === "stopped" && (
        <p class="nemo-quiet nemo-iconed">
          <StoppedIcon />
          {words.stoppedAfter(elapsed(turn.elapsed_ms))}
        </p>
      )}
      {turn.video && (
        <VideoFigure index={index} turn={turn} video={turn.video} store={store} words={words} />
      )}
      {turn.notes.map((note) => (
        <p key={note} class="nemo-quiet">
          {note}
        </p>
      ))}
    </article>
  );
}

function Prompt({ turn, words }: { turn: Turn; words: Words }) {
  if (!turn.prompt && turn.photos.length === 0) return null;
  return (
    <section class="nemo-prompt" aria-label={words.you}>
      {turn.prompt && <p>{turn.prompt}</p>}
      {turn.photos.length > 0 && (
        <ul aria-label={words.photos}>
          {turn.photos.map((photo) => (
            <li key={photo} class="nemo-iconed" title={photo}>
              <PhotoIcon />
              <span>{photo}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Markdown({ source }: { source: string }) {
  return (
    <div class="nemo-markdown">
      {blocks(source).map((block, number) => (
        <Block key={number} source={block} />
      ))}
    </div>
  );
}

function Block({ source }: { source: string }) {
  return <>{useMemo(() => markdown(source), [source])}</>;
}

function ErrorCard({ message, hint }: { message: string; hint: string }) {
  return (
    <div class="nemo-card">
      <WarningIcon />
      <div>
        <p>{message}</p>
        {hint && <p class="nemo-hint">{hint}</p>}
      </div>
    </div>
  );
}
