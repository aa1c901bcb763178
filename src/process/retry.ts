import pRetry from 'p-retry'
import { messageOf } from '../problem.ts'

/** How often and how patiently something is tried again. */
export interface RetryPolicy {
  /** How many times at most after the first try. */
  readonly retries: number
  /** The first wait; each further one is twice as long, with some randomness. */
  readonly firstDelayMs: number
}

/** What is wrong will most likely be right in a moment: worth another try. */
export class TransientError extends Error {
  override readonly name = 'TransientError'
}

/** Texts by which docker, git, uv and Prefect's HTTP client name faults that pass by themselves. */
const transientTexts = [
  /too ?many ?requests/i,
  /\b(500|502|503|504) (internal server error|bad gateway|service unavailable|gateway timeout)/i,
  /unexpected status(?: code|[^\n]*:)? (?:429|5\d\d)\b/i,
  /the requested url returned error: (?:429|5\d\d)\b/i,
  /status: (?:429|5\d\d)\b/i,
  /server error '5\d\d /i,
  /connection (?:was )?(?:reset|refused|timed out|closed)|connection aborted|broken pipe/i,
  /i\/o timeout|tls handshake timeout|network timeout|operation timed out|context deadline exceeded/i,
  // Python says "unexpected EOF while parsing", shells "... while looking for": those don't pass.
  /client\.timeout exceeded|unexpected eof(?! while)|": eof\b/i,
  /temporary failure in name resolution|could not resolve host|couldn't connect to server|the remote end hung up/i,
  /(?:Connect|Read|Write|Pool)(?:Timeout|Error)\b|RemoteProtocolError/,
]

/** Whether a failed program's output names a fault that may pass by itself. */
export function isTransient(output: string): boolean {
  return transientTexts.some((pattern) => pattern.test(output))
}

/**
 * Runs `task` again, with growing waits, as long as it throws a `TransientError`.
 * @param options.onRetry told of each failed try that another one follows.
 * @throws what the last try threw: for a `TransientError` its cause, where it has one.
 */
export async function withRetries<T>(
  task: () => Promise<T>,
  options: RetryPolicy & { signal?: AbortSignal; onRetry?: (message: string) => void },
): Promise<T> {
  const { retries, firstDelayMs, signal, onRetry } = options
  try {
    return await pRetry(task, {
      retries,
      minTimeout: firstDelayMs,
      randomize: true,
      ...(signal && { signal }),
      shouldRetry: ({ error }) => error instanceof TransientError,
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (error instanceof TransientError && retriesLeft > 0) onRetry?.(messageOf(error))
      },
    })
  } catch (error) {
    throw error instanceof TransientError && error.cause !== undefined ? error.cause : error
  }
}
