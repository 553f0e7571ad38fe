import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Language } from '../../../src/conversation/wording.ts';
import type { AnswerView } from '../../../src/delivery/platform-port.ts';
import { receiptLine } from '../../../src/delivery/receipt-line.ts';
import { stepsLine } from '../../../src/delivery/steps-line.ts';
import { plainText } from '../../../src/rendering/plain.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import { LIMITS } from '../limits.ts';
import type { Run } from './builder.ts';
import { discordDialect } from './dialect.ts';
import { ERROR_COLOUR, LOOKS, NEUTRAL_COLOUR } from './looks.ts';
import { neutralise } from './mentions.ts';
import type { UploadedFile } from './parts-of-answer.ts';

const ERROR_CHARACTERS = 1_000;
/** Of the 6,000 of a message; a receipt is far shorter. */
const FOOTER_CHARACTERS = 500;
const STEPS: Readonly<Record<Language, string>> = { en: 'Steps', zh: '步骤' };

export interface Ending {
  readonly view: AnswerView;
  readonly language: Language;
  /** The message is the first one of the answer: title and plan stand there. */
  readonly first: boolean;
  /** It is the last one of the final form: receipt and error stand there. */
  readonly last: boolean;
  /** Of an answer that is a small record. */
  readonly fields: readonly APIEmbedField[];
}

/** The embeds of one message: one for each stretch of text, with the picture that follows it. */
export function embedsOf(runs: readonly Run[], { fields, first, language, last, view }: Ending): APIEmbed[] {
  const embeds: APIEmbed[] = [];
  for (const run of runs) {
    if (run.type === 'blocks') {
      const description = serialise(run.blocks, discordDialect).trim();
      if (description !== '') embeds.push({ description });
      continue;
    }
    const image = { url: `attachment://${run.picture.name}` };
    const above = embeds.at(-1);
    if (above !== undefined && above.image === undefined) above.image = image;
    else embeds.push({ image });
  }
  if (embeds.length === 0) embeds.push({});
  const [head = {}] = embeds;
  let foot = embeds.at(-1) ?? head;
  if (first) {
    const title = titleOf(view, language);
    if (title !== null) head.title = title;
    const plan = stepsLine(view, language);
    if (plan !== null) {
      head.fields = [{ name: STEPS[language], value: plan.slice(0, LIMITS.fieldValueCharacters) }];
    }
  }
  if (fields.length > 0) head.fields = [...(head.fields ?? []), ...fields].slice(0, LIMITS.fields);
  if (last) {
    if (view.error !== null) {
      const told = `⚠️ ${neutralise(view.error.message).slice(0, ERROR_CHARACTERS)}`;
      const description = [foot.description, told].filter(Boolean).join('\n\n');
      if (description.length <= LIMITS.descriptionCharacters) foot.description = description;
      else {
        foot = { description: told };
        embeds.push(foot);
      }
    }
    const line = receiptLine(view, language);
    if (line !== '') foot.footer = { text: line.slice(0, FOOTER_CHARACTERS) };
  }
  const color = colourOf(view);
  return embeds.map((embed) => ({ ...embed, color }));
}

/** The pictures that the embeds of a message show. */
export function picturesOf(runs: readonly Run[]): UploadedFile[] {
  return runs.flatMap((run) =>
    run.type === 'picture'
      ? [
          {
            name: run.picture.name,
            bytes: run.picture.png,
            alt: run.picture.alt.slice(0, LIMITS.altCharacters),
          },
        ]
      : [],
  );
}

/** All words of a message without marks. */
export function wordsOf(runs: readonly Run[]): string {
  return runs.map((run) => (run.type === 'blocks' ? plainText(run.blocks) : run.picture.alt)).join('\n\n');
}

function expertOf({ receipt, route }: AnswerView) {
  return receipt?.expert ?? route?.expert ?? null;
}

function titleOf(view: AnswerView, language: Language): string | null {
  const expert = expertOf(view);
  return expert === null ? null : LOOKS[expert].title[language];
}

function colourOf(view: AnswerView): number {
  if (view.phase === 'failed') return ERROR_COLOUR;
  const expert = expertOf(view);
  return expert === null ? NEUTRAL_COLOUR : LOOKS[expert].colour;
}
