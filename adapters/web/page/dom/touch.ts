const TOUCH = matchMedia('(hover: none) and (pointer: coarse)');

/** Whether fingers are all there is: a focused field then opens a keyboard over half of the page. */
export function isTouch(): boolean {
  return TOUCH.matches;
}
