import type { Stage, Track, Trouble } from "./model";

export interface Words {
  language: string;
  conversation: string;
  transcript: string;
  you: string;
  photos: string;
  photo: string;
  stages: Record<Stage, string>;
  /** The kernel's English labels, in this language. */
  labels: Record<string, string>;
  /** Labels that hold a name or a number: what they look like, and what replaces them. */
  patterns: [RegExp, string][];
  stillWorking: string;
  stop: string;
  stopping: string;
  stopQueued: string;
  stopByHand: string;
  stoppedAfter: (time: string) => string;
  doneIn: (time: string) => string;
  nextSteps: Record<Exclude<Trouble["next_step"], "">, string>;
  /** What is said to the service to have the video made. */
  exportSentence: string;

  welcome: string;
  welcomeHow: string;
  sayFirst: string;
  sayNext: string;
  send: string;
  sending: string;
  dontSend: string;
  unsent: string;
  elsewhere: string;
  undone: string;
  addPhotos: string;
  dropHere: string;
  uploading: (name: string) => string;
  remove: (name: string) => string;
  waitsForPhotos: string;
  kernelBusy: string;
  kernelSilent: string;
  suggestions: string;

  video: string;
  take: (number: number) => string;
  takes: string;
  arriving: string;
  large: string;
  gone: string;
  unplayable: string;
  controls: string;
  play: string;
  pause: string;
  frameBack: string;
  frameForth: string;
  frameOf: (frame: number, frames: number) => string;
  position: string;
  loop: string;
  mute: string;
  speed: string;
  fullScreen: string;
  timeline: string;
  tracks: Record<Track["kind"], string>;
  compare: string;
  compareWith: string;
  compareHow: string;
  side: string;
  wipe: string;
  wipeBetween: (left: string, right: string) => string;
  download: string;
  downloadAs: (container: string) => string;
  keptAs: (path: string) => string;
  copyCell: string;
  copied: string;
  copiesCell: string;
  cellCopied: string;

  free: string;
  unknownBalance: string;
  credits: (available: number, frozen: number) => string;
}

const english: Words = {
  language: "en",
  conversation: "Video conversation",
  transcript: "What was said",
  you: "You",
  photos: "Photos",
  photo: "Photo",
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
  stillWorking: "Still working. A long turn may take a few minutes.",
  stop: "Stop",
  stopping: "Stopping…",
  stopQueued: "Stops as soon as the kernel is free.",
  stopByHand: "Press the notebook’s own stop button to stop at once.",
  stoppedAfter: (time) => `Stopped after ${time}`,
  doneIn: (time) => `Done in ${time}`,
  nextSteps: {
    export: "Export again",
    look: "See what became of it",
    say: "Say it again",
    open: "Open nemovideo.com",
  },
  exportSentence: "export",

  welcome: "Begin with a photo",
  welcomeHow: "Drop, paste or choose one. Then say what should happen.",
  sayFirst: "Say what should happen",
  sayNext: "Say what should change",
  send: "Send",
  sending: "Sending…",
  dontSend: "Don’t send",
  unsent: "Nothing was sent.",
  elsewhere: "This was begun elsewhere in the notebook. Say yours when it is done.",
  undone: "Taken back",
  addPhotos: "Add photos",
  dropHere: "Drop photos here",
  uploading: (name) => `Handing over ${name}`,
  remove: (name) => `Remove ${name}`,
  waitsForPhotos: "Goes out when the photos are there.",
  kernelBusy: "The kernel is busy with a cell. This goes out as soon as it is free.",
  kernelSilent: "The kernel does not answer. If it was restarted, run the cell again.",
  suggestions: "What you could say next",

  video: "Video",
  take: (number) => `Take ${number}`,
  takes: "Takes",
  arriving: "Loading the video",
  large: "Too large to play here. Open the file instead.",
  gone: "The file is no longer where it was.",
  unplayable: "This browser cannot play the video. Download it instead.",
  controls: "Playback",
  play: "Play",
  pause: "Pause",
  frameBack: "One frame back",
  frameForth: "One frame on",
  frameOf: (frame, frames) => `frame ${frame} of ${frames}`,
  position: "Position",
  loop: "Loop",
  mute: "Mute",
  speed: "Speed",
  fullScreen: "Full screen",
  timeline: "Timeline",
  tracks: { video: "Video", music: "Music", title: "Title", other: "Track" },
  compare: "Compare",
  compareWith: "With",
  compareHow: "How to compare",
  side: "Side by side",
  wipe: "Wipe",
  wipeBetween: (left, right) => `Wipe between ${left} and ${right}`,
  download: "Download",
  downloadAs: (container) => `Download as ${container}`,
  keptAs: (path) => `Too large for the page; it is beside the notebook: ${path}`,
  copyCell: "Copy as cell",
  copied: "Copied",
  copiesCell: "Copies the %%nemo cells that make this again",
  cellCopied: "Copied as a cell: paste it below.",

  free: "Free of charge",
  unknownBalance: "Balance unknown",
  credits: (available, frozen) =>
    frozen > 0 ? `${available} credits, ${frozen} reserved` : `${available} credits`,
};

