import { askExpert } from './ask-expert.ts';

export const ask = askExpert('ask', null, {
  en: 'Ask; the expert that is best at it answers',
  zh: '提问，由最擅长的专家回答',
});
