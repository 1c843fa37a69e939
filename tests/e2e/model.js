// A model whose kernel is the test.
class FakeModel {
  constructor(traits) {
    this.traits = traits;
    this.listeners = {};
    this.sent = [];
  }
  get(name) {
    return this.traits[name];
  }
  on(event, listener) {
    this.listeners[event] ??= [];
    this.listeners[event].push(listener);
  }
  off() {}
  send(message) {
    this.sent.push(message);
  }
  push(message, buffers) {
    for (const listener of this.listeners["msg:custom"]) listener(message, buffers);
  }
}

function view(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new DataView(bytes.buffer);
}

window.mount = async (traits) => {
  const widget = (await import("/widget.js")).default();
  window.model = new FakeModel({
    use: "turn",
    turns: [],
    current: null,
    blocking: false,
    backend: "studio · on this machine",
    balance: { costs: false, available: null, frozen: 0 },
    waiting: [],
    ...traits,
  });
  widget.initialize({ model: window.model });
  widget.render({ model: window.model, el: document.getElementById("out") });
  window.model.push({ kind: "hello" });
};

window.deliver = (sent) => {
  for (const [message, buffers] of sent) window.model.push(message, buffers.map(view));
};

/**
 * Streams a text, and returns for each message how many nodes of the page it touched, and for how
 * many milliseconds it kept the page busy.
 */
window.streamed = async (deltas) => {
  const touched = [];
  const times = [];
  let changes = 0;
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) changes += Math.max(1, addedNodes.length);
  });
  observer.observe(document.getElementById("out"), {
    childList: true,
    characterData: true,
    subtree: true,
  });
  let at = 0;
  for (const delta of deltas) {
    await new Promise(requestAnimationFrame);
    const began = performance.now();
    window.model.push({ kind: "text", turn: 0, message: 0, at, delta });
    at += delta.length;
    // Preact draws in a microtask or the next task; then the page is laid out.
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });
    document.body.getBoundingClientRect();
    times.push(performance.now() - began);
    touched.push(changes);
    changes = 0;
  }
  return { touched, times };
};
