/** Of a longer text only this much at either end is searched for a schema, in UTF-16 units. */
const SEARCHED_CHARS = 16_000;
/** How many opening braces are tried; keeps the search bounded on a text full of braces. */
const TRIED_BRACES = 16;

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
/** Keywords that make `{"type": "string", …}` a schema rather than data. */
const KEYWORDS = ['properties', 'items', 'required', 'enum', 'format', 'pattern', 'additionalProperties'];

/** A request for JSON or a schema to be followed, in the words around the schema. */
const ASKED = [
  /\b(as|in|into|to|return|returns?|output|give|reply|respond|answer|format|fill|extract|produce|generate|create|make|convert|match(es|ing)?|conform(s|ing)?|follow(s|ing)?|fit(s|ting)?|according to|using|with|against)\b[^{}]{0,60}\b(json|schema)\b/i,
  /\b(json|schema)\b[^{}]{0,40}\b(only|please|below|above|following)\b/i,
  /(按|按照|根据|依据|遵循|符合|用|以|成|为|返回|输出|生成|提取|抽取|填)[^{}]{0,24}(json|schema|模式|结构|格式)/i,
];
/** The schema is what the talk is about, not what the answer must look like; the classifier knows better. */
const ABOUT_IT =
  /\b(explain|validat\w*|invalid|wrong|errors?|fix|debug|bug|why|mean(s|ing)?|difference|function|class|code|script|python|javascript|typescript|java|golang|rust|sql|pydantic|zod|ajv|interface|translate)\b|c#|解释|什么意思|为什么|校验|验证|报错|错误|修|函数|代码|程序|接口|翻译/i;

/** True when the text holds a whole JSON Schema and the words around it ask for an answer that follows it. */
export function asksForSchema(text: string): boolean {
  if (!text.includes('{')) return false;
  return windows(text).some((window) => {
    const schema = findSchema(window);
    if (schema === null) return false;
    const words = `${window.slice(0, schema.start)} {} ${window.slice(schema.end)}`;
    return !ABOUT_IT.test(words) && ASKED.some((pattern) => pattern.test(words));
  });
}

function windows(text: string): string[] {
  if (text.length <= 2 * SEARCHED_CHARS) return [text];
  return [text.slice(0, SEARCHED_CHARS), text.slice(-SEARCHED_CHARS)];
}

/** Where the first balanced `{…}` that is a JSON Schema begins and ends (exclusive); null when there is none. */
function findSchema(text: string): { start: number; end: number } | null {
  let start = text.indexOf('{');
  for (let tried = 0; start >= 0 && tried < TRIED_BRACES; tried++) {
    const end = endOfObject(text, start);
    if (end !== null && isSchema(parse(text.slice(start, end)))) return { start, end };
    start = text.indexOf('{', start + 1);
  }
  return null;
}

/** The index behind the brace that closes the one at `start`, braces in JSON strings aside. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return i + 1;
  }
  return null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isSchema(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const schema = value as Record<string, unknown>;
  if (typeof schema.$schema === 'string') return true;
  const typed = typeof schema.type === 'string' && TYPES.has(schema.type);
  return typed && KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword));
}
