import { join } from 'node:path'
import { findCommitRange } from './changes/commit-range.ts'
import { makeCheckedPlan, readCheckedPipelines } from './checked-plan.ts'
import { refuseIncompleteCheckout } from './changes/incomplete-checkout.ts'
import { openGit } from './changes/git.ts'
import type { Run } from './execute-plan.ts'
import { findAffected, type Affected } from './plan/affected.ts'
import { chooseDeployments, type PlanRequest } from './plan/make-plan.ts'
import { isEmpty, type Plan } from './plan/plan.ts'
import { runShellSteps } from './prefect/shell-script.ts'
import { throwErrors } from './problem.ts'
import type { Log } from './report/log.ts'
import { chooseEnvironment } from './trigger/environment.ts'
import { parseEvent } from './trigger/event.ts'
import { chooseSelection, matchPipelines, type ChangingEvent, type Selection } from './trigger/selection.ts'
import { openFiles, type Files } from './workspace/files.ts'
import { findPipelines } from './workspace/find-pipelines.ts'

/**
 * Deploys: finds the affected pipelines, plans, builds and pushes their images, registers their deployments.
 * @throws ActionError for the first phase that fails; what happened until then is in the record.
 */
export async function deploy(run: Run): Promise<void> {
  const { inputs, runner, log, record } = run
  const event = parseEvent(runner.event, inputs)
  if (event.kind === 'branch-deleted') {
    record.nothingToDo = `The push deleted the branch "${event.branch}". Its deployments stay as they are.`
    log.info(record.nothingToDo)
    return
  }
  const environment = chooseEnvironment(event.branch, inputs.environments, inputs.environment)
  record.environment = environment
  if (event.kind === 'pull-request') record.pullRequest = event.number
  const files = openFiles(join(runner.workspace, inputs.workingDirectory))
  const selection = chooseSelection(event, inputs.pipelines)
  const { affected, reason } = await select(run, files, selection)
  log.info(`${inputs.dryRun ? 'Planning for' : 'Deploying to'} "${environment}". ${reason}`)

  const pipelines = await readCheckedPipelines(files, affected.affected, {
    pipelinesDir: inputs.pipelinesDir,
    conventions: inputs.conventions,
    environments: Object.keys(inputs.environments),
  })
  const plan = await planRun(run, files, { pipelines, affected, environment, reason })
  record.plan = plan
  showPlan(plan, log)
  throwErrors(plan.problems)

  // What follows is loaded only now: most pushes to a repository change no pipeline.
  if (inputs.dryRun && (!isEmpty(plan) || plan.removed.length > 0)) {
    const { describeChanges } = await import('./compare-plan.ts')
    await describeChanges(run, plan)
  } else if (!inputs.dryRun && !isEmpty(plan)) {
    const { executePlan } = await import('./execute-plan.ts')
    await executePlan(run, plan, pipelines)
  }
}

/** Which pipelines the run is about, and why these. */
interface Selected {
  readonly affected: Affected
  readonly reason: string
}

async function select(run: Run, files: Files, selection: Selection): Promise<Selected> {
  if (selection.kind === 'changed') return await selectChanged(run, files, selection.by)
  const pipelines = await findPipelines(files, run.inputs.pipelinesDir)
  const only = (names: readonly string[]) => ({ affected: names, removed: [], elsewhere: [] })
  if (selection.kind === 'all') return { affected: only(pipelines), reason: 'All pipelines were asked for.' }
  const { patterns } = selection
  const reason = `These pipelines were asked for: ${patterns.join(', ')}.`
  return { affected: only(matchPipelines(patterns, pipelines)), reason }
}

async function selectChanged(run: Run, files: Files, event: ChangingEvent): Promise<Selected> {
  const { pipelinesDir } = run.inputs
  const git = await openGit(gitOptions(run))
  const range = await findCommitRange(git, event)
  const changes = await git.diff(range.base, range.head)
  refuseIncompleteCheckout(changes, { pipelinesDir, notCheckedOut: await git.notCheckedOut() })
  const pipelines = await findPipelines(files, pipelinesDir)
  const reason = `${range.head.slice(0, 7)} is compared with ${range.base.slice(0, 7)}: ${range.reason}.`
  return { affected: findAffected(changes, { pipelinesDir, pipelines }), reason }
}

function gitOptions({ inputs, runner, signal }: Run) {
  return {
    cwd: join(runner.workspace, inputs.workingDirectory),
    env: runner.toolEnv,
    retry: inputs.retry,
    token: inputs.githubToken,
    serverUrl: runner.serverUrl,
    signal,
  }
}

/** Plans twice: first without the scripts' outputs, so that what is wrong is known before any script runs. */
async function planRun(
  { inputs, runner, log, record, signal }: Run,
  files: Files,
  part: Pick<PlanRequest, 'pipelines' | 'affected' | 'environment' | 'reason'>,
): Promise<Plan> {
  const request = {
    ...part,
    environments: Object.keys(inputs.environments),
    env: runner.env,
    platforms: inputs.build.platforms,
    startedAt: record.startedAt,
  }
  const draft = await makeCheckedPlan(files, { ...request, shellOutputs: new Map() })
  // Known even if a script fails.
  record.plan = draft
  if (draft.problems.some(({ severity }) => severity === 'error')) return draft

  const chosen = part.pipelines.flatMap((pipeline) => chooseDeployments(pipeline, request).deployments)
  const shellOutputs = await runShellSteps(chosen, {
    cwd: join(runner.workspace, inputs.workingDirectory),
    env: runner.env,
    signal,
    dryRun: inputs.dryRun,
    onOutput: log.info,
  })
  return await makeCheckedPlan(files, { ...request, shellOutputs })
}

function showPlan(plan: Plan, log: Log): void {
  for (const problem of plan.problems) if (problem.severity !== 'error') log.annotate(problem)
  if (plan.problems.some(({ severity }) => severity === 'error')) return
  const lines = [
    ...plan.images.map(({ reference }) => `  build and push  ${reference}`),
    ...plan.deployments.map(({ pipeline, name }) => `  register        ${name} (${pipeline})`),
    ...plan.removed.map((name) => `  gone            ${name}: its deployments stay in Prefect`),
    ...plan.elsewhere.slice(0, 20).map((path) => `  no pipeline     ${path}`),
  ]
  if (lines.length > 0) log.info(['The plan:', ...lines].join('\n'))
  if (isEmpty(plan)) log.info(nothingToDo(plan))
}

function nothingToDo({ pipelines, environment }: Plan): string {
  return pipelines.length === 0
    ? 'No pipeline is affected: nothing to do.'
    : `The affected pipelines have no deployment for "${environment}": nothing to do.`
}
