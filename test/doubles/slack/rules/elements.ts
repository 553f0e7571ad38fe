import type { Json } from '../call.ts';
import { BOTH_TEXTS, type Complain, checkArray, checkString, checkText, isObject } from './fields.ts';
import { LIMITS } from './limits.ts';

type Check = (element: Json, what: string, complain: Complain) => void;

const checkButton: Check = (button, what, complain) => {
  checkText(button.text, `${what}.text`, LIMITS.buttonText, complain);
  if (button.value !== undefined) checkString(button.value, `${what}.value`, LIMITS.buttonValue, complain);
  if (button.url !== undefined) checkString(button.url, `${what}.url`, LIMITS.url, complain);
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger')
    complain(`${what}.style must be primary or danger`);
  if (button.accessibility_label !== undefined)
    checkString(button.accessibility_label, `${what}.accessibility_label`, LIMITS.buttonText, complain);
};

const checkOptions =
  (max: number): Check =>
  (element, what, complain) => {
    const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : null;
    const lists = groups === null ? [element.options] : groups.map(({ options }) => options);
    for (const list of lists) {
      for (const option of checkArray(list, `${what}.options`, max, complain)) {
        if (!isObject(option)) complain(`${what}.options must be objects`);
        else {
          checkText(option.text, `${what}.option.text`, LIMITS.optionText, complain, BOTH_TEXTS);
          checkString(option.value, `${what}.option.value`, LIMITS.optionValue, complain);
        }
      }
    }
    if (element.placeholder !== undefined)
      checkText(element.placeholder, `${what}.placeholder`, LIMITS.placeholder, complain);
  };

const checkFeedback: Check = (element, what, complain) => {
  for (const name of ['positive_button', 'negative_button']) {
    const button = element[name];
    if (!isObject(button)) complain(`${what}.${name} is missing`);
    else {
      checkText(button.text, `${what}.${name}.text`, LIMITS.buttonText, complain);
      checkString(button.value, `${what}.${name}.value`, LIMITS.buttonValue, complain);
    }
  }
};

const checkIcon: Check = (element, what, complain) => {
  checkString(element.icon, `${what}.icon`, LIMITS.buttonText, complain);
  checkText(element.text, `${what}.text`, LIMITS.buttonText, complain);
};

const ELEMENTS: Readonly<Record<string, Check>> = {
  button: checkButton,
  overflow: checkOptions(LIMITS.overflowOptions),
  static_select: checkOptions(LIMITS.selectOptions),
  multi_static_select: checkOptions(LIMITS.selectOptions),
  radio_buttons: checkOptions(10),
  checkboxes: checkOptions(10),
  feedback_buttons: checkFeedback,
  icon_button: checkIcon,
  plain_text_input: () => {},
  number_input: () => {},
};

/** An interactive element; those with a name keep it apart from the others of its block. */
export function checkElement(element: unknown, what: string, complain: Complain): void {
  const check = isObject(element) ? ELEMENTS[String(element.type)] : undefined;
  if (!isObject(element) || check === undefined) {
    complain(`${what} is no element that Slack knows`);
    return;
  }
  if (element.action_id !== undefined)
    checkString(element.action_id, `${what}.action_id`, LIMITS.actionId, complain);
  check(element, what, complain);
}

/** Elements of one block, whose action ids must differ. */
export function checkElements(elements: readonly unknown[], what: string, complain: Complain): void {
  const seen = new Set<unknown>();
  for (const [index, element] of elements.entries()) {
    checkElement(element, `${what}[${index}]`, complain);
    const id = isObject(element) ? element.action_id : undefined;
    if (id !== undefined && seen.has(id)) complain(`${what}: action_id ${String(id)} is there twice`);
    seen.add(id);
  }
}
