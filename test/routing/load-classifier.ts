import { readFileSync } from 'node:fs';
import { createClassifier } from '../../src/routing/classifier.ts';
import { weightsUrl } from '../../src/routing/weights.ts';

/** The classifier with the weights that are checked in. */
export const loadClassifier = () => createClassifier(readFileSync(weightsUrl));
