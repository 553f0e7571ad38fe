import type { types } from '@slack/bolt';
import type { ExpertName, Message } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonAction } from '../../../src/delivery/buttons.ts';
import type { AnswerView } from '../../../src/delivery/platform-port.ts';
import { otherExperts, receiptLine } from '../../../src/delivery/receipt-line.ts';
import { neutralise } from './mentions.ts';
import type { SlackBlock } from './parts-of-answer.ts';

/** All of ours begin so; the payload tells what they do. */
export const ACTION_PREFIX = 'switchboard_';

type Sign = (action: ButtonAction) => string;
type Words = Readonly<Record<Language, string>>;

const RETRY: Words = { en: 'Retry', zh: '重试' };
const STOP: Words = { en: 'Stop', zh: '停止' };
const ANOTHER: Words = { en: 'Ask another expert', zh: '换一个专家' };
const GOOD: Words = { en: 'Good', zh: '有帮助' };
const BAD: Words = { en: 'Bad', zh: '没帮助' };
const ERROR_CHARACTERS = 1_000;

/** What stands under an answer in its final form: receipt, what one can do, and what one thinks of it. */
export function finalFooter(
  view: AnswerView,
  message: Pick<Message, 'attachments'>,
  language: Language,
  sign: Sign,
): SlackBlock[] {
  const line = receiptLine(view, language);
  const blocks: SlackBlock[] = [];
  if (view.error !== null) blocks.push(note(`:warning: ${escapeText(view.error.message)}`));
  if (line !== '') blocks.push(note(escapeText(line)));
  const controls: types.ActionsBlockElement[] = [button('retry', RETRY[language], sign({ do: 'retry' }))];
  if (view.receipt !== null) controls.push(expertMenu(otherExperts(view, message), language, sign));
  blocks.push({ type: 'actions', elements: controls });
  if (view.phase === 'done') blocks.push(feedback(language, sign));
  return blocks;
}

/** While it is written, where Slack has no stop button of its own. */
export function stopFooter(language: Language, sign: Sign): SlackBlock[] {
  const stop = { ...button('stop', STOP[language], sign({ do: 'stop' })), style: 'danger' as const };
  return [{ type: 'actions', elements: [stop] }];
}

/** mrkdwn: three characters are escaped, nothing else. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function note(mrkdwn: string): types.ContextBlock {
  const text = neutralise(mrkdwn);
  return { type: 'context', elements: [{ type: 'mrkdwn', text: text.slice(0, ERROR_CHARACTERS) }] };
}

function button(name: string, label: string, value: string): types.Button {
  return {
    type: 'button',
    action_id: ACTION_PREFIX + name,
    text: { type: 'plain_text', text: label },
    value,
  };
}

function expertMenu(
  experts: readonly ExpertName[],
  language: Language,
  sign: Sign,
): types.ActionsBlockElement {
  return {
    type: 'static_select',
    action_id: `${ACTION_PREFIX}expert`,
    placeholder: { type: 'plain_text', text: ANOTHER[language] },
    options: experts.map((expert) => ({
      text: { type: 'plain_text', text: expert },
      value: sign({ do: 'expert', expert }),
    })),
  };
}

function feedback(language: Language, sign: Sign): types.ContextActionsBlock {
  const choice = (words: Words, value: string) => ({
    text: { type: 'plain_text' as const, text: words[language] },
    value,
  });
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: `${ACTION_PREFIX}feedback`,
        positive_button: choice(GOOD, sign({ do: 'good' })),
        negative_button: choice(BAD, sign({ do: 'bad' })),
      },
    ],
  };
}
