import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Store } from "../store";
import type { Photo } from "../uploads";
import type { Words } from "../words";
import { AddIcon, CloseIcon, FileIcon, SendIcon, StopIcon, WarningIcon } from "./icons";

const ACCEPTED = ".jpg,.jpeg,.png,.gif,.webp,.mp4,.mov,.avi,.webm,.mkv,.mp3,.wav,.m4a,.aac";
/** A kernel that answers does so at once; after this it is said what a sentence waits for. */
const PATIENCE_MS = 2000;

/** Where a person says what should happen, and hands photos over. */
export function Composer({ store, words }: { store: Store; words: Words }) {
  const { photos, unsaid, waiting = [] } = store.snapshot;
  const send = () => store.say(store.snapshot.draft);
  return (
    <form
      class="nemo-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {photos.length + waiting.length > 0 && (
        <ul class="nemo-photos" aria-label={words.photos}>
          {waiting.map((name) => (
            <li key={name} class="nemo-photo" title={name}>
              <span class="nemo-photo-file">
                <FileIcon />
                <span>{name}</span>
              </span>
            </li>
          ))}
          {photos.map((photo) => (
            <PhotoChip key={photo.id} photo={photo} store={store} words={words} />
          ))}
        </ul>
      )}
      <div class="nemo-field">
        <AddButton store={store} words={words} />
        <Text store={store} words={words} send={send} />
        <SendButton store={store} words={words} />
      </div>
      {unsaid && (
        <p class="nemo-quiet nemo-wrong" role="alert">
          {unsaid}
        </p>
      )}
      <Waiting store={store} words={words} />
    </form>
  );
}

function Text({ store, words, send }: { store: Store; words: Words; send: () => void }) {
  const { draft, turns } = store.snapshot;
  const place = useRef<HTMLTextAreaElement>(null);
  const history = useHistory(turns.map((turn) => turn.prompt));
  useLayoutEffect(() => grow(place.current), [draft]);
  const focus = useFocusKept(store, place);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      history.leave();
      send();
    } else if (event.key === "Escape") {
      leave(place.current);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const found = history.go(event.key === "ArrowUp" ? 1 : -1, place.current);
      if (found === null) return;
      event.preventDefault();
      store.write(found);
    }
  };
  return (
    <textarea
      {...focus}
      ref={place}
      rows={1}
      value={draft}
      placeholder={turns.length > 0 ? words.sayNext : words.sayFirst}
      aria-label={words.sayFirst}
      enterkeyhint="send"
      onInput={(event) => {
        history.leave();
        store.write(event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
      onPaste={(event) => {
        event.stopPropagation();
        const files = event.clipboardData?.files;
        if (!files?.length) return;
        event.preventDefault();
        store.addPhotos(files);
      }}
    />
  );
}

function AddButton({ store, words }: { store: Store; words: Words }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          store.addPhotos(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="nemo-tool"
        aria-label={words.addPhotos}
        title={words.addPhotos}
        onClick={() => picker.current?.click()}
      >
        <AddIcon />
      </button>
    </>
  );
}

function SendButton({ store, words }: { store: Store; words: Words }) {
  const { current, draft, stopping, saying } = store.snapshot;
  if (current) {
    return (
      <button
        type="button"
        class="nemo-send"
        aria-label={words.stop}
        title={words.stop}
        disabled={stopping !== null}
        onClick={() => void store.stop()}
      >
        <StopIcon />
      </button>
    );
  }
  return (
    <button
      type="submit"
      class="nemo-send"
      aria-label={words.send}
      title={words.send}
      disabled={!draft.trim() || saying !== null}
    >
      <SendIcon />
    </button>
  );
}

function PhotoChip({ photo, store, words }: { photo: Photo; store: Store; words: Words }) {
  const percent = Math.round(photo.progress * 100);
  return (
    <li class="nemo-photo" data-state={photo.state} title={photo.message || photo.name}>
      {photo.url ? (
        <img src={photo.url} alt={photo.name} />
      ) : (
        <span class="nemo-photo-file">
          <FileIcon />
          <span>{photo.name}</span>
        </span>
      )}
      {photo.state === "arriving" && (
        <div
          class="nemo-bar"
          role="progressbar"
          aria-label={words.uploading(photo.name)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <div style={{ width: `${percent}%` }} />
        </div>
      )}
      {photo.state === "refused" && (
        <span class="nemo-photo-refused" role="alert">
          <WarningIcon />
          <span class="nemo-unseen">{photo.message}</span>
        </span>
      )}
      <button
        type="button"
        aria-label={words.remove(photo.name)}
        onClick={() => store.removePhoto(photo.id)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

/** Why a sentence has not gone out yet, where that takes long. */
function Waiting({ store, words }: { store: Store; words: Words }) {
  const { isHeard, saying, photos, current, isUnsent } = store.snapshot;
  const refused = photos.find((photo) => photo.state === "refused");
  const waitsFor = !isHeard || saying?.waits === "kernel" ? (saying?.id ?? "hello") : "";
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!waitsFor) return;
    const due = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(due);
  }, [waitsFor]);
  if (refused) return <p class="nemo-quiet nemo-wrong">{refused.message}</p>;
  let says = isUnsent ? words.unsent : current?.elsewhere ? words.elsewhere : "";
  if (isLong && waitsFor) says = isHeard ? words.kernelBusy : words.kernelSilent;
  return says ? <p class="nemo-quiet">{says}</p> : null;
}

/** The sentences said before, by the up key. */
function useHistory(said: string[]) {
  const at = useRef(-1);
  return {
    leave() {
      at.current = -1;
    },
    /** The sentence so many steps back, or null where the key means what it always does. */
    go(steps: number, place: HTMLTextAreaElement | null): string | null {
      const isAtStart = place?.selectionStart === 0 && place.selectionEnd === 0;
      if (at.current < 0 && (steps < 0 || !(isAtStart || place?.value === ""))) return null;
      const known = [...new Set(said.toReversed())];
      const next = Math.min(at.current + steps, known.length - 1);
      if (known.length === 0) return null;
      at.current = next;
      return next < 0 ? "" : (known[next] ?? null);
    },
  };
}

/** A notebook may draw the widget anew at any time: who was writing goes on writing. */
function useFocusKept(store: Store, place: { current: HTMLTextAreaElement | null }) {
  useEffect(() => {
    const field = place.current;
    const nothingElse = document.activeElement === null || document.activeElement === document.body;
    const cursor = store.writing;
    if (!field || !cursor || !nothingElse) return;
    field.focus({ preventScroll: true });
    field.setSelectionRange(...cursor);
  }, [store, place]);
  const remember = (event: { currentTarget: HTMLTextAreaElement }) => {
    store.writing = [event.currentTarget.selectionStart, event.currentTarget.selectionEnd];
  };
  return {
    onFocus: remember,
    onSelect: remember,
    onBlur: (event: { currentTarget: HTMLTextAreaElement }) => {
      const field = event.currentTarget;
      // A field that is taken out of the page loses the focus, too.
      setTimeout(() => {
        if (field.isConnected) store.writing = null;
      });
    },
  };
}

/** Where the style alone does not do it; a field that is not in the page yet has no height. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight}px`;
}

/** Back to the notebook, whose own keys then work again. */
function leave(field: HTMLTextAreaElement | null): void {
  field?.blur();
  field?.closest<HTMLElement>(".jp-Notebook, [tabindex]")?.focus({ preventScroll: true });
}
