import { createFollow } from './follow.js';
import { showTurns } from './history.js';
import { createKeyForm } from './key-form.js';
import { beginConversation, currentConversation } from './memory.js';
import { addAnswer, addQuestion } from './message-view.js';
import { createNotice } from './notice.js';
import { createReadiness } from './readiness.js';
import { ask, CallError, fetchStatus, fetchTurns } from './server.js';
import { pageLanguage, stringsFor, translatePage } from './strings.js';

const element = (id) => document.getElementById(id);
const list = element('messages');
const textarea = element('text');
const earlier = element('earlier');
const greeting = element('greeting');

const language = pageLanguage(navigator.language);
const strings = stringsFor(language);
translatePage(document, language);

const follow = createFollow(element('scroll'), list);
const withKey = createKeyForm(element('key-form'), element('key'), element('key-problem'));
const showStatus = createNotice(
  {
    box: element('notice'),
    words: element('notice-text'),
    progress: element('notice-progress'),
    experts: element('experts'),
  },
  strings,
);
const readiness = createReadiness(() => withKey(fetchStatus), showStatus);

let conversation = currentConversation() ?? beginConversation();
/** The controller of the answer that is being written; null when none is. */
let running = null;

setRunning(null);
textarea.focus();
readiness.check();
showHistory();

element('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  if (running !== null) running.abort();
  else if (textarea.value.trim() !== '') sendTyped();
});

textarea.addEventListener('keydown', (event) => {
  // While a word is being composed (Chinese, Japanese), Enter chooses it.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (running === null && textarea.value.trim() !== '') sendTyped();
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) running?.abort();
});

element('new').addEventListener('click', () => {
  running?.abort();
  conversation = beginConversation();
  list.replaceChildren();
  earlier.hidden = true;
  greeting.hidden = false;
  textarea.focus();
});

function sendTyped() {
  const text = textarea.value;
  textarea.value = '';
  greeting.hidden = true;
  addQuestion(list, text, strings);
  answer(text);
}

/** Asks, and shows the answer as it comes. */
async function answer(text) {
  const view = addAnswer(list, strings);
  const caller = new AbortController();
  const { signal } = caller;
  const question = { text, conversation };
  let began = false;
  const retry = () => {
    textarea.focus();
    if (running === null) answer(text);
  };
  /** Resolves to what went wrong in words; null when the answer is whole. */
  const showAll = async () => {
    for await (const event of ask(question, signal)) {
      began = true;
      if (event.event === 'error') return event.data.error.message;
      view.show(event);
      if (event.event === 'done') return null;
    }
    return strings.brokeOff;
  };

  setRunning(caller);
  follow.toEnd();
  try {
    view.showStatus(strings.waitingForModel);
    await readiness.settled(signal);
    view.showStatus(strings.thinking);
    const problem = await withKey(showAll, signal);
    if (problem !== null) view.fail(problem, retry);
  } catch (error) {
    if (signal.aborted) view.stop();
    else view.fail(wordsOf(error, began), retry);
    readiness.check();
  }
  if (running === caller) setRunning(null);
}

function setRunning(caller) {
  running = caller;
  const button = element('send');
  button.textContent = running === null ? strings.send : strings.stop;
  button.classList.toggle('stop', running !== null);
}

async function showHistory() {
  const of = conversation;
  try {
    const turns = await withKey(() => fetchTurns(of));
    if (of !== conversation) return;
    showTurns(turns, { list, earlier, follow, strings });
  } catch (error) {
    addAnswer(list, strings).fail(wordsOf(error, false), showHistory);
  }
  greeting.hidden = list.childElementCount > 0;
}

function wordsOf(error, began) {
  if (error instanceof CallError && error.words !== null) return error.words;
  return began ? strings.brokeOff : strings.network;
}
