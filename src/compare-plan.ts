import type { Run } from './execute-plan.ts'
import { logIn } from './images/docker.ts'
import { findDigests } from './images/find-digests.ts'
import { comparePlan } from './plan/compare.ts'
import type { Plan } from './plan/plan.ts'
import { prepareDocker } from './prepare-docker.ts'
import { openPrefectApi } from './prefect/api.ts'
import { messageOf } from './problem.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { lookupEnvironment } from './workspace/template.ts'

/**
 * Says what a plan would change: asks Prefect and the registry what they have now, as far as there are credentials.
 * Nothing is changed, and what can't be asked is only noted: a pull request from a fork has no secrets.
 */
export async function describeChanges(run: Run, plan: Plan): Promise<void> {
  await Promise.all([
    attempt(run, 'Prefect', () => compareWithPrefect(run, plan)),
    attempt(run, 'the registry', () => lookUpImages(run, plan)),
  ])
}

async function attempt({ log, record, signal }: Run, what: string, task: () => Promise<void>): Promise<void> {
  try {
    await task()
  } catch (error) {
    signal.throwIfAborted()
    const reason = `${what} was not asked: ${messageOf(error)}`
    record.notCompared.push(reason)
    log.info(reason)
  }
}

async function compareWithPrefect({ inputs, runner, record, signal }: Run, plan: Plan): Promise<void> {
  const { prefect: connection, environments, pipelinesDir, retry } = inputs
  if (connection === undefined) return
  const actual = await openPrefectApi({ connection, retry, signal }).listDeployments()
  record.comparison = comparePlan(plan, actual, {
    pipelinesDir,
    environments: Object.keys(environments),
    lookup: lookupEnvironment(runner.env),
  })
}

async function lookUpImages(run: Run, plan: Plan): Promise<void> {
  const { registry } = run.inputs
  // A script that a dry run doesn't run may have to give the tag.
  const references = plan.images.map(({ reference }) => reference).filter((each) => !each.includes('{{'))
  if (registry === undefined || references.length === 0) return
  const docker = await prepareDocker(run, await makeTemporaryFolder(run.runner.temporaryFolder))
  await logIn(docker, registry)
  run.record.existing = await findDigests(docker, references)
}
