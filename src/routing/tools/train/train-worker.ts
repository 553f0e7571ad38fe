import { parentPort, workerData } from 'node:worker_threads';
import { encodeWeights } from '../../weights.ts';
import { train } from './train.ts';
import type { TrainingTask } from './train-side-by-side.ts';
import { examplesOf, fingerprintOf, readTrainingData } from './training-data.ts';

/**
 * Trains as the task says, and answers with the bytes of the weights.
 * @throws Error when the files are no longer those that the task is about
 */
function work({ fingerprint, source, without }: TrainingTask): void {
  const data = readTrainingData(source);
  if (fingerprintOf(data) !== fingerprint) {
    throw new Error('the labelled messages were changed while they were trained on; begin again');
  }
  const some = examplesOf(data).filter((_, i) => without === null || data.folds[i] !== without);
  parentPort?.postMessage(encodeWeights(train(some, data.clusters)));
}

work(workerData as TrainingTask);
