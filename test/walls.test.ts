import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const PLATFORM_SDK = /^(discord\.js|telegraf|@slack\/|@discordjs\/)/;
/** Modules through which a file reaches the network or the disk. */
const IO_MODULE =
  /^(node:)?(fs|fs\/promises|http|https|net|tls|dgram|dns|child_process|sqlite)$|^(openai|undici|keyv|fastify)$/;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Project files by path from the root, packages by name. */
  readonly imports: readonly string[];
}

function readTree(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      return { path: relative(root, file), text, imports: importsOf(file, text) };
    });
}

function importsOf(file: string, text: string): string[] {
  const specifiers = [
    ...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/new URL\(\s*['"](\.[^'"]+\.ts)['"]/g),
  ].map((match) => match[1] ?? '');
  return specifiers.map((name) =>
    name.startsWith('.') ? relative(root, resolve(dirname(file), name)) : name,
  );
}

const src = readTree('src');
const adapters = readTree('adapters');
const commands = readTree('commands');

function offenders(files: SourceFile[], breaks: (name: string, file: SourceFile) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((name) => breaks(name, file)).map((name) => `${file.path} → ${name}`),
  );
}

test('the reader of imports sees imports', () => {
  const main = src.find((file) => file.path === 'src/main.ts');
  expect(main?.imports.some((name) => name.startsWith('adapters/'))).toBe(true);
});

test('src imports nothing from adapters or commands, main.ts aside', () => {
  const inside = src.filter((file) => file.path !== 'src/main.ts');
  expect(offenders(inside, (name) => /^(adapters|commands)\//.test(name))).toEqual([]);
});

test('src imports no platform SDK', () => {
  expect(offenders(src, (name) => PLATFORM_SDK.test(name))).toEqual([]);
});

test('an adapter imports no other adapter and no expert', () => {
  const breaks = (name: string, file: SourceFile) => {
    const own = file.path.split('/').slice(0, 2).join('/');
    const otherAdapter = /^adapters\/[^/]+\//.test(name) && !name.startsWith(`${own}/`);
    return otherAdapter || name.startsWith('src/experts/');
  };
  expect(offenders(adapters, breaks)).toEqual([]);
});

test('the chat page takes only what needs no server', () => {
  const page = adapters.filter((file) => file.path.startsWith('adapters/web/page/'));
  const ours = /^(src|adapters|commands)\//;
  const pure =
    /^(adapters\/web\/(page\/|protocol\.ts$)|src\/rendering\/|src\/delivery\/(check|route)-words\.ts$)/;
  expect(page.length).toBeGreaterThan(50);
  expect(
    offenders(page, (name) => name.startsWith('node:') || (ours.test(name) && !pure.test(name))),
  ).toEqual([]);
});

test('commands know no adapter', () => {
  expect(offenders(commands, (name) => name.startsWith('adapters/'))).toEqual([]);
});

test('rendering and routing do no I/O beyond what is handed in', () => {
  // tools/ holds the scripts that train and evaluate; the decision itself must stay pure.
  const pure = src.filter(
    (file) => /^src\/(rendering|routing)\//.test(file.path) && !file.path.includes('/tools/'),
  );
  expect(offenders(pure, (name) => IO_MODULE.test(name))).toEqual([]);
  expect(pure.filter((file) => /\bfetch\(/.test(file.text)).map((file) => file.path)).toEqual([]);
});

test('only src/config reads process.env', () => {
  const readers = [...src, ...adapters, ...commands].filter(
    (file) =>
      /process\.env\b|\benv\b[^\n]*from 'node:process'/.test(file.text) &&
      !file.path.startsWith('src/config/'),
  );
  expect(readers.map((file) => file.path)).toEqual([]);
});

test('only src/experts talks to models', () => {
  const outside = [...src.filter((file) => !file.path.startsWith('src/experts/')), ...adapters, ...commands];
  expect(offenders(outside, (name) => /^(openai|node-llama-cpp)/.test(name))).toEqual([]);
});

test('no file is so long that it holds more than one job', () => {
  const long = [...src, ...adapters, ...commands].filter((file) => file.text.split('\n').length > 400);
  expect(long.map((file) => file.path)).toEqual([]);
});
