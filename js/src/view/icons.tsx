import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="nemo-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function PhotoIcon() {
  return (
    <Icon>
      <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="2" />
      <circle cx="5.5" cy="6.25" r="1.1" />
      <path d="m2 11.5 3.3-2.8 2.4 1.9 3-3.1 3.3 3.2" />
    </Icon>
  );
}

export function StoppedIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.25" />
      <rect
        x="5.75"
        y="5.75"
        width="4.5"
        height="4.5"
        rx="0.75"
        fill="currentColor"
        stroke="none"
      />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.75v4M8 11.1v.1" />
    </Icon>
  );
}
