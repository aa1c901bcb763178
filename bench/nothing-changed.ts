/**
 * Measures the most frequent run of all: a push that changes no pipeline. Prints the action's time beside that of a
 * Node process that does nothing, both measured here and now, since only their ratio means something on any machine.
 * Usage: node bench/nothing-changed.ts [runs]
 */
import { execa } from 'execa'
import { makeRepository, type Repository } from '../testbed/monorepo.ts'
import { runAction } from '../testbed/runner.ts'

const runs = Number(process.argv[2] ?? 10)
if (!Number.isSafeInteger(runs) || runs < 1)
  throw new Error('The number of runs must be a whole one from 1 on.')

const numbers = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0'))
const pipelines = numbers.flatMap((number): [string, string][] => {
  const folder = `pipelines/rj_city__report_${number}`
  const deployments = ['prod', 'staging'].map(
    (environment) => `  - { name: report-${number}--${environment}, entrypoint: ${folder}/flow.py:report }\n`,
  )
  return [
    [`${folder}/prefect.yaml`, `deployments:\n${deployments.join('')}`],
    [`${folder}/flow.py`, 'def report(): ...\n'],
  ]
})

async function timeEmptyProcess(): Promise<number> {
  const from = performance.now()
  await execa('node', ['-e', '0'])
  return performance.now() - from
}

async function timeAction(
  repository: Repository,
  event: Parameters<typeof runAction>[0]['event'],
): Promise<number> {
  const workspace = await repository.shallowClone('master')
  const inputs = { 'prefect-api-url': 'http://127.0.0.1:9/api' }
  const { exitCode, outputs, durationMs, log } = await runAction({ workspace, event, inputs })
  if (exitCode !== 0 || outputs['changed'] !== 'false') throw new Error(`The run went wrong:\n${log}`)
  return durationMs
}

function describe(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const cells = [median(times), sorted[0] ?? 0, sorted.at(-1) ?? 0]
  return [name.padEnd(34), ...cells.map((cell) => cell.toFixed(0).padStart(7))].join('')
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return around.reduce((sum, time) => sum + time, 0) / around.length
}

await using repository = await makeRepository()
await repository.commit('A hundred pipelines', Object.fromEntries(pipelines))
await repository.push('master')
await repository.commit('Only the README', { 'README.md': '# Pipelines\n' })
const payload = await repository.push('master')
const event = { name: 'push', ref: payload.ref, payload }

const empty: number[] = []
const action: number[] = []
// By turns, so that whatever else the machine does slows both down.
for (let run = 0; run < runs; run += 1) {
  empty.push(await timeEmptyProcess())
  action.push(await timeAction(repository, event))
}
console.log(`A push that changes none of ${numbers.length} pipelines, ${runs} runs, in milliseconds:`)
console.log(`${''.padEnd(34)} median    min    max`)
console.log(describe('an empty Node process (node -e 0)', empty))
console.log(describe('the action', action))
console.log(`ratio of the medians: ${(median(action) / median(empty)).toFixed(1)}`)
