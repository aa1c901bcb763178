import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa, type Options } from 'execa'

/** A server that a test or the demo started. */
export interface Service extends AsyncDisposable {
  /**
   * Ends the server and waits for its end.
   * @throws Error with what it printed, when it had ended by itself before.
   */
  readonly stop: () => Promise<void>
}

/** A port of the loopback interface on which nothing listens now. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}

/**
 * Starts a program and waits until `isReady` says so.
 * @throws Error with what the program printed, when it ends or takes too long.
 */
export async function startService(
  file: string,
  args: readonly string[],
  options: { env?: Options['env']; cwd?: string; isReady: () => Promise<boolean>; timeoutMs: number },
): Promise<Service> {
  const child = execa(file, args, {
    ...(options.env && { env: options.env }),
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdin: 'ignore',
    all: true,
    reject: false,
    forceKillAfterDelay: 10_000,
  })
  const state = { ended: false }
  void child.then(() => (state.ended = true))
  let stopped = false
  const stop = async () => {
    if (state.ended && !stopped) {
      stopped = true
      const { all, exitCode, signal } = await child
      throw new Error(
        `${file} had ended by itself (${signal ?? exitCode ?? 'unknown'}):\n${all.slice(-4000)}`,
      )
    }
    stopped = true
    child.kill('SIGTERM')
    await child
  }
  const deadline = Date.now() + options.timeoutMs
  while (!(await options.isReady())) {
    if (!state.ended && Date.now() < deadline) {
      await sleep(100)
      continue
    }
    child.kill('SIGTERM')
    const { all } = await child
    throw new Error(`${file} ${args.join(' ')} did not become ready:\n${all.slice(-4000)}`)
  }
  return { stop, [Symbol.asyncDispose]: stop }
}

/** Whether a GET of `url` is answered at all, by any status. */
export async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(2000) })
    return true
  } catch {
    return false
  }
}