const chinese: Words = {
  language: "zh",
  conversation: "视频对话",
  transcript: "对话内容",
  you: "你",
  photos: "照片",
  photo: "照片",
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
    [/^Rendering the video, about (\d+) s left$/, "正在渲染视频，约剩 $1 秒"],
    [/^Rendering the video, about (\d+) min left$/, "正在渲染视频，约剩 $1 分钟"],
    [/^Still working \((\d+) min\)$/, "仍在处理（$1 分钟）"],
  ],
  stillWorking: "仍在处理，较长的任务可能需要几分钟。",
  stop: "停止",
  stopping: "正在停止…",
  stopQueued: "内核空闲后立即停止。",
  stopByHand: "要立即停止，请按笔记本自带的停止按钮。",
  stoppedAfter: (time) => `已停止，用时 ${time}`,
  doneIn: (time) => `完成，用时 ${time}`,
  nextSteps: {
    export: "重新导出",
    look: "查看结果",
    say: "再说一次",
    open: "打开 nemovideo.com",
  },
  exportSentence: "导出",

  welcome: "从一张照片开始",
  welcomeHow: "拖放、粘贴或选择照片，然后说说想要什么效果。",
  sayFirst: "说说想要什么效果",
  sayNext: "说说要怎么改",
  send: "发送",
  sending: "正在发送…",
  dontSend: "不发送",
  unsent: "没有发送。",
  elsewhere: "这一轮是在笔记本别处开始的，完成后即可继续。",
  undone: "已撤回",
  addPhotos: "添加照片",
  dropHere: "把照片放到这里",
  uploading: (name) => `正在上传 ${name}`,
  remove: (name) => `移除 ${name}`,
  waitsForPhotos: "照片上传完毕后发送。",
  kernelBusy: "内核正在运行单元格，空闲后立即发送。",
  kernelSilent: "内核没有响应。如果重启过内核，请重新运行此单元格。",
  suggestions: "接下来可以说",

  video: "视频",
  take: (number) => `第 ${number} 版`,
  takes: "各版视频",
  arriving: "正在载入视频",
  large: "文件太大，无法在此播放，请直接打开文件。",
  gone: "文件已不在原处。",
  unplayable: "此浏览器无法播放该视频，请下载后观看。",
  controls: "播放控制",
  play: "播放",
  pause: "暂停",
  frameBack: "上一帧",
  frameForth: "下一帧",
  frameOf: (frame, frames) => `第 ${frame} 帧，共 ${frames} 帧`,
  position: "播放位置",
  loop: "循环播放",
  mute: "静音",
  speed: "速度",
  fullScreen: "全屏",
  timeline: "时间线",
  tracks: { video: "视频", music: "音乐", title: "标题", other: "轨道" },
  compare: "对比",
  compareWith: "对比对象",
  compareHow: "对比方式",
  side: "并排",
  wipe: "滑动",
  wipeBetween: (left, right) => `在${left}与${right}之间滑动`,
  download: "下载",
  downloadAs: (container) => `下载为 ${container}`,
  keptAs: (path) => `文件太大，已放在笔记本旁：${path}`,
  copyCell: "复制为单元格",
  copied: "已复制",
  copiesCell: "复制能重新生成此视频的 %%nemo 单元格",
  cellCopied: "已复制为单元格，粘贴到下方即可。",

  free: "免费",
  unknownBalance: "余额未知",
  credits: (available, frozen) =>
    frozen > 0 ? `${available} 积分，另有 ${frozen} 已预留` : `${available} 积分`,
};

export function wordsFor(language: string): Words {
  return language.toLowerCase().startsWith("zh") ? chinese : english;
}
