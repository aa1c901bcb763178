import { describe, expect, test } from '@jest/globals'
import { isTransient, TransientError, withRetries } from '../../src/process/retry.ts'
import { impatient } from '../builders/programs.ts'

describe(isTransient.name, () => {
  test.each([
    // docker and BuildKit
    'toomanyrequests: You have reached your pull rate limit.',
    'unexpected status from HEAD request to http://r/v2/a: 503 Service Unavailable',
    'unexpected status code 429 Too Many Requests',
    'failed to push r/a:1: unexpected status: 502 Bad Gateway',
    'Error response from daemon: login attempt to https://r/v2/ failed with status: 503 Service Unavailable',
    'Get "https://ghcr.io/v2/": EOF',
    'Get "https://ghcr.io/v2/": net/http: TLS handshake timeout',
    'Get "https://ghcr.io/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'dial tcp 10.0.0.1:443: i/o timeout',
    'dial tcp 127.0.0.1:5000: connect: connection refused',
    'read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer',
    'write tcp 10.0.0.1:1->10.0.0.2:443: write: broken pipe',
    'failed to copy: httpReadSeeker: failed open: unexpected EOF',
    // git
    'fatal: unable to access https://github.com/a/b/: The requested URL returned error: 502',
    "fatal: unable to access https://github.com/a/b/: Couldn't connect to server",
    'fatal: unable to access https://github.com/a/b/: Could not resolve host: github.com',
    'fatal: the remote end hung up unexpectedly',
    // uv and Prefect
    "Server error '503 Service Unavailable' for url 'https://p/api/deployments/'",
    'httpx.ConnectTimeout: timed out',
    'httpx.ReadError',
    'httpx.RemoteProtocolError: Server disconnected without sending a response.',
    'failed to lookup address information: Temporary failure in name resolution',
  ])('may pass: %s', (output) => {
    expect(isTransient(`before\n${output}\nafter`)).toBe(true)
  })

  test.each([
    '',
    'unexpected status from HEAD request to http://r/v2/a: 401 Unauthorized',
    'denied: permission_denied: write_package',
    'failed to solve: dockerfile parse error on line 2: unknown instruction: COPPY',
    'r/no/such:base: not found',
    'fatal: remote error: upload-pack: not our ref 429429429',
    'The requested URL returned error: 403',
    "Client error '422 Unprocessable Entity' for url 'https://p/api/deployments/'",
    'SyntaxError: unexpected EOF while parsing',
    "sh: unexpected EOF while looking for matching `''",
    'process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
    'copied 503 files',
  ])('stays: %s', (output) => {
    expect(isTransient(output)).toBe(false)
  })
})

/** A task that throws these errors one after the other, then gives `done`. */
function failing(...errors: Error[]) {
  let tries = 0
  const task = async () => {
    const error = errors[tries]
    tries += 1
    if (error) throw error
    return 'done'
  }
  return { task, tries: () => tries }
}

describe(withRetries.name, () => {
  const transient = (name: string) => new TransientError(name, { cause: new Error(`cause of ${name}`) })

  test('what works runs once', async () => {
    const { task, tries } = failing()
    expect(await withRetries(task, impatient)).toBe('done')
    expect(tries()).toBe(1)
  })

  test('what may pass is tried again, and each further try is announced', async () => {
    const { task, tries } = failing(transient('one'), transient('two'))
    const announced: string[] = []
    const onRetry = (message: string) => announced.push(message)
    expect(await withRetries(task, { ...impatient, onRetry })).toBe('done')
    expect(tries()).toBe(3)
    expect(announced).toEqual(['one', 'two'])
  })

  test("after the last try its cause is thrown, and nothing is announced that doesn't come", async () => {
    const { task, tries } = failing(transient('one'), transient('two'), transient('three'), transient('four'))
    const announced: string[] = []
    const onRetry = (message: string) => announced.push(message)
    await expect(withRetries(task, { ...impatient, onRetry })).rejects.toThrow('cause of three')
    expect(tries()).toBe(3)
    expect(announced).toEqual(['one', 'two'])
  })

  test('without a cause the error itself is thrown', async () => {
    const error = new TransientError('alone')
    await expect(withRetries(() => Promise.reject(error), { ...impatient, retries: 0 })).rejects.toBe(error)
  })

  test.each([new Error('broken'), new TypeError('fetch failed')])(
    '%s is no reason to try again',
    async (error) => {
      const { task, tries } = failing(error)
      await expect(withRetries(task, impatient)).rejects.toBe(error)
      expect(tries()).toBe(1)
    },
  )

  test('an abort ends the wait for the next try', async () => {
    const { task, tries } = failing(transient('one'))
    const stop = new AbortController()
    const onRetry = () => {
      setImmediate(() => {
        stop.abort(new Error('cancelled'))
      })
    }
    const running = withRetries(task, { retries: 1, firstDelayMs: 60_000, signal: stop.signal, onRetry })
    await expect(running).rejects.toThrow('cancelled')
    expect(tries()).toBe(1)
  })

  test('nothing is begun after an abort', async () => {
    const { task, tries } = failing()
    const signal = AbortSignal.abort(new Error('cancelled'))
    await expect(withRetries(task, { ...impatient, signal })).rejects.toThrow('cancelled')
    expect(tries()).toBe(0)
  })
})
