import {
  type AnswerView,
  type AnswerWords,
  createAnswerView,
  showAnswer,
} from '../../../../../adapters/web/page/answer/answer.ts';

const words: AnswerWords = {
  copy: 'Copy',
  copied: 'Copied',
  wrap: 'Wrap lines',
  code: 'Code',
  table: 'Table',
  formula: 'Formula',
  allRows: (count) => `Show all ${count} rows`,
};

/** What the tests drive and ask. */
export interface Stage {
  begin(): void;
  append(delta: string): void;
  replace(text: string): void;
  finish(): Promise<void>;
  show(text: string): Promise<void>;
  /** Appends in pieces, a task each, as a stream does. */
  stream(text: string, size: number): Promise<void>;
  text(): string;
  /** Main-thread tasks of over 50 ms, in milliseconds, since the last call. */
  longTasks(): number[];
  readonly violations: string[];
}

declare global {
  interface Window {
    stage: Stage;
  }
}

const container = document.getElementById('answer') as HTMLElement;
let view: AnswerView | null = null;
let tasks: number[] = [];
const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)));
observer.observe({ type: 'longtask', buffered: false });
const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

function begin(): AnswerView {
  view?.dispose();
  container.className = '';
  view = createAnswerView(container, words);
  return view;
}

window.stage = {
  begin: () => void begin(),
  append: (delta) => (view ?? begin()).append(delta),
  replace: (text) => (view ?? begin()).replace(text),
  finish: async () => view?.finish(),
  show(text) {
    container.className = '';
    return showAnswer(container, text, words);
  },
  async stream(text, size) {
    const growing = begin();
    for (let at = 0; at < text.length; at += size) {
      growing.append(text.slice(at, at + size));
      await new Promise((resolve) => setTimeout(resolve));
    }
    await growing.finish();
  },
  text: () => view?.text ?? '',
  longTasks() {
    const seen = [...tasks, ...observer.takeRecords().map((entry) => entry.duration)];
    tasks = [];
    return seen;
  },
  violations,
};
