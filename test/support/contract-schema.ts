import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const FILE = resolve(import.meta.dirname, '../../../shared/specs/contract.schema.json');

export type ContractShape = 'route' | 'receipt' | 'error' | 'event' | 'routing_report';

/** What a value breaks of the contract's shape, as a list that a test expects to be empty. */
export type ContractProblems = (shape: ContractShape, value: unknown) => string[];

/** The contract's JSON shapes; null, said aloud, where the shared folder is not beside the project. */
export function loadContractSchema(): ContractProblems | null {
  if (!existsSync(FILE)) {
    console.warn(`skipped: ${FILE} is not here, so responses are not held against the contract's schemas`);
    return null;
  }
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(JSON.parse(readFileSync(FILE, 'utf8')));
  return (shape, value) => {
    const validate = ajv.getSchema(`switchboard-contract#/$defs/${shape}`);
    if (!validate) throw new Error(`the contract has no shape ${shape}`);
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
