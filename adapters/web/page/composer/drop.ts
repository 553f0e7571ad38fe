/**
 * Takes files that are dropped anywhere on `target`, until the views are taken down.
 *
 * @param onOver whether some hang over it
 */
export function takeDrops(
  target: HTMLElement,
  onFiles: (files: readonly File[]) => void,
  onOver: (over: boolean) => void,
  onUnmount: (dispose: () => void) => void,
): void {
  const until = new AbortController();
  onUnmount(() => until.abort());
  const { signal } = until;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  target.addEventListener(
    'dragover',
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      onOver(true);
    },
    { signal },
  );
  target.addEventListener(
    'dragleave',
    (event) => {
      if (!target.contains(event.relatedTarget as Node | null)) onOver(false);
    },
    { signal },
  );
  target.addEventListener(
    'drop',
    (event) => {
      onOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    },
    { signal },
  );
}
