// What only the page can do: save a file, fill the clipboard.

/** Puts a file of the page's own into the browser's downloads. */
export function saveFile(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

/** Whether the clipboard took the text. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

/** For pages that are not served securely, which have no `navigator.clipboard`. */
function copyByHand(text: string): boolean {
  const place = document.createElement("textarea");
  place.value = text;
  place.style.cssText = "position:fixed;opacity:0";
  document.body.append(place);
  place.select();
  const taken = document.execCommand("copy");
  place.remove();
  return taken;
}
