import type { Language } from '../src/conversation/wording.ts';
import { commandNamed } from './parse.ts';
import type { Command, Words } from './types.ts';

const HOW: Words = {
  en: 'Without text, the message you reply to is meant, else your latest one. Where slash commands don’t run, mention me: `@bot /math 2+2`.',
  zh: '没有内容时，指你所回复的消息，否则指你的上一条消息。斜杠命令不可用的地方可以提及我：`@bot /math 2+2`。',
};

/** `/help` over these commands and itself. */
export function createHelp(others: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    description: { en: 'List the commands', zh: '列出所有命令' },
    usage: { en: '[COMMAND]', zh: '[命令]' },
    options: [],
    async run({ text }, { language }) {
      const asked = commandNamed(text.replace(/^[/／]/, ''));
      const all = [...others, help];
      const one = all.find(({ name }) => name === asked);
      if (one !== undefined) return { kind: 'say', text: inFull(one, language) };
      const list = all.map((command) => line(command, language)).join('\n');
      return { kind: 'say', text: `${list}\n\n${HOW[language]}` };
    },
  };
  return help;
}

function line({ description, name, usage }: Command, language: Language): string {
  return `- \`${`/${name} ${usage[language]}`.trim()}\`: ${description[language]}`;
}

function inFull(command: Command, language: Language): string {
  const options = command.options.map(({ description, name }) => `  - \`${name}\`: ${description[language]}`);
  return [line(command, language), ...options].join('\n');
}
