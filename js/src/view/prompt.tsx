import type { Words } from "../words";
import { PhotoIcon } from "./icons";

interface PromptProps {
  text: string;
  photos: readonly string[];
  /** A picture of the first photo. */
  picture?: string | null | undefined;
  words: Words;
}

/** What was asked, with the photos that went with it. */
export function Prompt({ text, photos, picture, words }: PromptProps) {
  if (!text && photos.length === 0) return null;
  return (
    <div class="nemo-prompt">
      <span class="nemo-unseen">{words.you}</span>
      {picture && <img class="nemo-prompt-photo" src={picture} alt="" />}
      {text && <p>{text}</p>}
      {photos.length > 0 && (
        <ul aria-label={words.photos}>
          {photos.map((photo) => (
            <li key={photo} class="nemo-iconed" title={photo}>
              <PhotoIcon />
              <span>{photo}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
