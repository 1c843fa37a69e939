import { useEffect, useMemo } from "preact/hooks";

import { duration, elapsed } from "../format";
import { blocks, markdown } from "../markdown";
import type { Turn } from "../model";
import type { Snapshot, Store } from "../store";
import type { Words } from "../words";
import { StoppedIcon, UndoneIcon } from "./icons";
import { Prompt } from "./prompt";
import { QuestionCard } from "./question";
import { StageLine } from "./stage";
import { TroubleCard } from "./trouble";

interface TurnProps {
  index: number;
  turn: Turn;
  live: boolean;
  stopping: Snapshot["stopping"];
  syncedAt: number;
  store: Store;
  words: Words;
}

/** What was asked, what was answered, what is being done, and what came of it. */
export function TurnView({ index, turn, live, stopping, syncedAt, store, words }: TurnProps) {
  const { use, question } = store.snapshot;
  const showsPhoto = turn.photos.length > 0 && turn.has_photo;
  useEffect(() => {
    if (showsPhoto) store.want("photo", index);
  }, [store, index, showsPhoto]);
  const preview = live ? store.posterUrl(index) : null;
  const messages = turn.text.trim() ? [...turn.messages, turn.text] : turn.messages;
  return (
    <article class="nemo-turn" data-undone={turn.undone}>
      <Prompt
        text={turn.prompt}
        photos={turn.photos}
        picture={showsPhoto ? store.photoUrl(index) : null}
        words={words}
      />
      {messages.length > 0 && (
        <div class="nemo-answer" aria-busy={live}>
          {messages.map((message, number) => (
            <Markdown key={number} source={message} live={number === turn.messages.length} />
          ))}
        </div>
      )}
      {live && question && <QuestionCard question={question} store={store} words={words} />}
      {live && !question && (
        <StageLine
          turn={turn}
          stopping={stopping}
          syncedAt={syncedAt}
          words={words}
          store={store}
        />
      )}
      {preview && <img class="nemo-preview" src={preview} alt="" />}
      {turn.error && <TroubleCard index={index} turn={turn} store={store} words={words} />}
      {turn.stage === "stopped" && (
        <p class="nemo-quiet nemo-iconed">
          <StoppedIcon />
          {words.stoppedAfter(elapsed(turn.elapsed_ms))}
        </p>
      )}
      {use === "chat" && turn.video && (
        <TakeButton index={index} turn={turn} store={store} words={words} />
      )}
      {turn.undone && (
        <p class="nemo-quiet nemo-iconed">
          <UndoneIcon />
          {words.undone}
        </p>
      )}
      {turn.notes.map((note) => (
        <p key={note} class="nemo-quiet nemo-note">
          {note}
        </p>
      ))}
    </article>
  );
}

/** Stands for a turn's video in the transcript of a chat, and brings it to the viewer. */
function TakeButton({
  index,
  turn,
  store,
  words,
}: Omit<TurnProps, "live" | "stopping" | "syncedAt">) {
  useEffect(() => store.want("poster", index), [store, index]);
  const poster = store.posterUrl(index);
  const number = takeNumber(store, index);
  return (
    <button
      type="button"
      class="nemo-take"
      aria-pressed={store.selected === index}
      onClick={() => store.select(index)}
    >
      {poster ? <img src={poster} alt="" /> : <span class="nemo-take-blank" />}
      <span>
        <strong>{words.take(number)}</strong>
        {turn.video && <small>{duration(turn.video.duration_ms)}</small>}
      </span>
    </button>
  );
}

/** The how-manieth video of the conversation a turn's is, from 1. */
export function takeNumber(store: Store, index: number): number {
  return store.turns.slice(0, index + 1).filter((turn) => turn.video).length;
}

/** A piece longer than this, while it grows, is drawn as it is: parsing it would hold up the page. */
const LONG = 8000;

function Markdown({ source, live }: { source: string; live: boolean }) {
  return (
    <div class="nemo-markdown">
      {blocks(source).map((block, number) => (
        <Block key={number} source={block} plain={live && block.length > LONG} />
      ))}
    </div>
  );
}

function Block({ source, plain }: { source: string; plain: boolean }) {
  return <>{useMemo(() => (plain ? source : markdown(source)), [source, plain])}</>;
}
