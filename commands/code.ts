import { askExpert } from './ask-expert.ts';

export const code = askExpert('code', 'code', { en: 'Ask the code expert', zh: '问编程专家' });
