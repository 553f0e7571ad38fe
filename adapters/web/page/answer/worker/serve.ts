/** The part of a worker's global scope that is used; the DOM's types take `self` for a window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/** Answers each message in order; the first message out says that the worker is ready. */
export function serve<Request, Reply>(answer: (request: Request) => Reply): void {
  const scope = self as unknown as WorkerScope;
  scope.onmessage = ({ data }) => scope.postMessage(answer(data as Request));
  scope.postMessage('ready');
}
