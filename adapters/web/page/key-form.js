import { abortOf } from './abort.js';
import { storedKey, storeKey } from './memory.js';
import { CallError } from './server.js';

/**
 * Runs calls to the server; where it answers 401, the person is asked for a key and the call is run again.
 * All calls that wait for the key wait for the same one.
 */
export function createKeyForm(form, input, problem) {
  let asked = null;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    storeKey(input.value.trim());
    input.value = '';
    form.hidden = true;
    asked?.resolve();
    asked = null;
  });

  return async function withKey(run, signal) {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof CallError) || error.status !== 401) throw error;
        // The first refusal only says that a key is needed.
        problem.textContent = storedKey() === null ? '' : error.words;
        if (form.hidden) {
          form.hidden = false;
          input.focus();
        }
        asked ??= Promise.withResolvers();
        await Promise.race([asked.promise, abortOf(signal)]);
      }
    }
  };
}
