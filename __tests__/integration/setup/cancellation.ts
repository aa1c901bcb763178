import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActionResult, ActionRun } from '../../../testbed/runner.ts'

/** Sends a signal once the log has a line, and says how the run ended after that. */
export async function cancelAt(
  line: RegExp,
  signal: NodeJS.Signals,
  run: (more: Pick<ActionRun, 'onLine' | 'onStart' | 'env'>) => Promise<ActionResult>,
) {
  const mark = `CANCELLED_RUN=${process.hrtime.bigint()}`
  const [name = '', value = ''] = mark.split('=')
  let kill: (signal: NodeJS.Signals) => void = () => undefined
  let sentAt = Number.NaN
  let endedAt = Number.NaN
  const result = await run({
    env: { [name]: value },
    onStart: (send, ended) => {
      kill = send
      void ended.then(() => (endedAt = performance.now()))
    },
    onLine: (text) => {
      if (!line.test(text) || !Number.isNaN(sentAt)) return
      sentAt = performance.now()
      kill(signal)
    },
  })
  return { result, stoppedAfterMs: endedAt - sentAt, processesLeft: await findProcesses(mark) }
}

/** The ids of processes that have a variable in their environment. */
async function findProcesses(variable: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = ids.map(async (id) => {
    const environment = await readFile(join('/proc', id, 'environ'), 'utf8').catch(() => '')
    return environment.split('\0').includes(variable) ? [id] : []
  })
  return (await Promise.all(found)).flat()
}
