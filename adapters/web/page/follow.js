/** Nearer to the end than this, the view goes on with a growing answer. */
const FOLLOW_DISTANCE_PX = 80;

/** Keeps the end of `content` in view while it grows, unless the person has scrolled away from it. */
export function createFollow(scroll, content) {
  let following = true;
  let top = 0;
  scroll.addEventListener('scroll', () => {
    const wentUp = scroll.scrollTop < top;
    top = scroll.scrollTop;
    if (scroll.scrollHeight - top - scroll.clientHeight < FOLLOW_DISTANCE_PX) following = true;
    // Only a person goes up; being left behind by a fast answer is no wish to stay there.
    else if (wentUp) following = false;
  });
  new ResizeObserver(() => {
    if (following) scroll.scrollTop = scroll.scrollHeight;
  }).observe(content);

  return {
    toEnd() {
      following = true;
      scroll.scrollTop = scroll.scrollHeight;
    },
    /** Adds something above what is in view without moving it. */
    keepPlace(addAbove) {
      following = false;
      const fromEnd = scroll.scrollHeight - scroll.scrollTop;
      addAbove();
      scroll.scrollTop = scroll.scrollHeight - fromEnd;
    },
  };
}
