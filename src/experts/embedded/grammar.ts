import type { GbnfJsonSchema, Llama, LlamaGrammar } from 'node-llama-cpp';
import type { Logger } from 'pino';
import type { GenerateRequest } from '../engine.ts';
import { ANY_JSON, toGrammarSchema } from './grammar-schema.ts';

/** The library ends its grammars with four line breaks as a mark; the model's own end of answer will do. */
const TRAILER = / "(?:\\n){4}" \[\\n\]\*(?=\n|$)/;

/** Also allowed where the schema says integer, and endless: `1e9999` is no number that anybody can read. */
const EXPONENT = / \(\[eE\] \[-\+\]\? \("0" \| \[1-9\] \[0-9\]\{0,15\}\)\)\?/g;

/**
 * The grammar for a request's `json`. A schema that no grammar can hold gives the grammar of any JSON: the answer
 * is checked against the schema afterwards anyway.
 */
export async function grammarFor(
  llama: Llama,
  json: NonNullable<GenerateRequest['json']>,
  log: Logger,
): Promise<LlamaGrammar> {
  if (json === true) return await compile(llama, ANY_JSON);
  const schema = toGrammarSchema(json);
  if (schema !== null) {
    try {
      return await compile(llama, schema);
    } catch (error) {
      log.debug({ err: error }, 'llama.cpp refused the grammar of a schema');
    }
  }
  log.debug('a schema has no grammar; any JSON is allowed, and checked afterwards');
  return await compile(llama, ANY_JSON);
}

async function compile(llama: Llama, schema: GbnfJsonSchema): Promise<LlamaGrammar> {
  // Its parameter is inferred for literal schemas; one that is made at run time has no literal type.
  const { grammar } = await llama.createGrammarForJsonSchema(schema as never);
  return await llama.createGrammar({ grammar: grammar.replace(TRAILER, '').replace(EXPONENT, '') });
}
