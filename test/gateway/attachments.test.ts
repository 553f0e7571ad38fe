import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeAttachments, loadAttachments } from '../../src/gateway/attachments.ts';

const never = new AbortController().signal;
const MIB = 1024 * 1024;
const png = { mime: 'image/png', name: 'a.png' };

describe('data', () => {
  const load = (data: string) => loadAttachments([{ ...png, data }], [], never);

  test('is handed on as it came', async () => {
    expect(await load('aGVsbG8=')).toEqual([{ ...png, data: 'aGVsbG8=' }]);
  });

  test.each(['', 'aGVsbG8', 'aGVsb G8=', 'aGVsbG8==', 'a-_b', 'aGVsbG9=', 'data:image/png;base64,aGVsbG8='])(
    '%j is not strict base64',
    async (data) => {
      await expect(load(data)).rejects.toMatchObject({ status: 400, param: 'attachments[0].data' });
    },
  );

  test('types are told without their parameters, names have a default', async () => {
    const [loaded] = await loadAttachments([{ mime: 'Text/Plain; charset=utf-8', data: 'aGk=' }], [], never);
    expect(loaded).toEqual({ name: 'attachment', mime: 'text/plain', data: 'aGk=' });
  });

  test.each(['png', 'jpeg', 'webp', 'gif'] as const)(
    'a %s picture without a type of its own is told by its first bytes',
    async (format) => {
      const create = { width: 2, height: 2, channels: 3, background: 'red' } as const;
      const data = (await sharp({ create }).toFormat(format).toBuffer()).toString('base64');
      for (const mime of ['application/octet-stream', 'Application/Octet-Stream; x=y', '', null, undefined]) {
        const [loaded] = await loadAttachments([{ mime, data }], [], never);
        expect(loaded).toEqual({ name: 'attachment', mime: `image/${format}`, data });
        expect(describeAttachments([{ mime, data }])[0]?.mime).toBe(`image/${format}`);
      }
      const [named] = await loadAttachments([{ mime: 'text/plain', data }], [], never);
      expect(named?.mime).toBe('text/plain');
    },
  );

  test('any other file without a type has any', async () => {
    const [loaded] = await loadAttachments([{ data: 'aGk=' }], [], never);
    expect(loaded?.mime).toBe('application/octet-stream');
    expect(describeAttachments([{ url: 'http://127.0.0.1/' }])[0]?.mime).toBe('application/octet-stream');
  });

  test('all attachments together have 20 MiB', async () => {
    const half = { ...png, data: Buffer.alloc(11 * MIB).toString('base64') };
    await expect(loadAttachments([half], [], never)).resolves.toHaveLength(1);
    await expect(loadAttachments([half, half], [], never)).rejects.toMatchObject({ param: 'attachments[1]' });
  });

  test('one of data and url is needed, and only one', async () => {
    await expect(loadAttachments([png], [], never)).rejects.toThrow(/needs/);
    const both = { ...png, data: 'aGk=', url: 'http://127.0.0.1/' };
    await expect(loadAttachments([both], ['127.0.0.1'], never)).rejects.toThrow(/both/);
  });
});

describe('url', () => {
  let server: Server;
  let base: string;
  let listener: RequestListener;

  beforeEach(async () => {
    server = createServer((request, response) => listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const load = (url: string, hosts = ['127.0.0.1'], signal = never) =>
    loadAttachments([{ ...png, url }], hosts, signal);

  test('is fetched from a listed host, with or without its port', async () => {
    listener = (_request, response) => response.setHeader('content-type', 'image/png').end('hello');
    const expected = [{ ...png, data: 'aGVsbG8=' }];
    expect(await load(`${base}/a.png`)).toEqual(expected);
    expect(await load(`${base}/a.png`, [new URL(base).host])).toEqual(expected);
  });

  test.each([
    ['http://127.0.0.1/', [] as string[]],
    ['http://example.com/', ['127.0.0.1']],
    ['http://127.0.0.1.example.com/', ['127.0.0.1']],
    ['http://127.0.0.1:81/', ['127.0.0.1:80']],
  ])('%s is not fetched when %j is listed', async (url, hosts) => {
    await expect(load(url, hosts)).rejects.toMatchObject({
      status: 400,
      param: 'attachments[0].url',
      message: /ATTACHMENT_HOSTS/,
    });
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'nonsense', 'http://user:word@127.0.0.1/'])(
    '%s is refused',
    async (url) => {
      await expect(load(url)).rejects.toMatchObject({ status: 400, param: 'attachments[0].url' });
    },
  );

  test('redirects are not followed', async () => {
    const paths: unknown[] = [];
    listener = (request, response) => {
      paths.push(request.url);
      response.writeHead(302, { location: '/secret' }).end();
    };
    await expect(load(`${base}/a.png`)).rejects.toThrow(/redirects/);
    expect(paths).toEqual(['/a.png']);
  });

  test('an error page or another type is not taken for the file', async () => {
    listener = (_request, response) => response.writeHead(404).end('gone');
    await expect(load(base)).rejects.toThrow(/404/);
    listener = (_request, response) => response.setHeader('content-type', 'text/html').end('<p>');
    await expect(load(base)).rejects.toThrow(/text\/html, not image\/png/);
  });

  test('a file without end is cut at 20 MiB', async () => {
    listener = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(MIB)));
      };
      response.setHeader('content-type', 'image/png').on('drain', more);
      more();
    };
    await expect(load(base)).rejects.toThrow(/over 20 MiB/);
  });

  test('a host that is not there, or breaks off, is said in words', async () => {
    await expect(load('http://127.0.0.1:9/')).rejects.toMatchObject({
      status: 400,
      message: /could not be fetched/,
    });
    listener = (_request, response) => {
      response.setHeader('content-type', 'image/png').write('half');
      response.destroy();
    };
    await expect(load(base)).rejects.toMatchObject({ status: 400, message: /could not be fetched/ });
  });

  test('a caller that leaves ends the fetch', async () => {
    const caller = new AbortController();
    listener = () => caller.abort();
    await expect(load(base, ['127.0.0.1'], caller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
