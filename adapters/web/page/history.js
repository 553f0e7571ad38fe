import { addAnswer, addQuestion } from './message-view.js';

/** How many turns are shown at a time; thousands at once would hold the page up. */
const STEP = 50;

/** Puts stored turns above the list, the latest first; a button brings the ones before. */
export function showTurns(turns, { list, earlier, follow, strings }) {
  let shown = turns.length;

  function showMore() {
    const from = Math.max(0, shown - STEP);
    const fragment = document.createDocumentFragment();
    for (const turn of turns.slice(from, shown)) {
      addQuestion(fragment, turn.text, strings);
      addAnswer(fragment, strings).showStored(turn);
    }
    list.prepend(fragment);
    shown = from;
    earlier.hidden = shown === 0;
  }

  showMore();
  follow.toEnd();
  earlier.onclick = () => follow.keepPlace(showMore);
}
