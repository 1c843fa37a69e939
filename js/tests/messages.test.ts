import { describe, expect, test } from "vitest";

import { nothingReceived, type Received, receive, textUnderWay } from "../src/messages";
import type { FromKernel } from "../src/model";
import { bytes, turn } from "./fakes";

function afterText(...deltas: [message: number, at: number, delta: string][]): Received {
  return deltas.reduce<Received>(
    (received, [message, at, delta]) =>
      receive(received, { kind: "text", turn: 0, message, at, delta }, []),
    nothingReceived,
  );
}

describe("text", () => {
  test("grows by deltas", () => {
    const received = afterText([0, 0, "Slowly "], [0, 7, "in."]);
    expect(textUnderWay(received, 0, turn())).toBe("Slowly in.");
  });

  test("said again does not double", () => {
    const received = afterText([0, 0, "Slowly "], [0, 7, "in."], [0, 0, "Slowly in."]);
    expect(textUnderWay(received, 0, turn())).toBe("Slowly in.");
  });

  test("that was missed is noticed, and healed by the whole", () => {
    const broken = afterText([0, 7, "in."]);
    expect(broken.missedText).toBe(true);
    expect(textUnderWay(broken, 0, turn())).toBe("");
    const whole: FromKernel = { kind: "text", turn: 0, message: 0, at: 0, delta: "Slowly in." };
    const healed = receive(broken, whole, []);
    expect(healed.missedText).toBe(false);
    expect(textUnderWay(healed, 0, turn())).toBe("Slowly in.");
  });

  test("that is finished stands in the trait alone", () => {
    const received = afterText([0, 0, "Slowly in."]);
    expect(textUnderWay(received, 0, turn({ messages: ["Slowly in."] }))).toBe("");
  });

  test("of the next message begins empty", () => {
    const received = afterText([0, 0, "Slowly in."], [1, 0, "Now"]);
    expect(textUnderWay(received, 0, turn({ messages: ["Slowly in."] }))).toBe("Now");
  });

  test("comes from the trait where that has come further", () => {
    const received = afterText([0, 0, "Slow"]);
    expect(textUnderWay(received, 0, turn({ text: "Slowly in." }))).toBe("Slowly in.");
  });
});

describe("media", () => {
  const part = (number: number): FromKernel => ({
    kind: "media",
    turn: 0,
    part: number,
    parts: 2,
    media_type: "video/mp4",
  });

  test("is complete when every part is there, in whatever order", () => {
    let received = receive(nothingReceived, part(1), [bytes("b")]);
    expect(received.media.get(0)?.is).toBe("arriving");
    received = receive(received, part(0), [bytes("a")]);
    expect(received.media.get(0)).toMatchObject({
      is: "complete",
      parts: [bytes("a"), bytes("b")],
    });
  });

  test("that comes a second time does not disturb what plays", () => {
    let received = receive(nothingReceived, part(0), [bytes("a")]);
    received = receive(received, part(1), [bytes("b")]);
    const before = received.media.get(0);
    expect(receive(received, part(0), [bytes("a")]).media.get(0)).toBe(before);
  });

  test("without its bytes is left out", () => {
    expect(receive(nothingReceived, part(0), []).media.size).toBe(0);
  });
});

test("a message of a kind from another version changes nothing", () => {
  const unknown = { kind: "confetti" } as unknown as FromKernel;
  expect(receive(nothingReceived, unknown, [])).toBe(nothingReceived);
});
