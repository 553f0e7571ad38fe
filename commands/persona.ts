import { PERSONAS } from '../src/conversation/personas.ts';
import type { Persona } from '../src/conversation/settings.ts';
import type { Language } from '../src/conversation/wording.ts';
import { TEXT_OPTION } from './ask-expert.ts';
import { changeHere } from './change.ts';
import type { Choice, Command, Form, Words } from './types.ts';

const NONE: Words = { en: 'none', zh: '无' };
const READY: readonly Choice[] = [
  ...PERSONAS.map(({ id, name }) => ({ value: id, label: name })),
  { value: 'off', label: { en: 'Off', zh: '取消' } },
];

export const persona: Command = {
  name: 'persona',
  description: { en: 'Who the bot is in this conversation', zh: '机器人在这段对话中的人设' },
  usage: { en: '[NAME or TEXT | off]', zh: '[名称或描述 | off]' },
  options: [
    {
      ...TEXT_OPTION,
      description: { en: 'A ready one, your own words, or off', zh: '现成的人设、自己的描述，或 off' },
      suggest: (typed) =>
        READY.filter(({ label, value }) =>
          [value, label.en, label.zh].some((name) =>
            name.toLowerCase().startsWith(typed.trim().toLowerCase()),
          ),
        ),
    },
  ],
  form: async (conversation, switchboard) => form((await switchboard.settings(conversation)).persona),
  async run({ text }, context) {
    const { conversation, language, switchboard, who } = context;
    if (text === '') {
      const { persona } = await switchboard.settings(conversation);
      return {
        kind: 'say',
        text: overview(persona, language),
        ...(switchboard.access.maySet(who) && { form: form(persona) }),
      };
    }
    const changed = await changeHere({ persona: text }, context);
    if ('refused' in changed) return { kind: 'say', text: changed.refused };
    const now = nameOf(changed.settings.persona, language);
    // No full stop: words in quotation marks may end with their own.
    const said = { en: `Persona of this conversation: ${now}`, zh: `这段对话的人设：${now}` };
    return { kind: 'say', text: said[language] };
  },
};

function overview(persona: Persona | null, language: Language): string {
  const now = { en: 'Persona of this conversation', zh: '这段对话的人设' }[language];
  const ready = { en: 'Ready ones', zh: '现成的人设' }[language];
  const how = {
    en: 'Set one with `/persona NAME` or `/persona` and your own words; `/persona off` takes it away.',
    zh: '用 `/persona 名称` 或 `/persona` 加自己的描述来设置；`/persona off` 取消。',
  }[language];
  const list = PERSONAS.map(({ id, name, text }) => `- \`${id}\` (${name[language]}): ${text[language]}`);
  return [`**${now}:** ${nameOf(persona, language)}`, `**${ready}:**\n${list.join('\n')}`, how].join('\n\n');
}

/** A ready one by its name, free text as it is, on one line. */
export function nameOf(persona: Persona | null, language: Language): string {
  if (persona === null) return NONE[language];
  const ready = PERSONAS.find(({ id }) => id === persona.id);
  return ready === undefined ? `“${persona.text.replace(/\s+/g, ' ')}”` : ready.name[language];
}

function form(persona: Persona | null): Form {
  const label: Words = {
    en: `A name (${PERSONAS.map(({ id }) => id).join(', ')}) or your own words`,
    zh: `名称（${PERSONAS.map(({ name }) => name.zh).join('、')}）或自己的描述`,
  };
  return {
    command: 'persona',
    title: { en: 'Persona', zh: '人设' },
    fields: [{ name: 'text', label, kind: 'paragraph', value: persona?.id ?? persona?.text ?? '' }],
  };
}
