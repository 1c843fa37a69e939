// In JupyterLab and Notebook 7, an output that holds a widget shows "model not found" once its
// kernel is gone, though the same output holds HTML that lasts. So the widget is left out of what is
// saved, and put back where the kernel still knows it when the page is opened again.

const VIEW = "application/vnd.jupyter.widget-view+json";
/** In an output's metadata: the id of our widget. */
const MARK = "nemo";
const PATCHED = Symbol.for("nemo_notebook.lasting");

interface Output {
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

interface OutputModel {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  setData(change: Output): void;
}

interface List<Item> {
  readonly length: number;
  get(index: number): Item;
}

/** The part of JupyterLab's notebook model that is used. */
export interface NotebookModel {
  readonly cells: List<{ outputs?: List<OutputModel> }>;
  toJSON(): { cells?: { outputs?: Output[] }[] };
  [PATCHED]?: true;
}

/** The part of the widget manager that is used; other front ends have no context. */
export interface Manager {
  context?: { model?: NotebookModel | null };
  has_model?(id: string): boolean;
}

export function keepWhatLasts(manager: Manager | undefined): void {
  const notebook = manager?.context?.model;
  if (!manager || !notebook?.cells || !notebook.toJSON) return;
  leaveOutWhenSaved(notebook);
  putBack(notebook, (id) => manager.has_model?.(id) ?? false);
}

function leaveOutWhenSaved(notebook: NotebookModel): void {
  if (notebook[PATCHED]) return;
  notebook[PATCHED] = true;
  const whole = notebook.toJSON.bind(notebook);
  notebook.toJSON = () => {
    const saved = whole();
    for (const { outputs = [] } of saved.cells ?? []) {
      for (const output of outputs) {
        const hasHtml = output.data !== undefined && "text/html" in output.data;
        if (hasHtml && output.metadata?.[MARK] !== undefined) {
          const { [VIEW]: _, ...lasts } = output.data ?? {};
          output.data = lasts;
        }
      }
    }
    return saved;
  };
}

function putBack(notebook: NotebookModel, isKnown: (id: string) => boolean): void {
  for (const { outputs } of each(notebook.cells)) {
    if (!outputs) continue;
    for (const output of each(outputs)) {
      const id = output.metadata[MARK];
      if (typeof id !== "string" || VIEW in output.data || !isKnown(id)) continue;
      const view = { model_id: id, version_major: 2, version_minor: 0 };
      output.setData({ data: { ...output.data, [VIEW]: view }, metadata: output.metadata });
    }
  }
}

function* each<Item>(list: List<Item>): Generator<Item> {
  for (let index = 0; index < list.length; index += 1) yield list.get(index);
}
