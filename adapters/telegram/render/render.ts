import type { Message } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import type { ButtonAction } from '../../../src/delivery/buttons.ts';
import type { AnswerView, Renderer } from '../../../src/delivery/platform-port.ts';
import { isPlanned } from '../../../src/delivery/steps-line.ts';
import type { Piece } from '../../../src/rendering/lift.ts';
import { createLiftQueue, pictureOf } from '../../../src/rendering/lift-queue.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { plainText } from '../../../src/rendering/plain.ts';
import { createGrowingMarkdown } from '../../../src/rendering/stream.ts';
import type { Block } from '../../../src/rendering/types.ts';
import type { Taken } from '../client/taken.ts';
import { createBuilder, type Draft, fileUpload, pictureUpload, serialised } from './builder.ts';
import { isRightToLeft } from './direction.ts';
import { finalKeyboard, paragraph, receiptBlocks, stepsBlocks, stopKeyboard } from './footer.ts';
import { neutralise } from './html.ts';
import type { Button, Level, TelegramPart, TextPart } from './parts-of-answer.ts';
import { asText, createPick, type Lifted } from './pick.ts';

export interface RenderParts {
  readonly pictures: Pictures;
  readonly sign: Promise<(action: ButtonAction) => string>;
  readonly taken: Pick<Taken, 'rich'>;
}

interface Ending {
  readonly keyboard: readonly (readonly Button[])[];
  /** Below the text. */
  readonly below: readonly Block[];
  readonly settled: boolean;
}

type Builder = ReturnType<typeof createBuilder>;

const NOTHING: Readonly<Record<Language, string>> = { en: '(no answer)', zh: '（没有回答）' };

/** One answer in Telegram's dialect while it grows: rich messages, or HTML where those are not taken. */
export function createTelegramRenderer(message: Message, parts: RenderParts): Renderer<TelegramPart> {
  const language = languageOf(message.text);
  const drawing = new AbortController();
  let text = '';
  let degraded = false;
  let state = begin();

  function levelNow(): Level {
    return degraded || !parts.taken.rich ? 'html' : 'rich';
  }

  function begin() {
    const level = levelNow();
    const builder = createBuilder(level);
    return {
      level,
      markdown: createGrowingMarkdown(),
      builder,
      queue: createLiftQueue(createPick(level, parts.pictures, drawing.signal), (piece, wait) =>
        place(piece, builder, wait),
      ),
    };
  }

  function restart(): void {
    state = begin();
    state.markdown.append(text);
  }

  /** False: it has to wait for its picture. */
  async function place(piece: Piece<Lifted>, builder: Builder, wait: boolean): Promise<boolean> {
    if (piece.kind === 'blocks') {
      builder.addBlocks(piece.blocks);
      return true;
    }
    const { value } = piece;
    if (value.as === 'file') {
      builder.addUpload(fileUpload(value.name, value.text));
      return true;
    }
    const picture = await pictureOf(value, wait);
    if (picture === null) return false;
    if (picture === 'source') builder.addBlocks([value.otherwise]);
    else builder.addUpload(pictureUpload(picture));
    return true;
  }

  async function writing(view: AnswerView): Promise<TelegramPart[]> {
    const { settled, open } = state.markdown.blocks();
    await state.queue.fill(settled, false);
    const shownOpen = state.queue.isWaiting() ? [] : asText(open, state.level);
    const drafts = state.builder.drafts(shownOpen);
    // The steps are seen while there is no text yet.
    if (drafts.length === 0 && isPlanned(view)) drafts.push({ type: 'text', blocks: [] });
    const last = {
      keyboard: stopKeyboard(language, await parts.sign),
      below: stepsBlocks(view, language),
      settled: false,
    };
    return drafts.map((draft, index) => toPart(draft, index === drafts.length - 1 ? last : PLAIN));
  }

  async function final(view: AnswerView): Promise<TelegramPart[]> {
    const blocks = state.markdown.finish().children as Block[];
    const { settled } = state.markdown.blocks();
    // Read once more as a whole, it may have come out otherwise: then everything is made anew.
    if (settled.some((block, index) => blocks[index] !== block)) {
      const { markdown } = state;
      state = { ...begin(), markdown };
    }
    await state.queue.fill(blocks, true);
    const keyboard = finalKeyboard(view, message, language, await parts.sign);
    const drafts = state.builder.drafts();
    if (drafts.length === 0 && view.error === null && view.phase !== 'stopped') {
      drafts.push({ type: 'text', blocks: [paragraph(NOTHING[language])] });
    }
    // Receipt and buttons need a message of text to stand in.
    if (drafts.at(-1)?.type !== 'text') drafts.push({ type: 'text', blocks: [] });
    const last = { keyboard, below: receiptBlocks(view, language), settled: true };
    return drafts.map((draft, index) => toPart(draft, index === drafts.length - 1 ? last : PLAIN));
  }

  function toPart(draft: Draft, { below, keyboard, settled }: Ending): TelegramPart {
    if (draft.type === 'upload') return draft.upload;
    const { level } = state;
    const blocks = [...draft.blocks, ...below];
    const content = serialised(blocks, level) || '…';
    const words = plainText(blocks);
    const part: Omit<TextPart, 'key'> = {
      kind: 'text',
      editable: true,
      settled,
      level,
      content,
      plain: neutralise(words) || '…',
      rtl: isRightToLeft(words),
      keyboard,
      degrade() {
        if (level === 'rich') degraded = true;
      },
    };
    return { ...part, key: JSON.stringify([level, content, keyboard]) };
  }

  return {
    append(delta) {
      text += delta;
      state.markdown.append(delta);
    },
    replace(whole) {
      text = whole;
      restart();
    },
    stale: () => state.level !== levelNow(),
    async render(view) {
      if (state.level !== levelNow()) restart();
      if (view.phase === 'waiting' && !isPlanned(view)) return [];
      return view.phase === 'waiting' || view.phase === 'writing' ? writing(view) : final(view);
    },
  };
}

const PLAIN: Ending = { keyboard: [], below: [], settled: true };
