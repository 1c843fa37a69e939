import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { isOver } from "../model";
import type { Saying, Store } from "../store";
import type { Words } from "../words";
import { PhotoIcon } from "./icons";
import { Prompt } from "./prompt";
import { TurnView } from "./turn";

const NEAR_THE_END = 80;

/** The turns so far, and what is being said. Stays at its end unless someone has scrolled up. */
export function Transcript({ store, words }: { store: Store; words: Words }) {
  const { use, saying, stopping, syncedAt, current, waiting = [] } = store.snapshot;
  const turns = store.turns;
  const place = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const top = useRef(0);
  const stick = () => {
    const scroller = place.current;
    if (scroller && isAtEnd.current) scroller.scrollTop = scroller.scrollHeight;
  };
  useLayoutEffect(stick);
  const onScroll = () => {
    const scroller = place.current;
    if (!scroller) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    // A picture that has just come moves the end away: nobody has scrolled then.
    isAtEnd.current = isNear || (isAtEnd.current && scrollTop >= top.current);
    top.current = scrollTop;
  };
  const isEmpty = turns.length === 0 && !saying;
  // A notebook draws a view before it stands in the page, and the viewer beside it may grow.
  useEffect(() => {
    if (!place.current || typeof ResizeObserver === "undefined") return;
    const sizes = new ResizeObserver(stick);
    sizes.observe(place.current);
    return () => sizes.disconnect();
  }, [isEmpty]);
  if (isEmpty && (use === "turn" || waiting.length > 0)) return null;
  return (
    <div
      ref={place}
      class="nemo-transcript"
      {...(use === "chat" ? { role: "region", tabIndex: 0, "aria-label": words.transcript } : {})}
      onScroll={onScroll}
      onLoadCapture={stick}
    >
      {isEmpty && <Welcome words={words} />}
      {turns.map((turn, index) => (
        <TurnView
          key={index}
          index={index}
          turn={turn}
          live={current !== null && index === turns.length - 1 && !isOver(turn)}
          stopping={stopping}
          syncedAt={syncedAt}
          store={store}
          words={words}
        />
      ))}
      {saying && (!current || current.elsewhere) && <SayingView saying={saying} words={words} />}
    </div>
  );
}

function Welcome({ words }: { words: Words }) {
  return (
    <div class="nemo-welcome">
      <PhotoIcon />
      <p class="nemo-welcome-title">{words.welcome}</p>
      <p class="nemo-quiet">{words.welcomeHow}</p>
    </div>
  );
}

function SayingView({ saying, words }: { saying: Saying; words: Words }) {
  const names = saying.photos.map((photo) => photo.name);
  return (
    <article class="nemo-turn">
      <Prompt text={saying.text} photos={names} picture={saying.photos[0]?.url} words={words} />
      <p class="nemo-quiet">{saying.waits === "photos" ? words.waitsForPhotos : words.sending}</p>
    </article>
  );
}
