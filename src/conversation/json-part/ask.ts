import { asksForProseWithJson } from '../../routing/prose-with-json.ts';
import type { ExpertName } from '../types.ts';
import { type Language, languageOf } from '../wording.ts';

/** Whether an expert's answer to this message is prose with one part of it as JSON. Only general writes such. */
export function wantsJsonPart(expert: ExpertName, text: string): boolean {
  return expert === 'general' && asksForProseWithJson(text);
}

const FORM: Readonly<Record<Language, string>> = {
  en: 'Answer in prose, and put what is wanted as JSON into exactly one fenced block that begins with ```json and ends with ```: valid JSON without comments, and no other such block.',
  zh: '请用文字作答，并把要求用 JSON 给出的部分放进唯一一个以 ```json 开头、以 ``` 结尾的代码块：内容必须是合法的 JSON，不带注释；不要再有别的 JSON 代码块。',
};

/** The message with what its answer is to look like, in its language; any other message as it is. */
export function askForJsonPart(expert: ExpertName, text: string): string {
  return wantsJsonPart(expert, text) ? `${text}\n\n${FORM[languageOf(text)]}` : text;
}

const MISSING: Readonly<Record<Language, string>> = {
  en: 'The message above was answered as below, but the part that is wanted as JSON is missing or broken. Write only that part, with what the answer says, in its language.',
  zh: '上面的消息已经有了下面的回答，但要求用 JSON 给出的部分缺失或有误。请只写出这一部分，内容与回答一致，语言与回答相同。',
};

/** What the model is asked that writes the JSON alone. @param answer the prose, as it stands */
export function requestJsonPart(text: string, answer: string): string {
  return `${text}\n\n---\n${MISSING[languageOf(text)]}\n\n${answer}`;
}
