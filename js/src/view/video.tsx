import { useEffect, useState } from "preact/hooks";

import { duration, elapsed, fileSize } from "../format";
import type { Turn, Video } from "../model";
import type { Store } from "../store";
import type { Words } from "../words";

interface VideoProps {
  index: number;
  turn: Turn;
  video: Video;
  store: Store;
  words: Words;
}

/** The video, and a line of facts about it. */
export function VideoFigure({ index, turn, video, store, words }: VideoProps) {
  return (
    <figure class="nemo-video">
      <Player index={index} video={video} store={store} words={words} />
      <figcaption>
        <span>{facts(turn, video, words)}</span>
        {turn.tracks && <span>{turn.tracks}</span>}
      </figcaption>
    </figure>
  );
}

function Player({ index, video, store, words }: Omit<VideoProps, "turn">) {
  const [unplayable, setUnplayable] = useState(false);
  useEffect(() => store.wantMedia(index), [store, index]);

  const media = store.snapshot.received.media.get(index);
  const poster = store.posterUrl(index) ?? undefined;
  if (media?.is === "absent") return <Still says={words[media.reason]} {...{ video, poster }} />;
  if (unplayable) return <Still says={words.unplayable} {...{ video, poster }} />;
  const url = store.videoUrl(index);
  if (!url) return <Still says={words.arriving} {...{ video, poster }} />;
  return (
    <video
      src={url}
      poster={poster}
      style={frame(video)}
      aria-label={video.name}
      controls
      loop
      muted
      playsInline
      autoPlay={!matchMedia("(prefers-reduced-motion: reduce)").matches}
      onError={() => setUnplayable(true)}
    />
  );
}

/** What stands in the video's place while it is on its way or cannot be played. */
function Still({
  says,
  video,
  poster,
}: {
  says: string;
  video: Video;
  poster?: string | undefined;
}) {
  return (
    <div class="nemo-still" style={frame(video)} data-poster={poster !== undefined}>
      {poster && <img src={poster} alt="" />}
      <p>
        {says}
        <span>{video.name}</span>
      </p>
    </div>
  );
}

/** As wide as there is room for, and never so tall that the controls are out of sight. */
function frame({ width, height }: Video) {
  const aspectRatio = (width || 16) / (height || 9);
  return { aspectRatio, width: `min(100%, ${(70 * aspectRatio).toFixed(2)}vh)` };
}

function facts(turn: Turn, video: Video, words: Words): string {
  const known = [
    video.width && video.height ? `${video.width} × ${video.height}` : "",
    video.duration_ms ? duration(video.duration_ms) : "",
    video.bytes ? fileSize(video.bytes) : "",
    turn.stage === "done" && turn.elapsed_ms ? words.doneIn(elapsed(turn.elapsed_ms)) : "",
  ];
  return known.filter(Boolean).join("  ·  ");
}
