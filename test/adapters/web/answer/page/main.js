import { createAnswerView, showAnswer } from '../../../../../adapters/web/page/answer/answer.ts';

const words = {
  copy: 'Copy',
  copied: 'Copied',
  wrap: 'Wrap lines',
  code: 'Code',
  table: 'Table',
  formula: 'Formula',
  allRows: (count) => `Show all ${count} rows`,
};

const container = document.getElementById('answer');
const policyViolations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  policyViolations.push(event.violatedDirective),
);
let view = null;

function begin() {
  view?.dispose();
  view = createAnswerView(container, words);
}

// What the tests drive and ask; its types are in test/support/answer-stage.ts.
globalThis.stage = {
  begin,
  append: (delta) => view.append(delta),
  replace: (text) => view.replace(text),
  finish: () => view.finish(),
  show: (text) => showAnswer(container, text, words),
  async stream(text, size) {
    begin();
    for (let at = 0; at < text.length; at += size) {
      view.append(text.slice(at, at + size));
      await new Promise((resolve) => setTimeout(resolve));
    }
    await view.finish();
  },
  /** What drawing an answer leaves to the page: its own tasks meanwhile, and the most elements drawn in one go. */
  async load(text) {
    begin();
    let tasks = 0;
    let largest = 0;
    let done = false;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      tasks++;
      if (!done) setTimeout(() => port2.postMessage(null), 10);
    };
    port2.postMessage(null);
    // Called back at the end of each task that has changed something.
    const observer = new MutationObserver((records) => {
      const added = records
        .flatMap((record) => [...record.addedNodes])
        .filter((node) => node instanceof Element);
      const elements = added.reduce((sum, element) => sum + 1 + element.getElementsByTagName('*').length, 0);
      largest = Math.max(largest, elements);
    });
    observer.observe(container, { childList: true, subtree: true });
    view.append(text);
    await view.finish();
    done = true;
    port1.close();
    observer.disconnect();
    return { tasks, largest };
  },
  text: () => view.text,
  policyViolations,
};
