import { type Ids, modernise } from './modernise.ts';

/** The versions of JSON Schema that Ajv has rules for; what is older is brought to draft-07. */
export type Dialect = 'draft-07' | '2019-09' | '2020-12';

/** A way to read a schema. */
export interface SchemaReading {
  readonly dialect: Dialect;
  /** Without `$schema`, and with what is older than the dialect brought to it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Nothing of it was left out, so that what is wrong with it is wrong with the schema as it was given. */
  readonly isWhole: boolean;
}

/** Without a name, or under one of somebody's own: the newest first, as older words mean nothing to it. */
const UNNAMED: readonly Dialect[] = ['2020-12', '2019-09', 'draft-07'];
/** What schemas call themselves is often wrong or there twice, and then nothing resolves: it is left out step by step. */
const IDS: readonly Ids[] = ['all', 'root', 'none'];
const DRAFT = /json-schema\.org\/(?:draft[-/])?(?<version>[\d-]*)/i;

/** The ways to read a schema, the most faithful one of each dialect first. */
export function* schemaReadings(
  schema: Readonly<Record<string, unknown>>,
  dialects: readonly Dialect[],
): Generator<SchemaReading> {
  for (const dialect of dialects) {
    let before = '';
    for (const ids of IDS) {
      const reading = modernise(schema, ids);
      const text = JSON.stringify(reading);
      if (text !== before) yield { dialect, schema: reading, isWhole: ids === 'all' };
      before = text;
    }
  }
}

/** The dialects to read a schema in by what `$schema` says, in this order; null where it is too old to be read right. */
export function dialectsOf(name: string | undefined): readonly Dialect[] | null {
  const version = DRAFT.exec(name ?? '')?.groups?.version ?? '';
  if (/^0?[0-3]$/.test(version)) return null;
  if (/^0?[4-7]$/.test(version)) return ['draft-07'];
  if (version === '2019-09' || version === '2020-12') return [version];
  return UNNAMED;
}
