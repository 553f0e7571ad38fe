import type { Clusters } from './clusters.ts';
import { MAX_CODES, writeCodes } from './normalize.ts';
import { findRequestZone, type RequestZone } from './request-zone.ts';
import { createTokenReader, type Tokens } from './tokens.ts';
import { createUnitReader, type Units } from './units.ts';

/** A text taken apart once, for all that is read in it. */
export interface ReadText {
  /** The text as the features see it (normalize.ts); `length` of them. */
  readonly codes: Uint16Array;
  readonly length: number;
  /** 1 for each code between quotes. */
  readonly quoted: Uint8Array;
  readonly tokens: Tokens;
  readonly units: Units;
  readonly zone: RequestZone;
  readonly clusters: Clusters;
}

/** Valid until the next call of the same reader. */
export type TextReader = (text: string) => ReadText;

/** A reader with its own buffers, so that a message costs no allocation per word. */
export function createTextReader(clusters: Clusters): TextReader {
  const codes = new Uint16Array(MAX_CODES);
  const quoted = new Uint8Array(MAX_CODES);
  const readTokens = createTokenReader();
  const readUnits = createUnitReader(clusters);
  return (text) => {
    const length = writeCodes(text, codes);
    const tokens = readTokens(codes, length);
    const units = readUnits(tokens);
    return { codes, length, quoted, tokens, units, zone: findRequestZone(codes, length, quoted), clusters };
  };
}
