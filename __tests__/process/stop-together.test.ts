import { describe, expect, test } from '@jest/globals'
import { stopTogether } from '../../src/process/stop-together.ts'

/** A task that goes on until its signal aborts, then takes a moment to end and fails with the signal's reason. */
function untilStopped(ended: string[], name: string) {
  return async (signal: AbortSignal): Promise<string> => {
    const stopped = Promise.withResolvers<unknown>()
    if (signal.aborted) stopped.resolve(undefined)
    signal.addEventListener('abort', stopped.resolve)
    await stopped.promise
    await new Promise(setImmediate)
    ended.push(name)
    throw signal.reason
  }
}

describe(stopTogether.name, () => {
  const idle = new AbortController().signal

  test('gives the results in the order of the tasks', async () => {
    const slow = async () => {
      await new Promise(setImmediate)
      return 'slow'
    }
    expect(await stopTogether(idle, [slow, async () => 'quick'])).toEqual(['slow', 'quick'])
    expect(await stopTogether(idle, [])).toEqual([])
  })

  test('the first failure stops the others, and is thrown when all have ended', async () => {
    const ended: string[] = []
    const fail = async () => {
      await new Promise(setImmediate)
      throw new Error('the first')
    }
    const tasks = [untilStopped(ended, 'a'), fail, untilStopped(ended, 'b')]
    await expect(stopTogether(idle, tasks)).rejects.toThrow('the first')
    expect(ended).toEqual(['a', 'b'])
  })

  test("a failure that follows from the stop doesn't hide the first", async () => {
    const onStop = async (signal: AbortSignal) => {
      await untilStopped([], 'x')(signal).catch(() => undefined)
      throw new Error('a consequence')
    }
    const fail = async () => {
      throw new Error('the cause')
    }
    await expect(stopTogether(idle, [onStop, fail])).rejects.toThrow('the cause')
  })

  test('an abort from outside stops all', async () => {
    const ended: string[] = []
    const outside = new AbortController()
    const running = stopTogether(outside.signal, [untilStopped(ended, 'a'), untilStopped(ended, 'b')])
    outside.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
    expect(ended).toEqual(['a', 'b'])
  })

  test('stopping all leaves the signal from outside alone', async () => {
    const outside = new AbortController()
    await expect(stopTogether(outside.signal, [() => Promise.reject(new Error('x'))])).rejects.toThrow('x')
    expect(outside.signal.aborted).toBe(false)
  })
})
