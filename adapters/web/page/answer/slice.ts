/** A frame of a hidden page never comes; a slow one must not hold up the drawing. */
const FRAME_MS = 100;

/** Resolves when the browser has had time to show what was drawn, and to take the reader's input. */
export function nextSlice(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) {
      setTimeout(resolve);
      return;
    }
    const late = setTimeout(resolve, FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(late);
      // Behind the frame's own work, which a callback of the frame itself would only make longer.
      setTimeout(resolve);
    });
  });
}
