import { expect, test } from "vitest";

import { keepWhatLasts, type Manager, type NotebookModel } from "../src/lasting";

const VIEW = "application/vnd.jupyter.widget-view+json";
type Data = Record<string, unknown>;

/** JupyterLab's notebook, with one output a cell. */
class Notebook implements NotebookModel {
  readonly outputs: { data: Data; metadata: Data; setData: (change: { data?: Data }) => void }[];

  constructor(...outputs: { data: Data; metadata: Data }[]) {
    this.outputs = outputs.map((output) => ({
      ...output,
      setData(change) {
        this.data = change.data ?? {};
      },
    }));
  }

  get cells() {
    const { outputs } = this;
    return {
      length: outputs.length + 1,
      get: (index: number) => {
        const output = outputs[index];
        // The last cell is one of Markdown, which has none.
        return output ? { outputs: { length: 1, get: () => output } } : {};
      },
    };
  }

  toJSON(): { cells: { outputs?: { data: Data; metadata: Data }[] }[] } {
    const cells = this.outputs.map(({ data, metadata }) => ({ outputs: [{ data, metadata }] }));
    return { cells: [...cells, {}] };
  }
}

const html = { "text/html": "<p>zoom in</p>" };
const ours = { data: { [VIEW]: { model_id: "a" }, ...html }, metadata: { nemo: "a" } };
const others = { data: { [VIEW]: { model_id: "b" }, ...html }, metadata: {} };

function manager(notebook: Notebook, ...known: string[]): Manager {
  return { context: { model: notebook }, has_model: (id) => known.includes(id) };
}

const saved = (notebook: Notebook) =>
  notebook.toJSON().cells.flatMap(({ outputs = [] }) => outputs);

test("what is saved is what lasts, of our outputs alone, and the page keeps its widget", () => {
  const notebook = new Notebook(ours, others);
  keepWhatLasts(manager(notebook, "a"));
  keepWhatLasts(manager(notebook, "a"));
  expect(saved(notebook).map(({ data }) => Object.keys(data))).toEqual([
    ["text/html"],
    [VIEW, "text/html"],
  ]);
  expect(notebook.outputs[0]?.data).toEqual(ours.data);
});

test("an output without anything that lasts is left as it is", () => {
  const notebook = new Notebook({ data: { [VIEW]: {} }, metadata: { nemo: "a" } });
  keepWhatLasts(manager(notebook));
  expect(saved(notebook)[0]?.data).toEqual({ [VIEW]: {} });
});

test("a page that is opened again gets back the widgets that the kernel still knows", () => {
  const kept = (id: string) => ({ data: { ...html }, metadata: { nemo: id } });
  const notebook = new Notebook(kept("a"), kept("gone"), { data: { ...html }, metadata: {} });
  keepWhatLasts(manager(notebook, "a"));
  expect(notebook.outputs.map(({ data }) => VIEW in data)).toEqual([true, false, false]);
  expect(notebook.outputs[0]?.data[VIEW]).toMatchObject({ model_id: "a" });
});

test.each([undefined, {}, { context: {} }, { context: { model: null } }])(
  "front ends without such a notebook are left alone: %j",
  (manager) => {
    expect(() => keepWhatLasts(manager)).not.toThrow();
  },
);
