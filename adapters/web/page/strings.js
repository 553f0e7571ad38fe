/** Everything the page says, in both of its languages. */
const STRINGS = {
  en: {
    newConversation: 'New conversation',
    greetingTitle: 'What would you like to know?',
    greeting: 'Your message goes to the expert that is best at it.',
    earlier: 'Show earlier messages',
    messages: 'Messages',
    loading: 'Loading the model',
    placeholder: 'Ask something',
    hint: 'Enter sends · Shift+Enter for a new line · Esc stops',
    send: 'Send',
    stop: 'Stop',
    retry: 'Try again',
    you: 'You',
    thinking: 'Writing…',
    waitingForModel: 'Your question is sent as soon as the model is ready.',
    queued: (position) => `Waiting for a free model: place ${position} in the queue.`,
    stopped: 'Stopped.',
    cut: 'The answer reached its greatest length. Ask “go on” for more.',
    brokeOff: 'The answer broke off before its end. What came until then is above.',
    network: 'The server could not be reached. Check that it is running, then try again.',
    keyLabel: 'This server asks for a key. It is kept only in this tab.',
    keySubmit: 'Use key',
    degraded: (wanted, reason) => `Meant for ${wanted}: ${reason}`,
    receipt: { expert: 'Expert', model: 'Model', route: 'Chosen by', time: 'Time', checks: 'Checks' },
    seconds: (value) => `${value} s`,
    experts: {
      general: 'General',
      code: 'Code',
      math: 'Math',
      translate: 'Translation',
      structured: 'Structured data',
      vision: 'Vision',
    },
    tiers: { forced: 'request', rule: 'rule', classifier: 'classifier', judge: 'judge', default: 'default' },
  },
  zh: {
    newConversation: '新对话',
    greetingTitle: '想问点什么？',
    greeting: '你的消息会交给最擅长的专家来回答。',
    earlier: '显示更早的消息',
    messages: '消息',
    loading: '正在加载模型',
    placeholder: '输入问题',
    hint: 'Enter 发送 · Shift+Enter 换行 · Esc 停止',
    send: '发送',
    stop: '停止',
    retry: '重试',
    you: '你',
    thinking: '正在回答…',
    waitingForModel: '模型就绪后会立即发送你的问题。',
    queued: (position) => `正在等待空闲的模型：排在第 ${position} 位。`,
    stopped: '已停止。',
    cut: '回答已达到长度上限。可以说“继续”。',
    brokeOff: '回答在结束前中断了，已收到的内容在上面。',
    network: '连接不上服务器。请确认它在运行，然后重试。',
    keyLabel: '此服务器需要密钥。密钥只保存在当前标签页中。',
    keySubmit: '使用密钥',
    degraded: (wanted, reason) => `本应由“${wanted}”回答：${reason}`,
    receipt: { expert: '专家', model: '模型', route: '选择方式', time: '用时', checks: '检查' },
    seconds: (value) => `${value} 秒`,
    experts: {
      general: '通用',
      code: '代码',
      math: '数学',
      translate: '翻译',
      structured: '结构化数据',
      vision: '视觉',
    },
    tiers: { forced: '指定', rule: '规则', classifier: '分类器', judge: '评判模型', default: '默认' },
  },
};

/** The page's language for the browser's: Chinese for Chinese, else English. */
export function pageLanguage(browserLanguage) {
  return /^zh\b/i.test(browserLanguage ?? '') ? 'zh' : 'en';
}

export function stringsFor(language) {
  return STRINGS[language];
}

/** Puts the page's fixed texts in place: `data-text`, `data-label` and `data-placeholder` name them. */
export function translatePage(document, language) {
  const strings = stringsFor(language);
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = strings[element.dataset.text];
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', strings[element.dataset.label]);
  }
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = strings[element.dataset.placeholder];
  }
}
