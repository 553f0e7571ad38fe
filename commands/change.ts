import type { Settings, SettingsChange } from '../src/conversation/settings.ts';
import { SwitchboardError } from '../src/errors.ts';
import type { CommandContext, Words } from './types.ts';

const NOT_ALLOWED: Words = {
  en: 'Here only an administrator may change that, since it counts for everybody.',
  zh: '这里只有管理员可以更改，因为它对所有人生效。',
};

/** Changes the settings of the conversation, or says why not. */
export async function changeHere(
  change: SettingsChange,
  { conversation, language, switchboard, who }: CommandContext,
): Promise<{ readonly settings: Settings } | { readonly refused: string }> {
  if (!switchboard.access.maySet(who)) return { refused: NOT_ALLOWED[language] };
  try {
    return { settings: await switchboard.changeSettings(conversation, change, language) };
  } catch (error) {
    if (error instanceof SwitchboardError && error.code === 'bad_request') return { refused: error.message };
    throw error;
  }
}
