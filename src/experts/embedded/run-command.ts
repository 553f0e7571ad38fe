import { execFile } from 'node:child_process';

export interface CommandResult {
  /** Null when it could not be started, or was killed. */
  readonly code: number | null;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** Runs a program without a shell. Never rejects, except with the signal's reason; both ends kill the program. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
) => Promise<CommandResult>;

export const runCommand: RunCommand = (command, args, { signal, timeoutMs }) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const options = { signal, timeout: timeoutMs, killSignal: 'SIGKILL' as const };
    execFile(command, args, options, (error, _stdout, stderr) => {
      if (signal.aborted) reject(signal.reason);
      else if (error === null) resolve({ code: 0, stderr, timedOut: false });
      else {
        const code = typeof error.code === 'number' ? error.code : null;
        resolve({ code, stderr, timedOut: error.killed === true });
      }
    });
  });
