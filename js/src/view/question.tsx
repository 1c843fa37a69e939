import type { Question } from "../model";
import type { Store } from "../store";
import type { Words } from "../words";

interface QuestionProps {
  question: Question;
  store: Store;
  words: Words;
}

/** What has to be answered before anything is sent. Neither answer has the focus by itself. */
export function QuestionCard({ question, store, words }: QuestionProps) {
  const isAnswered = store.snapshot.answered === question.id;
  const answer = (yes: boolean) => (event: { currentTarget: HTMLElement }) => {
    // The button goes; whoever pressed it by a key goes on where sentences are written.
    event.currentTarget.closest(".nemo")?.querySelector("textarea")?.focus();
    store.answer(yes);
  };
  return (
    <fieldset class="nemo-question" aria-label={question.text}>
      <p>{question.text}</p>
      <button type="button" class="nemo-button" disabled={isAnswered} onClick={answer(false)}>
        {words.dontSend}
      </button>
      <button
        type="button"
        class="nemo-button nemo-first"
        disabled={isAnswered}
        onClick={answer(true)}
      >
        {words.send}
      </button>
    </fieldset>
  );
}
