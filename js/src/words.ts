import type { Stage } from "./model";

export interface Words {
  language: string;
  you: string;
  answer: string;
  photos: string;
  stages: Record<Stage, string>;
  /** The kernel's English labels, in this language. */
  labels: Record<string, string>;
  /** Labels that hold a name or a number: what they look like, and what replaces them. */
  patterns: [RegExp, string][];
  stop: string;
  stopping: string;
  stopQueued: string;
  stopByHand: string;
  stoppedAfter: (time: string) => string;
  doneIn: (time: string) => string;
  arriving: string;
  large: string;
  gone: string;
  unplayable: string;
  conversation: string;
}

const english: Words = {
  language: "en",
  you: "You",
  answer: "Answer",
  photos: "Photos",
  stages: {
    waiting: "Waiting for an answer",
    uploading: "Uploading",
    answering: "Answering",
    animating: "Animating",
    finishing: "Finishing",
    exporting: "Exporting",
    done: "Done",
    failed: "Failed",
    stopped: "Stopped",
  },
  labels: {},
  patterns: [],
  stop: "Stop",
  stopping: "Stopping…",
  stopQueued: "Stops as soon as the kernel is free.",
  stopByHand: "Press the notebook’s own stop button to stop at once.",
  stoppedAfter: (time) => `Stopped after ${time}`,
  doneIn: (time) => `Done in ${time}`,
  arriving: "Loading the video",
  large: "Too large to play here. Open the file instead.",
  gone: "The file is no longer where it was.",
  unplayable: "This browser cannot play the video. Open the file instead.",
  conversation: "Video conversation",
};

const chinese: Words = {
  language: "zh",
  you: "你",
  answer: "回答",
  photos: "照片",
  stages: {
    waiting: "等待回答",
    uploading: "正在上传",
    answering: "正在回答",
    animating: "正在生成动画",
    finishing: "正在收尾",
    exporting: "正在导出",
    done: "完成",
    failed: "失败",
    stopped: "已停止",
  },
  labels: {
    "Adding music": "正在添加音乐",
    "Animating the photo": "正在让照片动起来",
    "Composing the music": "正在谱写音乐",
    "Fetching the video": "正在取回视频",
    "Generating the clip": "正在生成片段",
    "Looking for what became of an interrupted turn": "正在查找中断的那一轮的结果",
    "Rendering the video": "正在渲染视频",
    "Setting the title": "正在添加标题",
    "Taking up the turns before": "正在接上之前的对话",
    "Waiting for music, title and effects": "等待配乐、标题和特效",
    "Waiting for the answer": "等待回答",
    Working: "正在处理",
    "Your request is being processed": "正在处理你的请求",
  },
  patterns: [
    [/^Handing over (.+)$/, "正在上传 $1"],
    [/^Still working \((\d+) min\)$/, "仍在处理（$1 分钟）"],
  ],
  stop: "停止",
  stopping: "正在停止…",
  stopQueued: "内核空闲后立即停止。",
  stopByHand: "要立即停止，请按笔记本自带的停止按钮。",
  stoppedAfter: (time) => `已停止，用时 ${time}`,
  doneIn: (time) => `完成，用时 ${time}`,
  arriving: "正在载入视频",
  large: "文件太大，无法在此播放，请直接打开文件。",
  gone: "文件已不在原处。",
  unplayable: "此浏览器无法播放该视频，请直接打开文件。",
  conversation: "视频对话",
};

export function wordsFor(language: string): Words {
  return language.toLowerCase().startsWith("zh") ? chinese : english;
}
