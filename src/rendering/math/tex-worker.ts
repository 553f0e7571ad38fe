import { parentPort } from 'node:worker_threads';
import { init, type LiteElement, type MathJaxApi } from 'mathjax';
import { soleSvg } from './formula-tree.ts';
import type { TexJob, TexReply } from './tex-protocol.ts';
import { LINE_WIDTH_EM, TEX_SETTINGS } from './tex-settings.ts';

/** Font metrics of the virtual page; only their ratios matter, as the result is scaled. */
const EM_PX = 16;
const EX_PX = 7;

let ready: Promise<MathJaxApi> | undefined;

async function typeset({ id, latex, display }: TexJob): Promise<TexReply> {
  try {
    ready ??= init(TEX_SETTINGS);
    const mathjax = await ready;
    forget(mathjax);
    const container: LiteElement = await mathjax.tex2svgPromise(latex, {
      display,
      em: EM_PX,
      ex: EX_PX,
      containerWidth: LINE_WIDTH_EM * EM_PX,
    });
    const svg = soleSvg(container);
    return typeof svg === 'string'
      ? { id, error: svg }
      : { id, svg: mathjax.startup.adaptor.serializeXML(svg) };
  } catch (error) {
    return { id, error: nameOf(error) };
  }
}

/**
 * Definitions, labels and colours end with their formula: another conversation's must not change the next one.
 * TeX groups do not keep them in, as a formula can close them; a new reader does, for about 1 ms.
 */
function forget({ startup }: MathJaxApi): void {
  startup.input = startup.getInputJax();
  startup.document = startup.getDocument();
}

function nameOf(error: unknown): string {
  const { id, name } = error as { id?: unknown; name?: unknown };
  return String(id ?? name ?? 'Error').replaceAll(/\W/g, '');
}

parentPort?.on('message', async (job: TexJob) => parentPort?.postMessage(await typeset(job)));
