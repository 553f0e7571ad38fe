import { createHash } from 'node:crypto';
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
import { finalControls, stopControls } from '../present/controls.ts';
import { createBuilder, type Draft } from './builder.ts';
import { embedsOf, picturesOf, wordsOf } from './embeds.ts';
import type { DiscordPart, FilePart, Row, TextPart, UploadedFile } from './parts-of-answer.ts';
import { createPick, type Lifted, withUnicode } from './pick.ts';
import { recordFields } from './record.ts';

export interface RenderParts {
  readonly pictures: Pictures;
  readonly sign: Promise<(action: ButtonAction) => string>;
  /** A long exchange can go on in a thread under the answer. */
  readonly canMove: boolean;
}

type Builder = ReturnType<typeof createBuilder>;

const NOTHING: Readonly<Record<Language, string>> = { en: '(no answer)', zh: '（没有回答）' };

/** One answer in embeds while it grows. */
export function createDiscordRenderer(message: Message, parts: RenderParts): Renderer<DiscordPart> {
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
    };
  }

  /** False: it has to wait for its picture. */
  async function place(piece: Piece<Lifted>, builder: Builder, wait: boolean): Promise<boolean> {
    if (piece.kind === 'blocks') builder.addBlocks(piece.blocks);
    else if (piece.value.as === 'file') builder.addFile(piece.value.name, piece.value.text);
    else {
      const ready = await pictureOf(piece.value, wait);
      if (ready === null) return false;
      if (ready === 'source') builder.addBlocks([piece.value.otherwise]);
      else builder.addPicture(ready);
    }
    return true;
  }

  async function writing(view: AnswerView): Promise<DiscordPart[]> {
    const { settled, open } = state.markdown.blocks();
    await state.queue.fill(settled, false);
    const shownOpen = state.queue.isWaiting() ? [] : withUnicode(open);
    const drafts = state.builder.drafts(shownOpen);
    // The steps are seen while there is no text yet.
    if (drafts.length === 0 && isPlanned(view)) drafts.push({ type: 'text', runs: [] });
    const controls = stopControls(language, await parts.sign);
    return drafts.map((draft, index) => {
      const isLast = index === drafts.length - 1;
      return toPart(draft, {
        view,
        index,
        settled: !isLast,
        last: false,
        controls: isLast ? controls : [],
        fields: [],
      });
    });
  }

  async function final(view: AnswerView): Promise<DiscordPart[]> {
    const blocks = state.markdown.finish().children as Block[];
    const { settled } = state.markdown.blocks();
    // Read once more as a whole, it may have come out otherwise: then everything is made anew.
    if (settled.some((block, index) => blocks[index] !== block))
      state = { ...begin(), markdown: state.markdown };
    await state.queue.fill(blocks, true);
    const drafts = state.builder.drafts();
    const isEmpty = drafts.length === 0 && view.error === null && view.phase !== 'stopped';
    if (isEmpty)
      drafts.push({ type: 'text', runs: [{ type: 'blocks', blocks: [paragraph(NOTHING[language])] }] });
    // Receipt and buttons need a message of text to stand in.
    if (drafts.at(-1)?.type !== 'text') drafts.push({ type: 'text', runs: [] });
    const { canMove } = parts;
    const controls = finalControls(view, message, { canMove, language, sign: await parts.sign });
    const fields = drafts.length === 1 ? recordFields(blocks) : [];
    return drafts.map((draft, index) => {
      const last = index === drafts.length - 1;
      return toPart(draft, { view, index, settled: true, last, controls: last ? controls : [], fields });
    });
  }

  interface Shape {
    readonly view: AnswerView;
    readonly index: number;
    readonly settled: boolean;
    /** It ends the final form. */
    readonly last: boolean;
    readonly controls: readonly Row[];
    readonly fields: ReturnType<typeof recordFields>;
  }

  function toPart(draft: Draft, { controls, fields, index, last, settled, view }: Shape): DiscordPart {
    if (draft.type === 'file') return filePart(draft.name, draft.text);
    const embeds = embedsOf(draft.runs, { view, language, first: index === 0, last, fields });
    const files = picturesOf(draft.runs);
    const key = JSON.stringify([embeds, controls, files.map(({ name }) => name)]);
    const plain = [wordsOf(draft.runs), last ? (view.error?.message ?? '') : ''].filter(Boolean).join('\n\n');
    return {
      kind: 'text',
      key,
      editable: true,
      settled,
      embeds,
      components: controls,
      files,
      plain,
    } satisfies TextPart;
  }

  return {
    append: (delta) => state.markdown.append(delta),
    replace(text) {
      state = begin();
      state.markdown.append(text);
    },
    async render(view) {
      if (view.phase === 'waiting' && !isPlanned(view)) return [];
      return view.phase === 'waiting' || view.phase === 'writing' ? writing(view) : final(view);
    },
  };
}

function filePart(name: string, text: string): FilePart {
  const bytes = Buffer.from(text, 'utf8');
  const key = `file ${name} ${createHash('sha256').update(bytes).digest('base64url')}`;
  const file: UploadedFile = { name, bytes, alt: null };
  return { kind: 'file', key, editable: false, settled: true, file };
}

function paragraph(value: string): Block {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}
