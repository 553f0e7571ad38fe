import { h } from '../dom/element.ts';

const SIDE_PX = 256;

/** A small picture of an image file, drawn once: the file itself need not stay decoded. */
export function thumbnail(file: Blob, name: string): HTMLCanvasElement {
  const canvas = h('canvas', { class: 'thumbnail', width: 1, height: 1, role: 'img', 'aria-label': name });
  draw(canvas, file).catch(() => {});
  return canvas;
}

async function draw(canvas: HTMLCanvasElement, file: Blob): Promise<void> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE_PX / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
}
