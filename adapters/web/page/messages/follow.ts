/** Nearer to the end than this, the view goes on with a growing answer. */
const FOLLOW_DISTANCE_PX = 80;

export interface Follow {
  toEnd(): void;
  /** Shows the beginning, and stays there. */
  toStart(): void;
  /** Changes something above what is in view without moving it. */
  keepPlace(change: () => void): void;
  dispose(): void;
}

/**
 * Keeps the end of `content` in view while it grows, unless the person has scrolled away from it.
 *
 * @param onAway whether newer things stand out of view, below
 */
export function createFollow(
  scroll: HTMLElement,
  content: HTMLElement,
  onAway: (away: boolean) => void,
): Follow {
  let following = true;
  let top = 0;
  const fromEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  const toEnd = () => {
    following = true;
    scroll.scrollTop = scroll.scrollHeight;
    onAway(false);
  };
  const onScroll = () => {
    const wentUp = scroll.scrollTop < top;
    top = scroll.scrollTop;
    if (fromEnd() < FOLLOW_DISTANCE_PX) following = true;
    // Only a person goes up; being left behind by a fast answer is no wish to stay there.
    else if (wentUp) following = false;
    onAway(!following);
  };
  const sizes = new ResizeObserver(() => {
    if (following) toEnd();
    else onAway(fromEnd() >= FOLLOW_DISTANCE_PX);
  });
  scroll.addEventListener('scroll', onScroll, { passive: true });
  sizes.observe(content);
  sizes.observe(scroll);
  return {
    toEnd,
    toStart() {
      following = false;
      scroll.scrollTop = 0;
    },
    keepPlace(change) {
      following = false;
      const before = scroll.scrollHeight - scroll.scrollTop;
      change();
      scroll.scrollTop = scroll.scrollHeight - before;
    },
    dispose() {
      sizes.disconnect();
      scroll.removeEventListener('scroll', onScroll);
    },
  };
}
