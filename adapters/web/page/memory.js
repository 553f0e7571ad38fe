const CONVERSATION = 'switchboard.conversation';
const KEY = 'switchboard.key';
/** For browsers that forbid storage: lasts as long as the page. */
const fallback = new Map();

/** The id of the conversation that this browser is in; it survives a reload. */
export function currentConversation() {
  return read('localStorage', CONVERSATION);
}

/** Begins a conversation; its id cannot be guessed. */
export function beginConversation() {
  // Not randomUUID: browsers have that only on https and localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  write('localStorage', CONVERSATION, id);
  return id;
}

/** The key for the server: of this tab only, and gone with it. */
export function storedKey() {
  return read('sessionStorage', KEY);
}

export function storeKey(key) {
  write('sessionStorage', KEY, key);
}

function read(area, name) {
  try {
    return window[area].getItem(name);
  } catch {
    return fallback.get(name) ?? null;
  }
}

function write(area, name, value) {
  try {
    window[area].setItem(name, value);
  } catch {
    fallback.set(name, value);
  }
}
