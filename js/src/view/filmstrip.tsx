import { useEffect } from "preact/hooks";

import type { Store } from "../store";
import type { Words } from "../words";

/** Every take of the conversation, to choose from; none where there is only one. */
export function Filmstrip({ store, words }: { store: Store; words: Words }) {
  const takes = store.turns.flatMap((turn, index) => (turn.video ? [index] : []));
  if (takes.length < 2) return null;
  return (
    <ol class="nemo-filmstrip" aria-label={words.takes}>
      {takes.map((index, number) => (
        <li key={index}>
          <Frame store={store} index={index} number={number + 1} words={words} />
        </li>
      ))}
    </ol>
  );
}

interface FrameProps {
  store: Store;
  index: number;
  number: number;
  words: Words;
}

function Frame({ store, index, number, words }: FrameProps) {
  useEffect(() => store.want("poster", index), [store, index]);
  const poster = store.posterUrl(index);
  const prompt = store.turns[index]?.prompt ?? "";
  return (
    <button
      type="button"
      aria-label={`${words.take(number)}: ${prompt}`}
      title={prompt}
      aria-current={store.selected === index}
      onClick={() => store.select(index)}
    >
      {poster && <img src={poster} alt="" />}
      <span aria-hidden="true">{number}</span>
    </button>
  );
}
