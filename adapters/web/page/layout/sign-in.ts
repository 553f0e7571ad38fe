import type { PageLanguage, SignIn } from '../../protocol.ts';
import { h } from '../dom/element.ts';
import { callOnce, readError } from '../net/call.ts';
import { wordsFor } from '../words/words.ts';

const WRONG_KEY = 401;

/**
 * Asks for a key in a dialog that only the right one closes. All calls that wait for it wait for the same one.
 *
 * @param onSignedIn before the waiting calls are made again
 */
export function createSignIn(language: () => PageLanguage, onSignedIn: () => void): () => Promise<void> {
  let asked: Promise<void> | null = null;
  return () => {
    asked ??= askForKey(language()).finally(() => {
      asked = null;
      onSignedIn();
    });
    return asked;
  };
}

function askForKey(language: PageLanguage): Promise<void> {
  const { signIn: said } = wordsFor(language);
  const problem = h('p', { id: 'key-problem', class: 'problem', role: 'alert', dir: 'auto' });
  const field = h('input', {
    id: 'key',
    type: 'password',
    name: 'key',
    autocomplete: 'current-password',
    spellcheck: false,
    required: true,
    'aria-describedby': 'key-problem',
  });
  const submit = h('button', { type: 'submit', class: 'primary' }, said.submit);
  const form = h(
    'form',
    { id: 'key-form' },
    h('p', {}, said.text),
    h('label', { for: 'key' }, said.label),
    h('div', { class: 'row' }, field, submit),
    problem,
  );
  const dialog = h(
    'dialog',
    { class: 'dialog sign-in', 'aria-labelledby': 'sign-in-title' },
    h('h2', { id: 'sign-in-title' }, said.title),
    form,
  );
  // Without a key there is nothing behind it.
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      submit.disabled = true;
      problem.textContent = (await tryKey({ key: field.value.trim() }, language)) ?? '';
      submit.disabled = false;
      if (problem.textContent !== '') return field.select();
      dialog.close();
      dialog.remove();
      resolve();
    });
  });
}

/** Null when it was the right one, else what is wrong in words. */
async function tryKey(body: SignIn, language: PageLanguage): Promise<string | null> {
  const { signIn: said } = wordsFor(language);
  try {
    const response = await callOnce('/web/sign-in', { body }, language);
    if (response.ok) return null;
    return response.status === WRONG_KEY ? said.wrong : (await readError(response)).words;
  } catch {
    return said.network;
  }
}
