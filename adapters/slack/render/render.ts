import type { Message } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import type { ButtonAction } from '../../../src/delivery/buttons.ts';
import type { AnswerView, Renderer } from '../../../src/delivery/platform-port.ts';
import { isPlanned } from '../../../src/delivery/steps-line.ts';
import type { Piece } from '../../../src/rendering/lift.ts';
import { createLiftQueue, pictureOf } from '../../../src/rendering/lift-queue.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { createGrowingMarkdown } from '../../../src/rendering/stream.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { createBuilder, type Draft, fileUpload, PART_CHARACTERS, pictureUpload } from './builder.ts';
import { finalFooter, stopFooter } from './footer.ts';
import { createLiveText } from './live-text.ts';
import type { SlackBlock, SlackPart, TextPart } from './parts-of-answer.ts';
import { createPick, type Lifted, tableAsText, withUnicode } from './pick.ts';
import {
  blocksOf,
  isPlain,
  noticeOf,
  paragraph,
  serialised,
  streamText,
  taskCard,
  tasksOf,
  withoutHalfFormula,
  wordsOf,
} from './runs.ts';

export interface RenderParts {
  readonly pictures: Pictures;
  readonly sign: Promise<(action: ButtonAction) => string>;
  /** Whether a message that is still written needs a stop button of its own. */
  readonly wantsStop: () => boolean;
}

type Builder = ReturnType<typeof createBuilder>;

const NOTHING: Readonly<Record<Language, string>> = { en: '(no answer)', zh: '（没有回答）' };

/** One answer in Slack's dialect while it grows. */
export function createSlackRenderer(message: Message, parts: RenderParts): Renderer<SlackPart> {
  const language = languageOf(message.text);
  const drawing = new AbortController();
  let state = begin();

  function begin() {
    const builder = createBuilder();
    return {
      markdown: createGrowingMarkdown(),
      builder,
      queue: createLiftQueue(createPick(parts.pictures, drawing.signal), (piece, wait) =>
        place(piece, builder, wait),
      ),
      live: [] as ReturnType<typeof createLiveText>[],
    };
  }

  /** False: it has to wait for its picture. */
  async function place(piece: Piece<Lifted>, builder: Builder, wait: boolean): Promise<boolean> {
    if (piece.kind === 'blocks') {
      builder.addBlocks(piece.blocks);
      return true;
    }
    const { node, value } = piece;
    if (value.as === 'file') builder.addUpload(fileUpload(value.name, value.text));
    else if (value.as === 'table') {
      if (!builder.addTable(value.block, node)) {
        builder.addBlocks([node.type === 'table' ? tableAsText(node) : node], [node]);
      }
    } else {
      const picture = await pictureOf(value, wait);
      if (picture === null) return false;
      if (picture === 'source') builder.addBlocks([value.otherwise]);
      else builder.addUpload(pictureUpload(picture));
    }
    return true;
  }

  async function writing(view: AnswerView): Promise<SlackPart[]> {
    const { settled, open } = state.markdown.blocks();
    await state.queue.fill(settled, false);
    const shownOpen = state.queue.isWaiting() ? [] : withUnicode(open);
    const drafts = state.builder.drafts(shownOpen, withoutHalfFormula);
    // The steps are seen while there is no text yet.
    if (drafts.length === 0 && isPlanned(view)) drafts.push({ type: 'text', runs: [] });
    const footer = parts.wantsStop() ? stopFooter(language, await parts.sign) : [];
    return drafts.map((draft, index) => {
      const last = index === drafts.length - 1;
      return toPart(
        draft,
        index,
        last ? { view, footer, settled: false } : { view, footer: [], settled: true },
      );
    });
  }

  async function final(view: AnswerView): Promise<SlackPart[]> {
    const root = state.markdown.finish();
    const blocks = root.children as Block[];
    const { settled } = state.markdown.blocks();
    // Read once more as a whole, it may have come out otherwise: then everything is made anew.
    if (settled.some((block, index) => blocks[index] !== block)) {
      const { live, markdown } = state;
      state = { ...begin(), live, markdown };
    }
    await state.queue.fill(blocks, true);
    const sign = await parts.sign;
    const footer = finalFooter(view, message, language, sign);
    const drafts = state.builder.drafts();
    const words = view.error === null && view.phase !== 'stopped' ? NOTHING[language] : '';
    if (drafts.length === 0 && words !== '') {
      const blocks = [paragraph(words)];
      drafts.push({ type: 'text', runs: [{ type: 'blocks', blocks, streamed: blocks }] });
    }
    // Receipt and buttons need a message of text to stand in.
    if (drafts.at(-1)?.type !== 'text') drafts.push({ type: 'text', runs: [] });
    return drafts.map((draft, index) =>
      toPart(draft, index, { view, footer: index === drafts.length - 1 ? footer : [], settled: true }),
    );
  }

  interface Ending {
    readonly view: AnswerView;
    readonly footer: readonly SlackBlock[];
    readonly settled: boolean;
  }

  function toPart(draft: Draft, index: number, { view, footer, settled }: Ending): SlackPart {
    if (draft.type === 'upload') return draft.upload;
    const tasks = index === 0 ? tasksOf(view, language) : [];
    const streamed = streamText(draft.runs);
    state.live[index] ??= createLiveText(PART_CHARACTERS);
    const live = state.live[index];
    if (live !== undefined && !settled) live.update(streamed);
    const blocks = [...tasks.map(taskCard), ...blocksOf(draft.runs), ...footer];
    const streamable = settled && isPlain(draft.runs) && streamed === serialised(draft.runs);
    const part = {
      kind: 'text' as const,
      editable: true,
      settled,
      blocks,
      text: noticeOf(draft.runs, view, language),
      plain: wordsOf(draft.runs),
      live: streamable ? streamed : (live?.text ?? ''),
      isAstray: !settled && live?.isAstray === true,
      tasks,
      footer,
      streamable,
    } satisfies Omit<TextPart, 'key'>;
    return { ...part, key: JSON.stringify([blocks, settled ? null : part.live]) };
  }

  return {
    append: (delta) => state.markdown.append(delta),
    replace(text) {
      const { live } = state;
      state = { ...begin(), live };
      state.markdown.append(text);
    },
    async render(view) {
      if (view.phase === 'waiting' && !isPlanned(view)) return [];
      return view.phase === 'waiting' || view.phase === 'writing' ? writing(view) : final(view);
    },
  };
}
