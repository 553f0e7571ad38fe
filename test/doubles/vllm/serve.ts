/**
 * The double as a process of its own, for benches and for tests that kill it:
 * `node test/doubles/vllm/serve.ts [--port 0] [--options JSON] [--script FILE]`.
 * The first line on stdout is the base URL. OPTIONS are those of `startVllm`; FILE's default export is the script.
 * While it runs, `POST /double/set` takes a part of the behaviour, `GET /double/log` tells requests and aborts.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startVllm, type VllmOptions } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    options: { type: 'string', default: '{}' },
    script: { type: 'string' },
  },
});
const options = JSON.parse(values.options) as VllmOptions;
const script = values.script === undefined ? null : await import(pathToFileURL(resolve(values.script)).href);
const vllm = await startVllm({
  ...options,
  port: Number(values.port),
  ...(script === null ? {} : { script: script.default }),
});
console.log(vllm.url);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void vllm.close().then(() => process.exit(0)));
}
