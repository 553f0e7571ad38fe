import { type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js';
import type { Message } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonAction } from '../../../src/delivery/buttons.ts';
import type { AnswerView } from '../../../src/delivery/platform-port.ts';
import { otherExperts } from '../../../src/delivery/receipt-line.ts';
import type { Row } from '../render/parts-of-answer.ts';

/** What a control does stands before its signed payload. */
export const PREFIX = { action: 'do:', thread: 'thread:' } as const;
/** The id of the menu of experts; what was chosen carries the payload. */
export const EXPERTS_ID = 'experts';

type Sign = (action: ButtonAction) => string;
type Words = Readonly<Record<Language, string>>;

const RETRY: Words = { en: 'Retry', zh: '重试' };
const STOP: Words = { en: 'Stop', zh: '停止' };
const ANOTHER: Words = { en: 'Ask another expert', zh: '换一个专家' };
const GOOD: Words = { en: 'Good', zh: '有帮助' };
const BAD: Words = { en: 'Bad', zh: '没帮助' };
const THREAD: Words = { en: 'Move to a thread', zh: '移到讨论串' };

/** What stands under an answer in its final form. */
export function finalControls(
  view: AnswerView,
  message: Pick<Message, 'attachments'>,
  {
    canMove,
    language,
    sign,
  }: { readonly canMove: boolean; readonly language: Language; readonly sign: Sign },
): Row[] {
  const buttons = [button(RETRY[language], PREFIX.action + sign({ do: 'retry' }))];
  if (view.phase === 'done') {
    buttons.push(button(GOOD[language], PREFIX.action + sign({ do: 'good' })));
    buttons.push(button(BAD[language], PREFIX.action + sign({ do: 'bad' })));
  }
  // Its payload tells whose answer it is; what is done stands before it.
  if (canMove) buttons.push(button(THREAD[language], PREFIX.thread + sign({ do: 'retry' })));
  const rows: Row[] = [{ type: ComponentType.ActionRow, components: buttons }];
  if (view.receipt !== null) {
    const options = otherExperts(view, message).map((expert) => ({
      label: expert,
      value: sign({ do: 'expert', expert }),
    }));
    rows.push({
      type: ComponentType.ActionRow,
      components: [
        { type: ComponentType.StringSelect, custom_id: EXPERTS_ID, placeholder: ANOTHER[language], options },
      ],
    });
  }
  return rows;
}

/** While it is written. */
export function stopControls(language: Language, sign: Sign): Row[] {
  const stop = {
    ...button(STOP[language], PREFIX.action + sign({ do: 'stop' })),
    style: ButtonStyle.Danger as const,
  };
  return [{ type: ComponentType.ActionRow, components: [stop] }];
}

function button(label: string, custom_id: string) {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id,
  } satisfies APIButtonComponent;
}
