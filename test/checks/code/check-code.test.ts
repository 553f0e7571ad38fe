import { describe, expect, test } from 'vitest';
import { checkCode, describeProblem } from '../../../src/checks/code/check-code.ts';
import { codeLanguage } from '../../../src/checks/code/languages.ts';

const never = new AbortController().signal;
const check = (answer: string, whole = true) => checkCode(answer, '', whole, never);
const fence = (info: string, code: string) => `\`\`\`${info}\n${code}\n\`\`\``;

describe('code in an answer', () => {
  test('is not looked for where there is none', async () => {
    expect(await check('Just words, and `inline(` code.')).toBeNull();
    expect(await check(fence('brainfuck', '[[['))).toBeNull();
    expect(await check(fence('', 'foo('))).toBeNull();
  });

  test('passes where it parses, and nothing is said to have been run', async () => {
    const answer = `Here:\n\n${fence('python', 'print(1)')}\n\n- in a list:\n\n  ${fence('js', 'f()').replaceAll('\n', '\n  ')}`;
    expect(await check(answer)).toMatchObject({
      status: 'passed',
      parsed: 2,
      detail: 'the syntax of 2 code blocks is right; nothing was run',
    });
  });

  test.each([
    ['python', 'def f(x)\n    return x', 1],
    ['python', 'x = 1\nprint("a" + str(x)', 2],
    ['js', 'const a = 1;\nif (a { b(); }', 2],
    ['ts', 'const x: string = ;', 1],
    ['json', '{\n  "a": 1,\n  "b": \n}', 4],
    ['yaml', 'a: 1\nb: [1, 2\nc: 3', 3],
    ['sql', 'SELECT name\nFROM users\nWHERE (id = 1', 3],
    ['sql', 'SELECT name FROM users WHERE', 1],
    ['bash', 'if [ -f x ]; then\n  echo "hi"', 1],
    ['java', 'class A {\n  void f() {\n    g(;\n  }\n}', 3],
    ['c', 'int main() {\n  return 0\n}', 2],
    ['cpp', 'int main() {\n  std::cout << "a;\n}', 2],
    ['go', 'func f() {\n\tx := \n}', 2],
    ['rust', 'fn f() {\n    let x = ;\n}', 2],
  ])('fails with its line where it is wrong: %s %j', async (info, code, line) => {
    const verdict = await check(`First\n\n${fence('json', '{}')}\n\nand\n\n${fence(info, code)}`);
    expect(verdict?.status).toBe('failed');
    const [problem] = verdict?.wrong ?? [];
    expect(problem).toMatchObject({ block: 2, language: codeLanguage(info), line });
    expect(problem && describeProblem(problem)).toContain(`line ${line}: `);
  });

  test('is not judged where it is a sketch, a session or a difference', async () => {
    for (const code of ['f(\n  ...\n', '>>> f(\n...', '- f(x\n+ f(x)']) {
      expect(await check(fence('python', code))).toMatchObject({ status: 'skipped', parsed: 0 });
    }
  });

  test('of SQL that the parser may not know is not said to be right', async () => {
    for (const code of ['SELEC * FROM a', 'DELIMITER ;;\nBEGIN x LOOP', 'VACUUM FULL x FREEZE y z;']) {
      expect(await check(fence('sql', code))).toMatchObject({ status: 'skipped', parsed: 0 });
    }
    expect(await check(fence('sql', 'SELEC (1'))).toMatchObject({ status: 'failed' });
  });

  test('is not judged where it is quoted from the question, or shown as what is wrong', async () => {
    const broken = 'def f(x)\n    return x';
    const quoted = checkCode(fence('python', broken), `What is wrong with ${broken}?`, true, never);
    expect(await quoted).toMatchObject({ status: 'skipped' });
    expect(await check(`Incorrect:\n\n${fence('python', broken)}`)).toMatchObject({ status: 'skipped' });
    expect(await check(`错误的写法：\n\n${fence('python', broken)}`)).toMatchObject({ status: 'skipped' });
    expect(await check(`Like this:\n\n${fence('python', broken)}`)).toMatchObject({ status: 'failed' });
  });

  test('is not blamed for where the answer was cut', async () => {
    expect(await check('```python\nprint(', false)).toBeNull();
    expect(await check(`${fence('js', 'f()')}\n\n\`\`\`python\nprint(`, false)).toMatchObject({
      status: 'passed',
    });
  });

  test('is left unread once the time is over, and read again afterwards', async () => {
    const hostile = fence('python', `${'('.repeat(20_000)}`);
    const late = new AbortController();
    const verdict = checkCode(hostile, '', true, late.signal);
    late.abort();
    expect(await verdict).toMatchObject({ status: 'skipped', parsed: 0 });
    expect(await check(fence('python', 'f()'))).toMatchObject({ status: 'passed' });
  });
});

test('fences name their language in many ways', () => {
  expect(
    ['py', 'Python', 'c++', 'sh', 'yml', 'js {1,3}', 'ts,ignore', 'golang', 'rs'].map(codeLanguage),
  ).toEqual(['python', 'python', 'cpp', 'bash', 'yaml', 'javascript', 'typescript', 'go', 'rust']);
  expect([null, undefined, '', 'text', 'diff', 'console'].map(codeLanguage)).toEqual(Array(6).fill(null));
});
