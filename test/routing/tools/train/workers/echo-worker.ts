import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingTask } from '../../../../../src/routing/tools/train/train-side-by-side.ts';

/** Answers with its fold, the earlier ones last. */
const { without } = workerData as TrainingTask;
await setTimeout(without === null ? 300 : 100);
parentPort?.postMessage(Uint8Array.of(without ?? 99));
