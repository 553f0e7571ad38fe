/** Nearer to the end than this, the view goes on with a growing answer. */
const FOLLOW_DISTANCE_PX = 80;

/** Keeps the end of `content` in view while it grows, unless the person has scrolled away from it. */
export function createFollow(scroll, content) {
  let following = true;
  scroll.addEventListener('scroll', () => {
    following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < FOLLOW_DISTANCE_PX;
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
