import { Ajv, type ErrorObject } from 'ajv';
import { FORMATS } from './formats.ts';
import type { Form } from './forms.ts';
import { type Problem, show } from './problem.ts';
import { VARIABLE_NAMES, VARIABLES, type Values, type VariableName } from './variables.ts';

/** The validator of everything that is configured: all mistakes at once, our text forms as formats. */
export function createValidator(): Ajv {
  return new Ajv({ allErrors: true, formats: { ...FORMATS } });
}

const validate = createValidator().compile<Partial<Values>>({
  type: 'object',
  properties: Object.fromEntries(Object.entries(VARIABLES).map(([name, { form }]) => [name, form.schema])),
});

export interface Checked {
  /** What is right: a variable with a mistake is missing, of a list the wrong items are. */
  readonly values: Partial<Values>;
  readonly problems: readonly Problem[];
}

/** Reads and checks every text that was written for a variable. */
export function checkValues(texts: ReadonlyMap<VariableName, string>): Checked {
  const values: Record<string, unknown> = {};
  for (const [name, text] of texts) values[name] = VARIABLES[name].form.read(text);
  if (validate(values)) return { values, problems: [] };

  const faults = faultsOf(validate.errors ?? []);
  const problems = VARIABLE_NAMES.flatMap((name) =>
    [...(faults.get(name) ?? [])].map((item) => explain(name, texts.get(name) ?? '', values[name], item)),
  );
  const right = Object.entries(values).flatMap(([name, value]) => {
    const wrong = faults.get(name);
    if (wrong === undefined) return [[name, value]];
    const text = texts.get(name as VariableName) ?? '';
    const isRight = (item: unknown, index: number) => !wrong.has(index) && !isBeforeAt(text, String(item));
    const items = Array.isArray(value) ? value.filter(isRight) : [];
    return items.length > 0 ? [[name, items]] : [];
  });
  return { values: Object.fromEntries(right), problems };
}

/** Variables with their faulty items; -1 stands for the value as a whole. */
function faultsOf(errors: readonly ErrorObject[]): Map<string, Set<number>> {
  const faults = new Map<string, Set<number>>();
  for (const { instancePath } of errors) {
    const [, name = '', item] = instancePath.split('/');
    const items = faults.get(name) ?? new Set();
    faults.set(name, items.add(item === undefined ? -1 : Number(item)));
  }
  return faults;
}

function explain(variable: VariableName, text: string, value: unknown, item: number): Problem {
  // The union of all forms has no common `read`; here only the parts without a value type are used.
  const form: Form<unknown> = VARIABLES[variable].form;
  if (form.list && item === -1) return { variable, wrong: 'holds only commas', mend: sample(variable, form) };
  const written = Array.isArray(value) ? String(value[item]) : text;
  const hidden = form.secret || (form.list && isBeforeAt(text, written));
  const suggestion = hidden || !isPlainUrl(written) ? null : form.suggest(written);
  return {
    variable,
    wrong: `${subject(form, hidden, written, item)} is not ${form.expected}`,
    mend: suggestion === null ? sample(variable, form) : `Write ${suggestion}${form.list ? ' there' : ''}.`,
  };
}

/** A password with a comma is split; its first half does not look like one, but an @ follows. */
function isBeforeAt(text: string, item: string): boolean {
  const start = text.indexOf(item);
  return text.includes('@', start === -1 ? 0 : start + item.length);
}

/** Without an @, or with one that ends its credentials: then nothing of them is taken over into a suggestion. */
function isPlainUrl(text: string): boolean {
  return !text.includes('@') || /^[a-z]+:\/\/[^/?#@]*@[^@]*$/i.test(text);
}

function subject(form: Form<unknown>, hidden: boolean, written: string, item: number): string {
  if (!form.list) return hidden ? 'its value' : show(written);
  return hidden ? `item ${item + 1}` : `item ${item + 1}, ${show(written)},`;
}

function sample(variable: VariableName, form: Form<unknown>): string {
  return `Write for example ${variable}=${form.example}.`;
}
