/**
 * Acts out the life of the example monorepo on real services of its own: a push to staging, the merge to production, a
 * push that breaks a build, and a run of a deployment's flow in its own image. Everything is stopped and removed at the end.
 */
import assert from 'node:assert/strict'
import { styleText } from 'node:util'
import { makeMonorepo } from '../testbed/monorepo.ts'
import { runDeployment } from '../testbed/prefect-worker.ts'
import { pushAndRun } from '../testbed/runner.ts'
import { openServices, startServices } from '../testbed/services.ts'

const revenue = 'pipelines/rj_smfp__revenue_daily'
const visits = 'pipelines/rj_sms__clinic_visits'

const startedAt = performance.now()
await using stack = new AsyncDisposableStack()
// Ctrl-C has to stop and remove everything too.
process.once('SIGINT', () => void stack.disposeAsync().finally(() => process.exit(130)))

title('Starting a Docker engine, a registry with a password and a Prefect server')
const { addresses } = stack.use(await startServices(['3.8']))
const address = addresses.get('3.8')
assert(address)
const services = openServices(address)
const monorepo = stack.use(await makeMonorepo({ registryHost: services.registry.host, prefect: '3.8' }))
await services.pushBaseImage(monorepo.path)
await services.prefect.createWorkPool('pipelines', 'docker')
say(
  `They run after ${elapsed()}: the registry ${services.registry.host}, Prefect at ${services.prefect.apiUrl}.`,
)

title('1. A push to staging/totals changes two pipelines')
await monorepo.git('switch', '--quiet', '--create', 'staging/totals')
await monorepo.edit(`${revenue}/flow.py`, 'Revenue of the %s', 'Revenue of one %s')
await monorepo.commit('Say that it is one day', {})
await monorepo.edit(`${visits}/flow.py`, 'The %d busiest', 'Our %d busiest')
await monorepo.commit('They are ours', {})
await deploy('staging/totals', { exitCode: 0 })

title('2. The merge to master deploys them to production')
await monorepo.git('switch', '--quiet', 'master')
await monorepo.git('merge', '--quiet', '--no-ff', '--message', 'Merge staging/totals', 'staging/totals')
await deploy('master', { exitCode: 0 })

title("3. A push breaks one pipeline's build, and changes another: Prefect stays as it was")
const before = await services.prefect.api('/deployments/filter', {})
await monorepo.edit(`${revenue}/Dockerfile`, 'COPY src src', 'COPY sources src')
await monorepo.edit(`${visits}/flow.py`, 'Our %d busiest', 'The %d most visited')
await monorepo.commit('Break a build', {})
await deploy('master', { exitCode: 1 })
const after = await services.prefect.api('/deployments/filter', {})
assert.deepEqual(after, before, 'Prefect must have exactly the deployments that it had before')
say('Prefect has exactly the deployments that it had before.')

title('4. A worker runs a deployment of production in its own image')
const deployment = 'rj_smfp__revenue_daily/rj-smfp--revenue-daily--prod'
const { state, log } = await runDeployment(services, { deployment, workPool: 'pipelines' })
say(log.join('\n'))
assert.equal(state, 'COMPLETED')
say(`\nThe flow run of ${deployment} ended with the state ${state}.`)

title(`Done after ${elapsed()}. Stopping and removing everything`)

async function deploy(branch: string, expected: { exitCode: number }): Promise<void> {
  const { inputs, env } = services
  const { exitCode, summary } = await pushAndRun(monorepo, branch, { inputs, env, onLine: showLogLine })
  say(`\nThe job summary:\n\n${summary}`)
  assert.equal(exitCode, expected.exitCode)
}

/** Shows the log as GitHub does: a group by its title, an annotation by its text, other commands not at all. */
function showLogLine(line: string): void {
  const [, command = '', text = ''] = /^::(\w+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
  if (command === 'group') say(`  | > ${text}`)
  else if (['error', 'warning', 'notice'].includes(command))
    say(`  | ${command}: ${text.replaceAll('%0A', '\n  | ')}`)
  else if (!line.startsWith('::')) say(`  | ${line}`)
}

function title(text: string): void {
  say(`\n${styleText('bold', `== ${text} ==`)}\n`)
}

function say(text: string): void {
  console.log(text)
}

function elapsed(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(0)} s`
}
