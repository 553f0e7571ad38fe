import { askExpert } from './ask-expert.ts';

export const math = askExpert('math', 'math', { en: 'Ask the math expert', zh: '问数学专家' });
