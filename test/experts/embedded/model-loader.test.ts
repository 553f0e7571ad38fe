import { describe, expect, test } from 'vitest';
import { ModelLoader } from '../../../src/experts/embedded/model-loader.ts';
import type { EmbeddedStatus, OnStatus } from '../../../src/experts/embedded/status.ts';
import { ExpertError } from '../../../src/experts/errors.ts';

const signal = new AbortController().signal;

/** A load that is ended by hand, and a clock that is set by hand. */
function prepare() {
  const loads: { onStatus: OnStatus; signal: AbortSignal; result: PromiseWithResolvers<string> }[] = [];
  const statuses: EmbeddedStatus[] = [];
  const clock = { ms: 0 };
  const loader = new ModelLoader<string>({
    load: (loadSignal, onStatus) => {
      const result = Promise.withResolvers<string>();
      loads.push({ onStatus, signal: loadSignal, result });
      return result.promise;
    },
    describe: (name) => `${name} is ready.`,
    onStatus: (status) => statuses.push(status),
    now: () => clock.ms,
  });
  return { loader, loads, statuses, clock };
}

async function failed(loader: ModelLoader<string>, load: PromiseWithResolvers<string>, error: Error) {
  const settled = loader.loaded(signal);
  load.reject(error);
  await settled.catch(() => {});
}

describe('ModelLoader', () => {
  test('loads once, however often it is started', async () => {
    const { loader, loads, statuses } = prepare();
    loader.start();
    loader.start();
    loads[0]?.result.resolve('tiny');
    expect(await loader.loaded(signal)).toBe('tiny');
    expect(loader.get()).toBe('tiny');
    expect(loads).toHaveLength(1);
    expect(statuses.at(-1)).toEqual({ stage: 'ready', detail: 'tiny is ready.', progress: null });
  });

  test('a call that comes too early is told how far it is', () => {
    const { loader, loads } = prepare();
    loader.start();
    loads[0]?.onStatus({ stage: 'downloading', detail: 'Downloading it.', progress: 0.349 });
    expect(() => loader.get()).toThrow(expect.objectContaining({ code: 'no_model' }));
    expect(() => loader.get()).toThrow('Downloading it. 34% so far.');
  });

  test('a call begins the load when nobody has', () => {
    const { loader, loads } = prepare();
    expect(() => loader.get()).toThrow(ExpertError);
    expect(loads).toHaveLength(1);
  });

  test('a failure is what later calls are told, without another try within 30 seconds', async () => {
    const { loader, loads, statuses, clock } = prepare();
    loader.start();
    await failed(
      loader,
      loads[0]?.result as PromiseWithResolvers<string>,
      new ExpertError('no_model', 'embedded', 'Set this.'),
    );
    clock.ms = 29_999;
    expect(() => loader.get()).toThrow('embedded: Set this.');
    expect(loads).toHaveLength(1);
    expect(statuses.at(-1)).toEqual({ stage: 'failed', detail: 'Set this.', progress: null });
  });

  test('after 30 seconds a call begins a new try, and only one', async () => {
    const { loader, loads, clock } = prepare();
    loader.start();
    await failed(loader, loads[0]?.result as PromiseWithResolvers<string>, new Error('full disk'));
    clock.ms = 30_000;
    expect(() => loader.get()).toThrow(ExpertError);
    expect(() => loader.get()).toThrow(ExpertError);
    expect(loads).toHaveLength(2);
    loads[1]?.result.resolve('tiny');
    expect(await loader.loaded(signal)).toBe('tiny');
  });

  test('any other error becomes one that says that no model is there', async () => {
    const { loader, loads } = prepare();
    const loaded = loader.loaded(signal);
    loads[0]?.result.reject(new Error('full disk'));
    await expect(loaded).rejects.toMatchObject({
      code: 'no_model',
      message: expect.stringContaining('full disk'),
    });
  });

  test('who waits can stop waiting; the load goes on', async () => {
    const { loader, loads } = prepare();
    const controller = new AbortController();
    const waiting = loader.loaded(controller.signal);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    loads[0]?.result.resolve('tiny');
    expect(await loader.loaded(signal)).toBe('tiny');
  });

  test('closing stops the load, and no call begins another', async () => {
    const { loader, loads } = prepare();
    loader.start();
    const load = loads[0];
    load?.signal.addEventListener('abort', () => load.result.reject(load.signal.reason));
    expect(await loader.close()).toBe(null);
    expect(() => loader.get()).toThrow('closed');
    await expect(loader.loaded(signal)).rejects.toThrow('closed');
    expect(loads).toHaveLength(1);
  });

  test('closing gives back what was loaded', async () => {
    const { loader, loads } = prepare();
    loader.start();
    loads[0]?.result.resolve('tiny');
    await loader.loaded(signal);
    expect(await loader.close()).toBe('tiny');
  });

  test('closing what was never started does nothing', async () => {
    expect(await prepare().loader.close()).toBe(null);
  });
});
