import type { Download } from "../messages";
import { downloadKey } from "../messages";
import { CONTAINERS, type Container } from "../model";
import type { Store } from "../store";
import type { Words } from "../words";
import { CheckIcon, WarningIcon } from "./icons";

/** The video in each of the containers: made when asked for, with how far it is. */
export function Downloads({ store, index, words }: { store: Store; index: number; words: Words }) {
  const { downloads } = store.snapshot.received;
  const told = CONTAINERS.map(
    (container) => [container, downloads.get(downloadKey(index, container))] as const,
  );
  return (
    <fieldset class="nemo-downloads" aria-label={words.download}>
      <ul>
        {told.map(([container, download]) => (
          <li key={container}>
            <DownloadButton
              {...{ container, download, words }}
              onClick={() => store.download(index, container)}
            />
          </li>
        ))}
      </ul>
      {told.map(([container, download]) => (
        <Outcome key={container} {...{ container, download, words }} />
      ))}
    </fieldset>
  );
}

interface DownloadProps {
  container: Container;
  download: Download | undefined;
  words: Words;
}

function DownloadButton({
  container,
  download,
  words,
  onClick,
}: DownloadProps & { onClick: () => void }) {
  const share = shareOf(download);
  const isBusy = share !== undefined;
  const percent = share === null || share === undefined ? undefined : Math.round(share * 100);
  return (
    <button
      type="button"
      class="nemo-button"
      aria-label={`${words.downloadAs(NAMES[container])}${percent === undefined ? "" : `, ${percent} %`}`}
      aria-disabled={isBusy}
      onClick={() => isBusy || onClick()}
    >
      {download?.is === "saved" && <CheckIcon />}
      {download?.is === "failed" && <WarningIcon />}
      {NAMES[container]}
      {isBusy && <small>{percent === undefined ? "…" : `${percent} %`}</small>}
      {isBusy && (
        <span class="nemo-bar" aria-hidden="true" data-unknown={percent === undefined}>
          <span style={{ width: percent === undefined ? undefined : `${percent}%` }} />
        </span>
      )}
    </button>
  );
}

function Outcome({ container, download, words }: DownloadProps) {
  if (download?.is === "failed") {
    return (
      <p class="nemo-quiet nemo-wrong" role="alert">
        {NAMES[container]}: {download.message}
      </p>
    );
  }
  if (download?.is === "kept") return <p class="nemo-quiet">{words.keptAs(download.path)}</p>;
  return null;
}

/** How far a download is, null where nobody knows; undefined where none is under way. */
function shareOf(download: Download | undefined): number | null | undefined {
  switch (download?.is) {
    case "asked":
      return null;
    case "rendering":
      return download.progress;
    case "fetching": {
      const { parts } = download.file;
      return parts.filter((part) => part !== null).length / parts.length;
    }
    default:
      return undefined;
  }
}

const NAMES: Record<Container, string> = {
  mp4: "MP4",
  mov: "MOV",
  avi: "AVI",
  webm: "WebM",
  mkv: "MKV",
};
