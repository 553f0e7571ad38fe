import { createAnswerText } from './answer-text.js';

/** Puts a person's message into the list. */
export function addQuestion(list, text, strings) {
  const article = add(list, 'article', 'question');
  article.setAttribute('aria-label', strings.you);
  const words = add(article, 'p', 'bubble', text);
  words.dir = 'auto';
}

/**
 * Puts an answer into the list, empty at first. `show` takes the events of its turn; `end` closes it with what
 * went wrong, if anything did.
 */
export function addAnswer(list, strings) {
  const article = add(list, 'article', 'answer');
  const expert = add(article, 'p', 'expert');
  const body = add(article, 'div', 'body');
  const status = add(article, 'p', 'status', strings.thinking);
  const text = createAnswerText(body);
  article.setAttribute('aria-busy', 'true');
  expert.hidden = true;

  const showExpert = (name) => {
    expert.textContent = strings.experts[name] ?? name;
    expert.dataset.expert = name;
    expert.hidden = false;
  };
  const showStatus = (words) => {
    status.textContent = words;
    status.hidden = words === '';
  };
  const close = () => {
    text.end();
    showStatus('');
    article.removeAttribute('aria-busy');
  };
  const handlers = {
    route: (route) => showExpert(route.expert),
    queue: ({ position }) => showStatus(strings.queued(position)),
    text: ({ delta }) => {
      text.push(delta);
      showStatus('');
    },
    replace: ({ text: whole }) => text.replace(whole),
    done: (receipt) => {
      close();
      showExpert(receipt.expert);
      addRemarks(article, receipt, strings);
      addReceipt(article, receipt, strings);
    },
  };

  return {
    show: ({ event, data }) => handlers[event]?.(data),
    showStatus,
    showStored({ response, expert: name, model_used, timestamp, stopped }) {
      text.push(response);
      close();
      showExpert(name);
      if (stopped) add(article, 'p', 'remark', strings.stopped);
      const rows = [
        [strings.receipt.model, model_used],
        [strings.receipt.time, new Date(timestamp).toLocaleString()],
      ];
      addFolded(article, strings.experts[name] ?? name, rows);
    },
    stop() {
      close();
      add(article, 'p', 'remark', strings.stopped);
    },
    /** `retry` is called when the person wants to ask again; the failed answer is gone by then. */
    fail(words, retry) {
      close();
      const box = add(article, 'div', 'error');
      const sentence = add(box, 'p', '', words);
      sentence.dir = 'auto';
      const button = add(box, 'button', '', strings.retry);
      button.type = 'button';
      button.addEventListener('click', () => {
        article.remove();
        retry();
      });
    },
  };
}

function addRemarks(article, { degraded, finish }, strings) {
  if (degraded !== null) {
    const wanted = strings.experts[degraded.wanted] ?? degraded.wanted;
    add(article, 'p', 'remark', strings.degraded(wanted, degraded.reason));
  }
  if (finish === 'stopped') add(article, 'p', 'remark', strings.stopped);
  if (finish === 'length') add(article, 'p', 'remark', strings.cut);
}

function addReceipt(article, { expert, model_used, route, latency_ms, checks }, strings) {
  const names = strings.receipt;
  const name = strings.experts[expert] ?? expert;
  const time = strings.seconds((latency_ms.total / 1000).toFixed(1));
  const rows = [
    [names.expert, name],
    [names.model, model_used],
    [names.route, `${strings.tiers[route.tier] ?? route.tier} · ${Math.round(route.confidence * 100)} %`],
    [names.time, time],
  ];
  if (checks.length > 0) rows.push([names.checks, checks.map(describeCheck).join('\n')]);
  addFolded(article, `${name} · ${time}`, rows);
}

function describeCheck({ name, status, detail }) {
  return `${name}: ${status}${detail ? ` (${detail})` : ''}`;
}

function addFolded(article, line, rows) {
  const details = add(article, 'details', 'receipt');
  add(details, 'summary', '', line);
  const list = add(details, 'dl');
  for (const [name, value] of rows) {
    add(list, 'dt', '', name);
    add(list, 'dd', '', value).dir = 'auto';
  }
}

/** The only place that makes elements of a message; its text is always text. */
function add(parent, tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  parent.append(element);
  return element;
}
