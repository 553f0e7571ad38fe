import { EXPERTS, type ExpertName, type Route } from '../conversation/types.ts';
import { asksForProseWithJson } from './prose-with-json.ts';
import { asksForSchema } from './schema.ts';
import type { RouteQuestion } from './types.ts';

/** One certain decision: null when the rule has nothing to say. */
type Rule = (question: RouteQuestion) => Route | null;

const forced: Rule = ({ forced }) =>
  forced === null ? null : certain(forced, 'forced', `${forced} was asked for by name`);

/** Before a pin and a reply: no other expert would see the image. */
const image: Rule = (question) =>
  hasImage(question) ? certain('vision', 'rule', 'an image is attached') : null;

/** A pin to vision says nothing about a message without an image. */
const pinned: Rule = ({ state }) =>
  state.pinned === null || state.pinned === 'vision'
    ? null
    : certain(state.pinned, 'rule', `this channel is pinned to ${state.pinned}`);

/** A reply to a picture's answer brings no picture along. */
const reply: Rule = ({ repliedExpert }) =>
  repliedExpert == null || repliedExpert === 'vision'
    ? null
    : certain(repliedExpert, 'rule', `a reply to an answer that ${repliedExpert} gave`);

const schema: Rule = ({ text }) =>
  asksForSchema(text) ? certain('structured', 'rule', 'JSON that follows a given schema is asked for') : null;

/** The structured expert would give the data alone. */
const proseWithJson: Rule = ({ text }) =>
  asksForProseWithJson(text)
    ? certain('general', 'rule', 'prose with a part of it as JSON is asked for, in one answer')
    : null;

/** In this order; the first that speaks decides. */
const RULES: readonly Rule[] = [forced, image, pinned, reply, schema, proseWithJson];

/** What is certain without reading the words: a command, an image, a pin, a reply, an explicit schema, prose with JSON in it. Null = none of these. */
export function decideByRules(question: RouteQuestion): Route | null {
  for (const rule of RULES) {
    const route = rule(question);
    if (route !== null) return route;
  }
  return null;
}

/** Attachments of other kinds do not decide anything. */
function hasImage(question: RouteQuestion): boolean {
  return question.attachments.some((mime) => /^image\//i.test(mime));
}

function certain(expert: ExpertName, tier: 'forced' | 'rule', reason: string): Route {
  const scores = Object.fromEntries(EXPERTS.map((name) => [name, name === expert ? 1 : 0]));
  return { expert, tier, confidence: 1, scores, reason };
}
