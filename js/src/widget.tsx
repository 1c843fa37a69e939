import "./widget.css";

import { render as draw } from "preact";

import { keepWhatLasts } from "./lasting";
import type { Model } from "./model";
import { Store } from "./store";
import { Conversation } from "./view/conversation";
import { wordsFor } from "./words";

// A function, so that anywidget gives each model its own store and all its views share it.
export default () => {
  let store: Store | undefined;

  return {
    initialize({ model }: { model: Model }) {
      store = new Store(model);
      keepWhatLasts(model.widget_manager);
      return () => store?.dispose();
    },

    render({ model, el }: { model: Model; el: HTMLElement }) {
      store ??= new Store(model);
      draw(<Conversation store={store} words={wordsFor(navigator.language)} />, el);
      return () => draw(null, el);
    },
  };
};
