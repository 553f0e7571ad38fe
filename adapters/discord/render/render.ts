import { createHash } from 'node:crypto';
import type { Message } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import type { ButtonAction } from '../../../src/delivery/buttons.ts';
import type { AnswerView, Renderer } from '../../../src/delivery/platform-port.ts';
import type { Piece } from '../../../src/rendering/lift.ts';
import { type Picture, PictureError } from '../../../src/rendering/pictures/picture.ts';
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

const NOTHING: Readonly<Record<Language, string>> = { en: '(no answer)', zh: '（没有回答）' };

/** One answer in embeds while it grows. */
export function createDiscordRenderer(message: Message, parts: RenderParts): Renderer<DiscordPart> {
  const language = languageOf(message.text);
  const drawing = new AbortController();
  let state = begin();

  function begin() {
    return {
      markdown: createGrowingMarkdown(),
      builder: createBuilder(),
      lift: createPick(parts.pictures, drawing.signal),
      /** Settled blocks that were lifted already. */
      lifted: 0,
      queue: [] as Piece<Lifted>[],
    };
  }

  /** Puts what has settled into messages, as far as no picture is waited for. */
  async function fill(settled: readonly Block[], wait: boolean): Promise<void> {
    if (settled.length > state.lifted) {
      state.queue.push(...state.lift(settled.slice(state.lifted)));
      state.lifted = settled.length;
    }
    for (let piece = state.queue[0]; piece !== undefined; piece = state.queue[0]) {
      if (!(await place(piece, wait))) return;
      state.queue.shift();
    }
  }

  /** False: it has to wait for its picture. */
  async function place(piece: Piece<Lifted>, wait: boolean): Promise<boolean> {
    const { builder } = state;
    if (piece.kind === 'blocks') builder.addBlocks(piece.blocks);
    else if (piece.value.as === 'file') builder.addFile(piece.value.name, piece.value.text);
    else {
      const { otherwise, picture } = piece.value;
      const ready = await pictureOf(wait ? picture : Promise.race([picture, Promise.resolve(null)]));
      if (ready === null) return false;
      if (ready === 'source') builder.addBlocks([otherwise]);
      else builder.addPicture(ready);
    }
    return true;
  }

  async function writing(view: AnswerView): Promise<DiscordPart[]> {
    const { settled, open } = state.markdown.blocks();
    await fill(settled, false);
    const shownOpen = state.queue.length === 0 ? withUnicode(open) : [];
    const drafts = state.builder.drafts(shownOpen);
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
    await fill(blocks, true);
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
      if (view.phase === 'waiting') return [];
      return view.phase === 'writing' ? writing(view) : final(view);
    },
  };
}

/** Its source says the same, if less well. */
async function pictureOf(picture: Promise<Picture | null>): Promise<Picture | 'source' | null> {
  try {
    return await picture;
  } catch (error) {
    if (error instanceof PictureError) return 'source';
    throw error;
  }
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
