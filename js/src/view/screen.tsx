import { useEffect, useRef, useState } from "preact/hooks";

import type { Turn, Video } from "../model";
import type { Playback } from "../playback";
import type { Store } from "../store";
import type { Words } from "../words";
import { Wipe } from "./compare";
import { takeNumber } from "./turn";

interface ScreenProps {
  store: Store;
  playback: Playback;
  index: number;
  turn: Turn;
  words: Words;
}

/** The picture: one video, or two (or a video and its photo) beside or over each other. */
export function Screen({ store, playback, index, turn, words }: ScreenProps) {
  const { comparison } = store.snapshot;
  const place = useRef<HTMLDivElement>(null);
  usePlayInSight(place, playback, store.videoUrl(index));
  const { video } = turn;
  if (!video) return null;
  const pieces = { store, playback, words };
  const own = <Footage {...pieces} index={index} video={video} leads />;
  if (!comparison) {
    return (
      <div ref={place} class="nemo-screen" style={frame(video)}>
        {own}
      </div>
    );
  }
  const other = <Other {...pieces} which={comparison.with} />;
  // The earlier one stands at the left.
  const isLater = comparison.with !== "photo" && comparison.with > index;
  const [left, right] = isLater ? [own, other] : [other, own];
  const [earlier, later] = isLater ? [index, comparison.with] : [comparison.with, index];
  const names = [nameOf(store, earlier, words), nameOf(store, later, words)] as const;
  if (comparison.how === "wipe") {
    return (
      <div ref={place} class="nemo-screen" style={frame(video)}>
        <Wipe names={names} words={words} before={left}>
          {right}
        </Wipe>
      </div>
    );
  }
  return (
    <div ref={place} class="nemo-screen nemo-beside">
      {[left, right].map((picture, number) => (
        <figure key={number}>
          <div class="nemo-beside-picture" style={{ aspectRatio: ratio(video) }}>
            {picture}
          </div>
          <figcaption>{names[number]}</figcaption>
        </figure>
      ))}
    </div>
  );
}

export function nameOf(store: Store, which: number | "photo", words: Words): string {
  return which === "photo" ? words.photo : words.take(takeNumber(store, which));
}

type Pieces = Pick<ScreenProps, "store" | "playback" | "words">;

function Other({ which, ...pieces }: Pieces & { which: number | "photo" }) {
  const { store, words } = pieces;
  if (which === "photo") {
    const url = store.photoUrl(store.selected ?? 0);
    return url ? (
      <img class="nemo-picture" src={url} alt={words.photo} />
    ) : (
      <p class="nemo-quiet">{words.arriving}</p>
    );
  }
  const video = store.turns[which]?.video;
  return video ? <Footage {...pieces} index={which} video={video} /> : null;
}

/** A video, or what stands in its place while it is on its way or cannot be played. */
function Footage({
  store,
  playback,
  words,
  index,
  video,
  leads = false,
}: Pieces & { index: number; video: Video; leads?: boolean }) {
  const [unplayable, setUnplayable] = useState("");
  useEffect(() => store.wantMedia(index), [store, index]);
  const url = store.videoUrl(index);
  const place = useVideo(playback, url, leads);
  const media = store.snapshot.received.media.get(index);
  const poster = store.posterUrl(index) ?? undefined;
  const absent = media?.is === "absent" ? words[media.reason] : "";
  const says = absent || (url && unplayable === url ? words.unplayable : url ? "" : words.arriving);
  if (says || !url) return <Still {...{ says, video, poster }} />;
  return (
    <video
      key={url}
      ref={place}
      class="nemo-picture"
      src={url}
      poster={poster}
      aria-label={video.name}
      muted
      playsInline
      onClick={() => playback.toggle()}
      onError={() => setUnplayable(url)}
    />
  );
}

/** Hands a `<video>` over to the playback; what is seen for the first time begins by itself. */
function useVideo(playback: Playback, url: string | null, leads: boolean) {
  const place = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!url) return;
    if (!leads) {
      playback.follow(place.current);
      return () => playback.follow(null);
    }
    playback.lead(place.current);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (playback.playing.time === 0 && !isStill) playback.play();
    return () => playback.lead(null);
  }, [playback, url, leads]);
  return place;
}

/** Several videos in a notebook that all play out of sight would take the processor from it. */
function usePlayInSight(
  place: { current: HTMLElement | null },
  playback: Playback,
  url: string | null,
): void {
  useEffect(() => {
    if (!url || !place.current || typeof IntersectionObserver === "undefined") return;
    let rests = false;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry && !entry.isIntersecting && !playback.playing.paused) {
        rests = true;
        playback.pause();
      } else if (entry?.isIntersecting && rests) {
        rests = false;
        playback.play();
      }
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place, playback, url]);
}

function Still({
  says,
  video,
  poster,
}: {
  says: string;
  video: Video;
  poster: string | undefined;
}) {
  return (
    <div class="nemo-still" data-poster={poster !== undefined}>
      {poster && <img src={poster} alt="" />}
      <p>
        {says}
        <span>{video.name}</span>
      </p>
    </div>
  );
}

function ratio({ width, height }: Video): number {
  return (width || 16) / (height || 9);
}

/** As wide as there is room for, and never so tall that the controls are out of sight. */
function frame(video: Video) {
  return { "--ratio": ratio(video).toFixed(4) };
}
