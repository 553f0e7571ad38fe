import { present } from '../../adapters/terminal/present.ts';
import { receive, terminalConversation } from '../../adapters/terminal/receive.ts';
import { describeAdapter } from './adapter-contract.ts';

/** A person at a terminal, without the process around it (test/adapters/terminal/ask.test.ts has that). */
describeAdapter('terminal', async (switchboard) => ({
  async close() {},
  async ask({ conversation, expert = null, text }, signal = new AbortController().signal) {
    const shown = { text: '', error: '' };
    const message = receive(text, terminalConversation(conversation), expert);
    await present(switchboard.ask(message, signal), {
      out: (words) => {
        shown.text += words;
      },
      err: (words) => {
        shown.error += words;
      },
    });
    return { text: shown.text, error: shown.error.trim() || null };
  },
}));
