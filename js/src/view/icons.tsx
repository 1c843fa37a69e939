import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="nemo-icon" viewBox="0 0 16 16" aria-hidden="true">
      {children}
    </svg>
  );
}

/** An icon that is one line, or one filled shape. */
function drawn(path: string, isFilled = false) {
  return () => (
    <Icon>
      <path d={path} {...(isFilled ? { fill: "currentColor", stroke: "none" } : {})} />
    </Icon>
  );
}

export const PlayIcon = drawn(
  "M4.5 2.9v10.2a.6.6 0 0 0 .92.5l7.9-5.1a.6.6 0 0 0 0-1l-7.9-5.1a.6.6 0 0 0-.92.5Z",
  true,
);
export const PauseIcon = drawn("M4 3h2.7v10H4zM9.3 3H12v10H9.3z", true);
export const BackIcon = drawn("M10 3.5 5.5 8l4.5 4.5");
export const ForthIcon = drawn("M6 3.5 10.5 8 6 12.5");
export const LoopIcon = drawn(
  "M2.5 7.5V6.4A2.4 2.4 0 0 1 4.9 4h8M10.8 1.8 13 4l-2.2 2.2M13.5 8.5v1.1a2.4 2.4 0 0 1-2.4 2.4h-8M5.2 14.2 3 12l2.2-2.2",
);
export const LoudIcon = drawn(
  "M2 6v4h2.5L8 13V3L4.5 6zM10.3 5.8a3.2 3.2 0 0 1 0 4.4M12.2 3.8a6 6 0 0 1 0 8.4",
);
export const MutedIcon = drawn("M2 6v4h2.5L8 13V3L4.5 6zM10.8 6.2l3.4 3.6M14.2 6.2l-3.4 3.6");
export const FullScreenIcon = drawn("M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10");
export const DownloadIcon = drawn("M8 2.5v7.3M4.8 6.8 8 10l3.2-3.2M2.8 13.2h10.4");
export const CompareIcon = drawn(
  "M8 1.5v13M6 3.5H2.8a.8.8 0 0 0-.8.8v7.4a.8.8 0 0 0 .8.8H6M10 3.5h3.2a.8.8 0 0 1 .8.8v7.4a.8.8 0 0 1-.8.8H10",
);
export const CopyIcon = drawn(
  "M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Z",
);
export const AddIcon = drawn("M8 3v10M3 8h10");
export const SendIcon = drawn("M8 13V3.2M3.8 7.2 8 3l4.2 4.2");
export const StopIcon = drawn(
  "M4.2 3.5h7.6a.7.7 0 0 1 .7.7v7.6a.7.7 0 0 1-.7.7H4.2a.7.7 0 0 1-.7-.7V4.2a.7.7 0 0 1 .7-.7Z",
  true,
);
export const CloseIcon = drawn("m4 4 8 8M12 4l-8 8");
export const CheckIcon = drawn("m3 8.5 3.2 3.2L13 4.8");
export const WarningIcon = drawn(
  "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 4.75v4M8 11.1v.1",
);
export const StoppedIcon = drawn(
  "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM6.25 6.25h3.5v3.5h-3.5z",
);
export const UndoneIcon = drawn("M5.5 3 2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H6");
export const FileIcon = drawn("M4 1.75h5l3.25 3.25v9.25H4zM9 1.75V5h3.25");

export function PhotoIcon() {
  return (
    <Icon>
      <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="2" />
      <circle cx="5.5" cy="6.25" r="1.1" />
      <path d="m2 11.5 3.3-2.8 2.4 1.9 3-3.1 3.3 3.2" />
    </Icon>
  );
}
